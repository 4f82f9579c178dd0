/* The lines of a response as libcurl hands them over, one call each; what stands
 * behind the first blank line of a final response is its body. */
#include "../../src/http/response.h"
#include "../../src/http/retry_policy.h"
#include <assert.h>
#include <digestbump/base/memory.h>
#include <digestbump/http/http.h>
#include <digestbump/limits.h>
#include <string.h>

enum { BODY_MOST = 16 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* False when the answer took no more. */
static bool feed(struct incoming_response *response, struct slice rest)
{
	struct slice line;
	bool goes_on = true;

	while (goes_on && slice_line(&line, &rest)) {
		OWNED_STRING copy = slice_copy(line);

		goes_on = line.size &&
			  incoming_response_header(copy, 1, line.size, response) == line.size;
	}
	OWNED_STRING body = slice_copy(rest);

	return goes_on &&
	       (!rest.size || incoming_response_body(body, 1, rest.size, response) == rest.size);
}

static void check_lines(const struct incoming_response *response)
{
	for (size_t i = 0; i < response->lines.count; i++) {
		const char *line = response->lines.items[i];

		assert(*line && *line != ' ' && *line != '\t');
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct incoming_response incoming = { 0 };
	int64_t seconds = 0;

	incoming_response_begin(&incoming, BODY_MOST);
	if (feed(&incoming, (struct slice){ (const char *)data, size })) {
		assert(incoming.lines.count <= HEADER_LINES_MOST);
		assert(incoming.header_bytes <= HEADER_BYTES_MOST);
	}
	assert(incoming.body->size <= BODY_MOST);
	check_lines(&incoming);
	const struct http_response response = { .headers = &incoming.lines };

	if (retry_after_s(&seconds, 7, &response, 0))
		assert(seconds >= 0);
	OWNED_STRING link = http_header(&response, "Link", 0);

	assert(!link || !strpbrk(link, "\r\n"));
	incoming_response_clear(&incoming);
	return 0;
}
