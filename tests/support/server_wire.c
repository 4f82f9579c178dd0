#include "server_parts.h"
#include <digestbump/base/memory.h>
#include <openssl/ssl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>

static ssize_t read_some(struct wire *wire, char *bytes, size_t size)
{
	return wire->ssl ? SSL_read(wire->ssl, bytes, (int)size) : recv(wire->fd, bytes, size, 0);
}

static bool send_all(struct wire *wire, const char *bytes, size_t size)
{
	while (size) {
		ssize_t sent = wire->ssl ? SSL_write(wire->ssl, bytes, (int)size)
					 : send(wire->fd, bytes, size, MSG_NOSIGNAL);

		if (sent <= 0)
			return false;
		bytes += sent;
		size -= (size_t)sent;
	}
	return true;
}

static bool send_string(struct wire *wire, const char *string)
{
	return send_all(wire, string, strlen(string));
}

void wire_wait(struct wire *wire)
{
	char bytes[256];

	while (read_some(wire, bytes, sizeof(bytes)) > 0)
		continue;
}

static bool read_ahead(struct wire *wire)
{
	char bytes[4096];
	ssize_t got = read_some(wire, bytes, sizeof(bytes));

	if (got > 0)
		text_add(wire->ahead, bytes, (size_t)got);
	return got > 0;
}

/* Gives the first `size` bytes and forgets them. */
static char *use_up(struct wire *wire, size_t size)
{
	char *used = must_copy_bytes(wire->ahead->bytes ? wire->ahead->bytes : "", size);
	struct text *rest = text_new(0);

	if (wire->ahead->size > size)
		text_add(rest, wire->ahead->bytes + size, wire->ahead->size - size);
	text_free(wire->ahead);
	wire->ahead = rest;
	return used;
}

static char *read_line(struct wire *wire)
{
	size_t at = 0;

	while (!slice_find(&at, text_slice(wire->ahead), "\r\n"))
		if (!read_ahead(wire))
			return NULL;
	char *line = use_up(wire, at + 2);

	line[at] = '\0';
	return line;
}

static char *read_body(struct wire *wire, const struct server_request *request)
{
	const char *length = server_header(request, "Content-Length");
	size_t size = length ? strtoul(length, NULL, 10) : 0;

	while (wire->ahead->size < size)
		if (!read_ahead(wire))
			return NULL;
	return use_up(wire, size);
}

static bool read_start(struct server_request *request, struct wire *wire)
{
	OWNED_STRING line = read_line(wire);
	char *rest = NULL;
	char *method = line ? strtok_r(line, " ", &rest) : NULL;
	char *target = method ? strtok_r(NULL, " ", &rest) : NULL;

	if (!target)
		return false;
	request->method = must_copy(method);
	request->target = must_copy(target);
	return true;
}

struct server_request *wire_read(struct wire *wire)
{
	OWNED(server_request) request = must_alloc(sizeof(*request));

	if (!read_start(request, wire))
		return NULL;
	for (;;) {
		char *line = read_line(wire);

		if (!line)
			return NULL;
		if (!*line) {
			free(line);
			break;
		}
		strings_take(&request->headers, line);
	}
	request->body = read_body(wire, request);
	request->secure = wire->ssl != NULL;
	return request->body ? pass_on(&request) : NULL;
}

void server_request_free(struct server_request *request)
{
	if (!request)
		return;
	free(request->method);
	free(request->target);
	strings_clear(&request->headers);
	free(request->body);
	free(request);
}

const char *server_header(const struct server_request *request, const char *name)
{
	size_t size = strlen(name);

	for (size_t i = 0; i < request->headers.count; i++) {
		const char *line = request->headers.items[i];

		if (strncasecmp(line, name, size) == 0 && line[size] == ':')
			return line + size + 1 + strspn(line + size + 1, " ");
	}
	return NULL;
}

static bool is_bodyless(unsigned status)
{
	return status < 200 || status == 204 || status == 304;
}

static bool send_head(struct wire *wire, const struct server_reply *reply, const char *length)
{
	const char *headers = reply->headers ? reply->headers : "";
	OWNED(text) head = text_new(0);

	text_add_format(head, "HTTP/1.1 %u Told\r\n%s", reply->status, headers);
	if (!is_bodyless(reply->status) && !strcasestr(headers, "Content-Length:"))
		text_add_string(head, length);
	if (reply->act == SERVER_CLOSE)
		text_add_string(head, "Connection: close\r\n");
	text_add_string(head, "\r\n");
	return send_all(wire, head->bytes, head->size);
}

static bool send_chunks(struct wire *wire, const struct server_reply *reply, bool forever)
{
	if (!send_head(wire, reply, "Transfer-Encoding: chunked\r\n"))
		return false;
	OWNED_STRING chunk = must_format("%zx\r\n%.*s\r\n", reply->body_size, (int)reply->body_size,
					 reply->body ? reply->body : "");

	do {
		if (reply->body_size && !send_string(wire, chunk))
			return false;
	} while (forever);
	return send_string(wire, "0\r\n\r\n");
}

/* Ends when the client leaves, which makes sending fail. */
static bool send_forever(struct wire *wire, const char *first, const char *again)
{
	if (!send_string(wire, first))
		return false;
	while (send_string(wire, again))
		continue;
	return false;
}

static bool send_plain(struct wire *wire, const struct server_reply *reply, const char *method)
{
	OWNED_STRING length = must_format("Content-Length: %zu\r\n", reply->body_size);
	bool is_part = reply->act == SERVER_CUT || reply->act == SERVER_STALL;
	size_t size = is_part ? reply->body_size / 2 : reply->body_size;

	/* An opened tunnel has no length: what follows is the tunnel. */
	if (strcmp(method, "CONNECT") == 0 && reply->status <= 299)
		return send_head(wire, reply, "");
	if (!send_head(wire, reply, length))
		return false;
	if (strcmp(method, "HEAD") != 0 && !send_all(wire, reply->body, size))
		return false;
	if (reply->act == SERVER_STALL)
		wire_wait(wire);
	return reply->act == SERVER_REPLY;
}

bool wire_write(struct wire *wire, const struct server_reply *reply, const char *method)
{
	switch (reply->act) {
	case SERVER_DROP:
		return false;
	case SERVER_HANG:
		wire_wait(wire);
		return false;
	case SERVER_RAW:
		send_all(wire, reply->body, reply->body_size);
		return false;
	case SERVER_CHUNKED:
		return send_chunks(wire, reply, false);
	case SERVER_ENDLESS_BODY:
		return send_chunks(wire, reply, true);
	case SERVER_ENDLESS_LINES:
		return send_forever(wire, "HTTP/1.1 200 Told\r\n", "X-Again: and again\r\n");
	case SERVER_ENDLESS_LINE:
		return send_forever(wire, "HTTP/1.1 200 Told\r\nX-Again: ", "and again ");
	case SERVER_ENDLESS_INTERIM:
		return send_forever(wire, "", "HTTP/1.1 103 Early\r\nLink: </x>\r\n\r\n");
	case SERVER_REPLY:
	case SERVER_CLOSE:
	case SERVER_CUT:
	case SERVER_STALL:
		return send_plain(wire, reply, method);
	}
	return false;
}
