/* url.h - parses and builds absolute http(s) URLs.
 *
 * Normalised, so that hosts compare the same everywhere: scheme, host in lower case, port
 * with its default filled in.
 */
#ifndef DIGESTBUMP_HTTP_URL_H
#define DIGESTBUMP_HTTP_URL_H

#include <digestbump/base/error.h>
#include <stdbool.h>

struct url {
	bool secure; /* https */
	char *host;  /* lower case; an IPv6 address in brackets */
	unsigned port;
	char *path;  /* with its first '/' */
	char *query; /* without '?'; NULL: none */
};

/* Gives the parts. ERROR_SYNTAX: not an absolute http(s) URL, or one with user
 * information, control characters, blanks, backslashes, non-ASCII bytes, an IPv6 zone or port 0.
 * ERROR_LIMIT: longer than URL_BYTES_MOST. Dot segments are removed from the path, numeric hosts
 * are normalised
 * ("127.1" is 127.0.0.1). The fragment is dropped. */
struct error *url_parse(struct url **out, const char *text) MUST_CHECK;

/* Gives the parts of `text` resolved against `base` (RFC 3986 section 5): for Location,
 * Link and relative realms. Errors as url_parse(). */
struct error *url_resolve(struct url **out, const struct url *base, const char *text) MUST_CHECK;

void url_free(struct url *url); /* NULL is fine */
DEFINE_OWNED(url)

/* True when scheme, host and port are the same. */
bool url_same_origin(const struct url *a, const struct url *b);

/* Gives "host", or "host:port" when the port is not the scheme's own. */
char *url_host_text(const struct url *url) MUST_CHECK;

/* Gives "https://host:port" without path and query: safe to show. The default port is
 * left out. */
char *url_origin_text(const struct url *url) MUST_CHECK;

/* Gives the whole URL; the default port is left out. */
char *url_text(const struct url *url) MUST_CHECK;

#endif
