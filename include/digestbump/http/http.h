/* http.h - many requests at once over one curl multi handle.
 *
 * Knows nothing of registries, tokens or images. The only user of libcurl.
 * Never follows a redirect (the caller decides per hop what it may send
 * there), never sends a cookie or .netrc entry, never decodes a body, never
 * speaks anything but http and https. Requests are queued, at most
 * REQUESTS_MOST are under way, and to one host so many, at once and a second, as
 * the configuration allows; HTTP/2 and connections are shared. What may pass by
 * itself (408, 429, 500, 502 to 504, connection trouble) is tried again with
 * growing pauses; what waits holds nobody up. Retry-After and 429 hold for the
 * whole host: nothing new goes there until the pause is over. A certificate that
 * is not trusted is not tried again. A host that has us wait longer than the
 * configuration allows, or lets HOST_FAILURES_MOST requests in a row fail to the
 * end, is asked no more: the rest fails at once with the same error.
 * Errors are told with the host, never with a query, user information, a
 * header's value or a proxy's address. One thread; callbacks run inside
 * http_run().
 */
#ifndef DIGESTBUMP_HTTP_HTTP_H
#define DIGESTBUMP_HTTP_HTTP_H

#include <digestbump/base/context.h>
#include <digestbump/base/error.h>
#include <digestbump/base/text.h>
#include <digestbump/config/config.h>
#include <stdbool.h>

struct http; /* the pool */

enum http_method { HTTP_HEAD, HTTP_GET, HTTP_POST };

/* What to ask. Everything is copied by http_send(). A POST is tried again too:
 * send only what may arrive twice. */
struct http_request {
	enum http_method method;
	const char *url;            /* absolute; its query may be a secret and is never told */
	const char *const *headers; /* "Name: value", ends with NULL; may be NULL */
	const char *form;           /* body of a POST, already urlencoded; may be NULL */
	size_t body_most;           /* bytes of the answer's body; more is ERROR_LIMIT */
};

/* What came. Borrowed for the callback only. */
struct http_response {
	long status;                   /* 200 ... 599; never 1xx */
	struct slice body;             /* empty after HEAD */
	const char *url;               /* that was asked */
	unsigned tries;                /* the first included */
	const struct strings *headers; /* lines as received, of the final response; no trailers */
};

/* Called once for every http_send(), from http_run(). Exactly one of response
 * and error is given. Takes error. ERROR_NETWORK, ERROR_LIMITED (429 to the
 * end, or a Retry-After beyond `network.wait`: its text says when to come back), ERROR_LIMIT (body
 * or headers), ERROR_STOPPED, ERROR_SYNTAX (url as url_parse() says, or a header with control
 * characters: nothing is sent). Other statuses than 429 are a response, 5xx included once the tries
 * are used up. */
typedef void http_done(void *data, const struct http_response *response, struct error *error);

/* What one try came to, for those who want to know how things are (doctor).
 * Borrowed for the call. */
struct http_observation {
	const char *host;    /* "host", or "host:port" when the port is not the scheme's own */
	bool secure;         /* https */
	bool unverified;     /* any certificate would have done */
	bool proxied;        /* it went through a proxy */
	const char *version; /* "HTTP/1.1", "HTTP/2"; NULL: no HTTP was spoken */
	long status;         /* 0: no whole response came */
	const struct strings *headers; /* of the response: never told as they are */
};
typedef void http_observe(void *data, const struct http_observation *observation);

struct http_options {
	const struct context *context; /* for the proxy variables and `stop`; borrowed */
	const struct config *config;   /* for certificates; borrowed; NULL: none */
	const char *user_agent;
	const struct network_config *network; /* copied; NULL: the defaults */
	http_observe *observe;                /* called for every try; NULL: nobody */
	void *observer;                       /* its data */
};

/* Gives a pool. Proxy variables are taken from the context (http_proxy,
 * https_proxy, all_proxy, no_proxy, in both cases but HTTP_PROXY); loopback
 * hosts never go through a proxy. Certificates are checked against the
 * system's authorities, or those in SSL_CERT_FILE and SSL_CERT_DIR, and those that
 * config/trust.h finds for a host; what it finds wrong is an error (ERROR_USAGE)
 * of each request to that host.
 * ERROR_USAGE: a proxy variable holds no proxy address. */
struct error *http_new(struct http **out, const struct http_options *options) MUST_CHECK;
void http_free(struct http *http); /* NULL is fine; what is under way is dropped unanswered */
DEFINE_OWNED(http)

/* Queues a request. Also from within a callback. */
void http_send(struct http *http, const struct http_request *request, http_done *done, void *data);

/* Has `done` called with (data, NULL, NULL) from http_run(): so that answers
 * that need no network (an OCI layout) take the same way as the others. In the
 * order of deferring; with ERROR_STOPPED when the run is stopped before. */
void http_defer(struct http *http, http_done *done, void *data);

/* True when what it looks for has happened. */
typedef bool http_look(void *data);

/* Has `look` called now and then (some dozen times a second) until it is true, then
 * `done` with (data, NULL, NULL), both from http_run(): so that what another
 * process does (a credential helper) keeps no request waiting. With
 * ERROR_STOPPED when the run is stopped before. */
void http_watch(struct http *http, http_look *look, http_done *done, void *data);

/* Works until nothing is queued or under way, or `network.budget`, which counts
 * from http_new(), is used up: what is left is answered with ERROR_NETWORK then. When context->stop
 * is set, everything left is answered with ERROR_STOPPED, at once or, where a signal does not
 * interrupt the waiting, within 100 ms. */
void http_run(struct http *http);

/* Gives the path of the file with the authorities that are trusted; NULL: libcurl
 * has none of its own, and SSL_CERT_FILE names none. */
char *http_authorities(const struct context *context) MUST_CHECK;

/* Requests sent so far, tries counted each. */
unsigned http_requests(const struct http *http);

/* The index-th value of a header (names in any case), NULL when there are no
 * more. Gives the value without blanks around it. */
char *http_header(const struct http_response *response, const char *name, size_t index) MUST_CHECK;

/* Gives the URL without user information, query and fragment: fit to be told. */
char *http_safe_url(const char *url) MUST_CHECK;

/* Gives text percent-encoded for a query or form value. */
char *http_escape(const char *text) MUST_CHECK;

#endif
