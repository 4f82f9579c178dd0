#include "response.h"
#include <curl/curl.h>
#include <digestbump/base/memory.h>
#include <digestbump/http/http.h>
#include <digestbump/limits.h>
#include <string.h>
#include <strings.h>

void incoming_response_clear(struct incoming_response *response)
{
	strings_clear(&response->lines);
	text_free(response->body);
	*response = (struct incoming_response){ 0 };
}

void incoming_response_begin(struct incoming_response *response, size_t body_most)
{
	incoming_response_clear(response);
	response->body = text_new(0);
	response->body_most = body_most;
}

/* The headers of an interim response (1xx, RFC 9110 section 15.2) are not the
 * final one's; the final one's trailer fields are no headers. */
static void begin_block(struct incoming_response *response)
{
	response->blocks++;
	response->block_is_over = false;
	response->header_bytes = 0;
	strings_clear(&response->lines);
}

/* Folded lines (a blank in front) went out of use with RFC 7230 section 3.2.4:
 * what they continue is no header this program reads. A NUL or CR within a line
 * makes two of it for some who read it, one for others. */
static bool is_odd(struct slice line)
{
	struct slice bare = slice_trim(line);

	return slice_starts(line, " ") || slice_starts(line, "\t") ||
	       memchr(line.at, '\0', line.size) || memchr(bare.at, '\r', bare.size);
}

static void add_line(struct incoming_response *response, struct slice line)
{
	struct slice bare = slice_trim(line);

	if (slice_starts(line, "HTTP/") && (!response->blocks || response->block_is_over))
		begin_block(response);
	else if (!response->block_is_over && bare.size && !is_odd(line))
		strings_take(&response->lines, slice_copy(bare));
	if (!bare.size && !is_odd(line))
		response->block_is_over = true;
}

size_t incoming_response_header(char *bytes, size_t size, size_t count, void *data)
{
	struct incoming_response *response = data;
	struct slice line = { bytes, size * count };

	add_line(response, line);
	response->header_bytes += line.size;
	response->headers_are_over = response->header_bytes > HEADER_BYTES_MOST ||
				     response->lines.count > HEADER_LINES_MOST ||
				     response->blocks > INTERIM_ANSWERS_MOST + 1;
	return response->headers_are_over ? 0 : count;
}

size_t incoming_response_body(char *bytes, size_t size, size_t count, void *data)
{
	struct incoming_response *response = data;

	response->body_is_over = size * count > response->body_most - response->body->size;
	if (response->body_is_over)
		return 0;
	text_add(response->body, bytes, size * count);
	return count;
}

bool http_date(int64_t *seconds, const char *text)
{
	time_t date = curl_getdate(text, NULL);

	if (date < 0)
		return false;
	*seconds = date;
	return true;
}

char *http_header(const struct http_response *response, const char *name, size_t index)
{
	size_t length = strlen(name);

	for (size_t i = 0; i < response->headers->count; i++) {
		const char *line = response->headers->items[i];

		if (strncasecmp(line, name, length) != 0 || line[length] != ':' || index--)
			continue;
		return slice_copy(slice_trim(slice_of(line + length + 1)));
	}
	return NULL;
}
