#include "http_requests.h"
#include "../../src/http/timeouts.h"
#include "assertions.h"
#include <digestbump/base/memory.h>
#include <digestbump/base/time.h>
#include <digestbump/limits.h>
#include <string.h>

enum { ASKER_BODY_MOST = 64 * 1024, ASKER_PAUSE_MS = 20 };

static const char *const *known_variables;

static const char *variable(const char *name)
{
	size_t size = strlen(name);

	for (size_t i = 0; known_variables && known_variables[i]; i++)
		if (strncmp(known_variables[i], name, size) == 0 && known_variables[i][size] == '=')
			return known_variables[i] + size + 1;
	return NULL;
}

struct error *http_session_try(const char *const *variables)
{
	const struct context context = { .variable = variable };
	OWNED(http) http = NULL;

	known_variables = variables;
	return http_new(&http, &(struct http_options){ .context = &context, .user_agent = "test" });
}

struct http_session *http_session_new(const char *const *variables)
{
	struct http_session *session = must_alloc(sizeof(*session));

	known_variables = variables;
	session->context = (struct context){ .variable = variable, .stop = &session->stop };
	assert_fine(http_new(&session->http, &(struct http_options){ .context = &session->context,
								     .user_agent = "test" }));
	http_set_timing(session->http, &(struct timing){ .connect_ms = CONNECT_TIMEOUT_MS,
							 .request_ms = REQUEST_TIMEOUT_MS,
							 .low_speed_s = LOW_SPEED_S,
							 .retry_pause_ms = ASKER_PAUSE_MS,
							 .wait_ms = RETRY_AFTER_MOST_S * 1000 });
	return session;
}

static void free_outcome(struct asked *asked)
{
	free(asked->body);
	free(asked->url);
	strings_clear(&asked->headers);
	error_free(asked->error);
	free(asked);
}

void http_session_free(struct http_session *session)
{
	if (!session)
		return;
	http_free(session->http);
	for (size_t i = 0; i < session->count; i++)
		free_outcome(session->answers[i]);
	free(session->answers);
	free(session);
}

/* An answer finds its session through a pair that stands behind it. */
struct slot {
	struct asked asked; /* first: the slot is freed as it */
	struct http_session *session;
};

static void keep(void *data, const struct http_response *response, struct error *error)
{
	struct slot *slot = data;
	struct asked *asked = &slot->asked;

	asked->times++;
	asked->place = ++slot->session->answered;
	asked->error = error;
	if (!response)
		return;
	asked->status = response->status;
	asked->body = slice_copy(response->body);
	asked->url = must_copy(response->url);
	asked->tries = response->tries;
	for (size_t i = 0; i < response->headers->count; i++)
		strings_add(&asked->headers, response->headers->items[i]);
}

static struct slot *add_slot(struct http_session *session)
{
	struct slot *slot = must_alloc(sizeof(*slot));

	slot->session = session;
	session->answers = must_grow(session->answers, session->count, sizeof(*session->answers));
	session->answers[session->count++] = &slot->asked;
	return slot;
}

size_t http_session_send(struct http_session *session, const struct http_request *request)
{
	http_send(session->http, request, keep, add_slot(session));
	return session->count - 1;
}

size_t http_session_get(struct http_session *session, const char *url)
{
	return http_session_send(session, &(struct http_request){ .method = HTTP_GET,
								  .url = url,
								  .body_most = ASKER_BODY_MOST });
}

size_t http_session_defer(struct http_session *session)
{
	http_defer(session->http, keep, add_slot(session));
	return session->count - 1;
}

void http_session_run(struct http_session *session)
{
	long long start = time_monotonic_ms();

	http_run(session->http);
	session->run_ms = time_monotonic_ms() - start;
}

const struct asked *http_session_outcome(const struct http_session *session, size_t index)
{
	assert_true(index < session->count);
	const struct asked *asked = session->answers[index];

	assert_int_equal(asked->times, 1);
	return asked;
}
