#include "response.h"
#include <digestbump/base/memory.h>
#include <digestbump/http/http.h>
#include <digestbump/limits.h>
#include <string.h>
#include <strings.h>

void answer_clear(struct answer *answer)
{
	strings_clear(&answer->lines);
	text_free(answer->body);
	*answer = (struct answer){ 0 };
}

void answer_begin(struct answer *answer, size_t body_most)
{
	answer_clear(answer);
	answer->body = text_new(0);
	answer->body_most = body_most;
}

/* The headers of an interim response (1xx, RFC 9110 section 15.2) are not the
 * final one's; the final one's trailer fields are no headers. */
static void begin_block(struct answer *answer)
{
	answer->blocks++;
	answer->block_is_over = false;
	answer->header_bytes = 0;
	strings_clear(&answer->lines);
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

static void take_line(struct answer *answer, struct slice line)
{
	struct slice bare = slice_trim(line);

	if (slice_starts(line, "HTTP/") && (!answer->blocks || answer->block_is_over))
		begin_block(answer);
	else if (!answer->block_is_over && bare.size && !is_odd(line))
		strings_take(&answer->lines, slice_copy(bare));
	if (!bare.size && !is_odd(line))
		answer->block_is_over = true;
}

size_t answer_header(char *bytes, size_t size, size_t count, void *data)
{
	struct answer *answer = data;
	struct slice line = { bytes, size * count };

	take_line(answer, line);
	answer->header_bytes += line.size;
	answer->headers_are_over = answer->header_bytes > HEADER_BYTES_MOST ||
				   answer->lines.count > HEADER_LINES_MOST ||
				   answer->blocks > INTERIM_ANSWERS_MOST + 1;
	return answer->headers_are_over ? 0 : count;
}

size_t answer_body(char *bytes, size_t size, size_t count, void *data)
{
	struct answer *answer = data;

	answer->body_is_over = size * count > answer->body_most - answer->body->size;
	if (answer->body_is_over)
		return 0;
	text_add(answer->body, bytes, size * count);
	return count;
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
