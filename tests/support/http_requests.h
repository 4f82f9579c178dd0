/* http_requests.h - sends requests through a pool and keeps the answers, so that a test
 * can look at them after asker_run().
 *
 *     OWNED(asker) asker = asker_new(NULL);
 *     size_t first = asker_get(asker, url);
 *     asker_run(asker);
 *     assert_int_equal(asker_answer(asker, first)->status, 200);
 */
#ifndef DIGESTBUMP_TESTS_SUPPORT_HTTP_REQUESTS_H
#define DIGESTBUMP_TESTS_SUPPORT_HTTP_REQUESTS_H

#include <digestbump/base/strings.h>
#include <digestbump/http/http.h>
#include <signal.h>

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

/* What must not take long has taken too long: far more than a busy machine
 * under valgrind needs, far less than any time-out of the pool. */
enum { ENOUGH_MS = 12 * 1000 };

struct asker {
	struct http *http;
	struct context context;
	volatile sig_atomic_t stop;
	struct asked **answers; /* in the order of asking */
	size_t count;
	unsigned answered;
	long long run_ms; /* how long asker_run() took */
};

/* Gives an asker whose context knows these variables ("NAME=value", ends with
 * NULL; borrowed; NULL: none) and whose pauses between tries are 20 ms. One at
 * a time: the variables are found through a static. */
struct asker *asker_new(const char *const *variables) MUST_CHECK;
void asker_free(struct asker *asker); /* NULL is fine */
DEFINE_OWNED(asker)

/* Gives the error of a pool with these variables, NULL when it works. */
struct error *asker_try(const char *const *variables) MUST_CHECK;

/* Queue a request; give its index. */
size_t asker_send(struct asker *asker, const struct http_request *request);
size_t asker_get(struct asker *asker, const char *url); /* body_most is 64 KiB */
size_t asker_defer(struct asker *asker);

void asker_run(struct asker *asker);

/* The answer, which must have come exactly once. Borrowed. */
const struct asked *asker_answer(const struct asker *asker, size_t index);

#endif
