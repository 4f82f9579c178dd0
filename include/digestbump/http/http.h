/* http.h - a pool of HTTP requests over one libcurl multi handle.
 *
 * The only user of libcurl. Knows nothing of registries, tokens or images. Never
 * follows a redirect (the caller decides what it may send to the next host), sends no
 * cookies and no .netrc entries, decodes no body, speaks http and https only.
 *
 * Queue: at most REQUESTS_MOST requests run at once, and per host as many as the
 * configuration allows (`parallel`, `rate`). Hosts take turns. HTTP/2 and connections are
 * shared.
 * Retry: 408, 429, 500, 502, 503, 504 and connection errors are tried again after growing
 * pauses; a request that waits holds no slot. A certificate that is not trusted is not
 * tried again.
 * Backoff: Retry-After and 429 hold for the whole host: no new request starts there until
 * the pause is over. A host that asks for longer pauses than `network.wait`, or at which
 * HOST_FAILURES_MOST requests in a row failed, is not asked again: further requests fail
 * at once with the same error.
 *
 * Errors name the host, never a query, user information, a header's value or a proxy's
 * address. One thread; callbacks run inside http_run().
 */
#ifndef DIGESTBUMP_HTTP_HTTP_H
#define DIGESTBUMP_HTTP_HTTP_H

#include <digestbump/base/context.h>
#include <digestbump/base/error.h>
#include <digestbump/base/text.h>
#include <digestbump/config/config.h>
#include <digestbump/http/address.h>
#include <stdbool.h>
#include <stdint.h>

struct http; /* the pool */

enum http_method { HTTP_HEAD, HTTP_GET, HTTP_POST };

/* A request. Everything is copied by http_send(). A POST is retried, too:
 * it must be safe to send it twice. */
struct http_request {
	enum http_method method;
	const char *url;            /* absolute; its query may be a secret and is never shown */
	const char *const *headers; /* "Name: value", ends with NULL; may be NULL */
	const char *form;           /* body of a POST, already URL-encoded; may be NULL */
	size_t body_most;           /* bytes of the response's body; more is ERROR_LIMIT */
	/* The greatest class of address that may be connected to: that of the registry that
	 * named the host. ADDRESS_UNKNOWN: the user named it. */
	enum address_class address_most;
};

/* The response. Borrowed, for the callback only. */
struct http_response {
	long status;                   /* 200 ... 599; never 1xx */
	struct slice body;             /* empty after HEAD */
	const char *url;               /* the requested URL */
	unsigned tries;                /* the first included */
	enum address_class address;    /* of the connection; ADDRESS_UNKNOWN: by a proxy */
	const struct strings *headers; /* lines as received, of the final response; no trailers */
};

/* Called once for every http_send(), from http_run(). Exactly one of response
 * and error is given. Takes error. ERROR_NETWORK, ERROR_LIMITED (429 to the
 * last try, or a Retry-After beyond `network.wait`: the text says when to try again), ERROR_LIMIT
 * (body or headers), ERROR_STOPPED, ERROR_UNTRUSTED (an address that must not be connected to),
 * ERROR_SYNTAX (url as url_parse() says, or a header with control characters: nothing is sent).
 * Other statuses than 429 are a response, 5xx included once the tries are used up. */
typedef void http_done(void *data, const struct http_response *response, struct error *error);

/* The result of one try, for `doctor`. Borrowed for the call. */
struct http_observation {
	const char *host;    /* "host", or "host:port" when the port is not the scheme's own */
	bool secure;         /* https */
	bool unverified;     /* certificates are not verified (`insecure`) */
	bool proxied;        /* it went through a proxy */
	const char *version; /* "HTTP/1.1", "HTTP/2"; NULL: no HTTP was spoken */
	long status;         /* 0: no whole response came */
	const struct strings *headers; /* of the response; never shown unchanged */
};
typedef void http_observe(void *data, const struct http_observation *observation);

struct http_options {
	const struct context *context; /* for the proxy variables and `stop`; borrowed */
	const struct config *config;   /* for certificates; borrowed; NULL: none */
	const char *user_agent;
	const struct network_config *network; /* copied; NULL: the defaults */
	http_observe *observe;                /* called for every try; may be NULL */
	void *observer;                       /* its data */
};

/* Gives a pool. Proxy variables are taken from the context (http_proxy,
 * https_proxy, all_proxy, no_proxy, in both cases but HTTP_PROXY); loopback
 * hosts never go through a proxy. Certificates are checked against the
 * system's authorities, or those in SSL_CERT_FILE and SSL_CERT_DIR, and those that
 * config/tls.h finds for a host; its errors (ERROR_USAGE) are given to
 * each request to that host.
 * ERROR_USAGE: a proxy variable is not a proxy address. */
struct error *http_new(struct http **out, const struct http_options *options) MUST_CHECK;
void http_free(
    struct http *http); /* NULL is fine; running requests are dropped without an answer */
DEFINE_OWNED(http)

/* Queues a request. May be called from a callback. */
void http_send(struct http *http, const struct http_request *request, http_done *done, void *data);

/* Calls `done` with (data, NULL, NULL) from http_run(), so that answers that need no
 * network (an OCI layout) are given in the same way as others. In the order of the calls;
 * with ERROR_STOPPED when the run is stopped before. */
void http_defer(struct http *http, http_done *done, void *data);

/* True when `done` may be called. */
typedef bool http_condition(void *data);

/* Calls `condition` several dozen times per second until it is true, then `done` with (data,
 * NULL, NULL), both from http_run(): other requests go on while another process (a
 * credential helper) works. With ERROR_STOPPED when the run is stopped before. */
void http_call_when(struct http *http, http_condition *condition, http_done *done, void *data);

/* Runs until no request is queued or running, or `network.budget`, which counts
 * from http_new(), is used up: then the remaining requests get ERROR_NETWORK. When context->stop
 * is set, the remaining requests get ERROR_STOPPED, at once or, when a signal does not
 * interrupt the wait, within 100 ms. */
void http_run(struct http *http);

/* Gives the path of the file with the trusted authorities; NULL: libcurl has no
 * default, and SSL_CERT_FILE is not set. */
char *http_authority_file(const struct context *context) MUST_CHECK;

/* The number of requests sent so far, counting each try. */
unsigned http_requests(const struct http *http);

/* The index-th value of a header (names in any case), NULL when there are no
 * more. Leading and trailing blanks are removed. */
char *http_header(const struct http_response *response, const char *name, size_t index) MUST_CHECK;

/* Sets *seconds since 1970 from an HTTP date (RFC 9110 section 5.6.7) or another form that
 * libcurl reads; false when it is not a date. */
bool http_date(int64_t *seconds, const char *text);

/* Gives the URL without user information, query and fragment: safe to show. */
char *http_safe_url(const char *url) MUST_CHECK;

/* Gives text percent-encoded for a query or form value. */
char *http_escape(const char *text) MUST_CHECK;

#endif
