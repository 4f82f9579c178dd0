/* server.h - a small HTTP/1.1 server on 127.0.0.1 that does as it is told.
 *
 * Runs in threads of its own beside the test, on a port that the kernel
 * chooses, and remembers what it was asked. Every path has a script: replies
 * played in turn, the last one again and again; or a function decides. What
 * nobody gave a reply for is a 404 of a registry.
 *
 *     OWNED(server) server = server_new();
 *     server_add_reply(server, "GET /v2/", (struct server_reply){ .status = 503 });
 *     server_add_reply(server, "GET /v2/", (struct server_reply){ .body = "{}" });
 *     ... ask server_url(server) ...
 *     assert_int_equal(server_count(server, "/v2/"), 2);
 *
 * It is a proxy too: "GET http://example.test/x" is a path like any other, and
 * "CONNECT example.test:443" answered with 200 opens a tunnel that ends in
 * this server itself (in TLS when there is an identity, see tls.h).
 */
#ifndef DIGESTBUMP_TESTS_SUPPORT_SERVER_H
#define DIGESTBUMP_TESTS_SUPPORT_SERVER_H

#include <digestbump/base/own.h>
#include <digestbump/base/strings.h>
#include <stdbool.h>
#include <stddef.h>

struct server;
struct tls;

/* How a reply goes out. "Until the client leaves" ends with server_free() too. */
enum server_act {
	SERVER_REPLY,   /* whole; the connection stays */
	SERVER_CLOSE,   /* whole, "Connection: close" */
	SERVER_DROP,    /* closes without a byte */
	SERVER_CUT,     /* headers and half of the body, then closes */
	SERVER_STALL,   /* headers and half of the body, then silence until the client leaves */
	SERVER_HANG,    /* silence until the client leaves */
	SERVER_RAW,     /* the body alone, byte for byte, then closes */
	SERVER_CHUNKED, /* whole, in chunks, without Content-Length */
	SERVER_ENDLESS_LINES,  /* header lines until the client leaves */
	SERVER_ENDLESS_LINE,   /* one header line until the client leaves */
	SERVER_ENDLESS_BODY,   /* chunks until the client leaves */
	SERVER_ENDLESS_INTERIM /* answers 103 until the client leaves */
};

/* One reply. All zero is an empty 200. */
struct server_reply {
	unsigned status; /* 0: 200 */
	const char
	    *headers;     /* lines that end with "\r\n", or NULL; adds Content-Length if missing */
	const char *body; /* may be NULL; after HEAD only its length is told */
	size_t body_size; /* 0: up to the NUL */
	enum server_act act;
	unsigned
	    together; /* held until so many requests are at this server at once (5 s at most) */
	unsigned delay_ms; /* held so long: to order answers, never to hope for something */
};

struct server_request {
	char *method;
	char *target; /* as sent, with its query */
	struct strings headers;
	char *body;
	unsigned connection; /* the how manyth of the server, from 1 */
	bool secure;         /* came through TLS */
};

/* Fills in the reply to a request; its strings are read before the function is
 * called again. Runs in a thread of the server, never twice at once. */
typedef void server_handler(void *data, const struct server_request *request,
			    struct server_reply *reply);

/* Gives a running server. With `tls` (borrowed; NULL: none) it speaks TLS when
 * the first byte of a connection or tunnel says so, else plain HTTP. */
struct server *server_new(void) MUST_CHECK;
struct server *server_new_tls(const struct tls *tls) MUST_CHECK;
void server_free(struct server *server); /* NULL is fine; ends all connections */
DEFINE_OWNED(server)

unsigned server_port(const struct server *server);
const char *server_url(const struct server *server);  /* "http://127.0.0.1:40123", borrowed */
const char *server_host(const struct server *server); /* "127.0.0.1:40123", borrowed */

/* Adds a reply to the script of `what`: "GET /path?query", "/path?query",
 * "GET /path" or "/path", looked up in this order. Copies the reply. */
void server_add_reply(struct server *server, const char *what, struct server_reply reply);

/* Has requests without a script decided by a function. */
void server_set_handler(struct server *server, server_handler *decide, void *data);

/* From now on every connection gets these bytes when its first byte has come,
 * and is closed: another protocol, or a cut handshake (""). Copies bytes. */
void server_speak_first(struct server *server, const char *bytes);

/* What was asked so far. `what` as in server_add_reply(); NULL counts all. */
size_t server_count(struct server *server, const char *what);

/* The index-th request, in the order of arrival; NULL when there are not so
 * many. Borrowed as long as the server. */
const struct server_request *server_request(struct server *server, size_t index);

/* A header's value (the first), or NULL. Borrowed. */
const char *server_header(const struct server_request *request, const char *name);

unsigned server_connections(struct server *server);   /* accepted so far */
unsigned server_most_parallel(struct server *server); /* requests at the server at one time */

#endif
