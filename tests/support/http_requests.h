/* http_requests.h - sends requests through a pool and keeps the answers, so that a test
 * can look at them after http_session_run().
 *
 *     OWNED(http_session) session = http_session_new(NULL);
 *     size_t first = http_session_get(session, url);
 *     http_session_run(session);
 *     assert_int_equal(http_session_outcome(session, first)->status, 200);
 */
#ifndef DIGESTBUMP_TESTS_SUPPORT_HTTP_REQUESTS_H
#define DIGESTBUMP_TESTS_SUPPORT_HTTP_REQUESTS_H

#include <digestbump/base/strings.h>
#include <digestbump/http/http.h>
#include <stdatomic.h>

/* What came of one request. */
struct asked {
	unsigned times; /* that it was answered */
	unsigned place; /* the how manyth answer of all, from 1 */
	long status;    /* 0: none */
	char *body;     /* NULL: no response */
	char *url;      /* as the response tells it */
	struct strings headers;
	unsigned tries;
	struct error *error;
};

/* What must not take long hangs: far more than a slow machine needs. That no
 * time-out of the pool ended it, the error's text and the requests tell. */
enum { HANG_MS = 300 * 1000 };

struct http_session {
	struct http *http;
	struct context context;
	atomic_int stop;
	struct asked **answers; /* in the order of asking */
	size_t count;
	unsigned answered;
	long long run_ms; /* how long http_session_run() took */
};

/* Gives an session whose context knows these variables ("NAME=value", ends with
 * NULL; borrowed; NULL: none) and whose pauses between tries are 20 ms. One at
 * a time: the variables are found through a static. */
struct http_session *http_session_new(const char *const *variables) MUST_CHECK;
void http_session_free(struct http_session *session); /* NULL is fine */
DEFINE_OWNED(http_session)

/* Gives the error of a pool with these variables, NULL when it works. */
struct error *http_session_try(const char *const *variables) MUST_CHECK;

/* Queue a request; give its index. */
size_t http_session_send(struct http_session *session, const struct http_request *request);
size_t http_session_get(struct http_session *session, const char *url); /* body_most is 64 KiB */
size_t http_session_defer(struct http_session *session);

void http_session_run(struct http_session *session);

/* The answer, which must have come exactly once. Borrowed. */
const struct asked *http_session_outcome(const struct http_session *session, size_t index);

#endif
