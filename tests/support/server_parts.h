/* server_parts.h - what server.c (scripts, records) and server_wire.c (bytes of
 * one connection) share. Tests include server.h only. */
#ifndef DIGESTBUMP_TESTS_SUPPORT_SERVER_PARTS_H
#define DIGESTBUMP_TESTS_SUPPORT_SERVER_PARTS_H

#include "server.h"
#include <digestbump/base/text.h>

typedef struct ssl_st SSL;

/* One connection and what was read from it but not yet used. */
struct wire {
	int fd;
	SSL *ssl; /* NULL: plain */
	struct text *ahead;
};

/* Gives the next request, or NULL when the client left. */
struct server_request *wire_read(struct wire *wire) MUST_CHECK;
void server_request_free(struct server_request *request); /* NULL is fine */
DEFINE_OWNED(server_request)

/* Sends a reply. False when the connection is over. */
bool wire_write(struct wire *wire, const struct server_reply *reply, const char *method);

/* Reads until the client leaves. */
void wire_wait(struct wire *wire);

#endif
