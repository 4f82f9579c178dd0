/* response.h - collects one response while it is received, within its limits. */
#ifndef DIGESTBUMP_SRC_HTTP_RESPONSE_H
#define DIGESTBUMP_SRC_HTTP_RESPONSE_H

#include <digestbump/base/strings.h>
#include <digestbump/base/text.h>

struct incoming_response {
	struct strings lines; /* header lines of the final response so far */
	struct text *body;
	size_t body_most;
	size_t header_bytes;
	unsigned blocks;       /* responses begun, the interim ones included */
	bool block_is_over;    /* the blank line after its headers was received */
	bool headers_are_over; /* HEADER_BYTES_MOST or another header limit was exceeded */
	bool body_is_over;     /* body_most was exceeded */
};

/* Empties it for the next response. */
void incoming_response_begin(struct incoming_response *response, size_t body_most);
void incoming_response_clear(struct incoming_response *response); /* frees what it holds */

/* libcurl's callbacks; `data` is the response. Return `count`, or 0 to end the
 * transfer when a limit is exceeded. */
size_t incoming_response_header(char *bytes, size_t size, size_t count, void *data);
/* Libcurl's write callback. */
size_t incoming_response_body(char *bytes, size_t size, size_t count, void *data);

#endif
