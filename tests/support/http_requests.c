#include "http_requests.h"
#include "../../src/http/timing.h"
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

struct error *asker_try(const char *const *variables)
{
	const struct context context = { .variable = variable };
	OWNED(http) http = NULL;

	known_variables = variables;
	return http_new(&http, &(struct http_options){ .context = &context, .user_agent = "test" });
}

struct asker *asker_new(const char *const *variables)
{
	struct asker *asker = must_alloc(sizeof(*asker));

	known_variables = variables;
	asker->context = (struct context){ .variable = variable, .stop = &asker->stop };
	assert_fine(http_new(&asker->http, &(struct http_options){ .context = &asker->context,
								   .user_agent = "test" }));
	http_set_patience(asker->http, &(struct patience){ .connect_ms = CONNECT_TIMEOUT_MS,
							   .request_ms = REQUEST_TIMEOUT_MS,
							   .low_speed_s = LOW_SPEED_S,
							   .retry_pause_ms = ASKER_PAUSE_MS,
							   .wait_ms = RETRY_AFTER_MOST_S * 1000 });
	return asker;
}

static void free_asked(struct asked *asked)
{
	free(asked->body);
	free(asked->url);
	strings_clear(&asked->headers);
	error_free(asked->error);
	free(asked);
}

void asker_free(struct asker *asker)
{
	if (!asker)
		return;
	http_free(asker->http);
	for (size_t i = 0; i < asker->count; i++)
		free_asked(asker->answers[i]);
	free(asker->answers);
	free(asker);
}

/* An answer finds its asker through a pair that stands behind it. */
struct slot {
	struct asked asked; /* first: the slot is freed as it */
	struct asker *asker;
};

static void keep(void *data, const struct http_response *response, struct error *error)
{
	struct slot *slot = data;
	struct asked *asked = &slot->asked;

	asked->times++;
	asked->place = ++slot->asker->answered;
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

static struct slot *add_slot(struct asker *asker)
{
	struct slot *slot = must_alloc(sizeof(*slot));

	slot->asker = asker;
	asker->answers = must_grow(asker->answers, asker->count, sizeof(*asker->answers));
	asker->answers[asker->count++] = &slot->asked;
	return slot;
}

size_t asker_send(struct asker *asker, const struct http_request *request)
{
	http_send(asker->http, request, keep, add_slot(asker));
	return asker->count - 1;
}

size_t asker_get(struct asker *asker, const char *url)
{
	return asker_send(asker, &(struct http_request){ .method = HTTP_GET,
							 .url = url,
							 .body_most = ASKER_BODY_MOST });
}

size_t asker_defer(struct asker *asker)
{
	http_defer(asker->http, keep, add_slot(asker));
	return asker->count - 1;
}

void asker_run(struct asker *asker)
{
	long long start = time_monotonic_ms();

	http_run(asker->http);
	asker->run_ms = time_monotonic_ms() - start;
}

const struct asked *asker_answer(const struct asker *asker, size_t index)
{
	assert_true(index < asker->count);
	const struct asked *asked = asker->answers[index];

	assert_int_equal(asked->times, 1);
	return asked;
}
