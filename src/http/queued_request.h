/* queued_request.h - one http_send() or http_defer() until it is answered.
 *
 * Lists of requests are first in, first out. A request is in at most one list.
 */
#ifndef DIGESTBUMP_SRC_HTTP_QUEUED_REQUEST_H
#define DIGESTBUMP_SRC_HTTP_QUEUED_REQUEST_H

#include <curl/curl.h>
#include <digestbump/http/http.h>
#include <digestbump/http/url.h>
#include <stdint.h>

struct host;

struct queued_request {
	struct queued_request *next;
	http_done *done;
	void *data;
	http_condition *condition; /* of http_call_when(), else NULL */

	/* Of a request; all zero when deferred. */
	enum http_method method;
	char *url;      /* as given */
	char *wire_url; /* as sent: normalised, without fragment */
	char *safe_url; /* safe to show */
	struct curl_slist *headers;
	char *form;
	size_t body_most;
	enum address_class address_most; /* see http.h */
	char *host_name;                 /* of the URL */
	struct host *host;
	unsigned tries;
	int64_t not_before_ms; /* monotonic */
	bool last_try_failed;  /* its last try got no response */

	struct error *error; /* the request is invalid and is never sent */
};

/* Gives a queued request; when the request is invalid, its `error` is set. Otherwise
 * also gives *url, the parsed URL. */
struct queued_request *queued_request_new(struct url **url, const struct http_request *request)
    MUST_CHECK;
void queued_request_free(struct queued_request *queued); /* NULL is fine */
DEFINE_OWNED(queued_request)

const char *queued_request_method(const struct queued_request *queued); /* "GET", borrowed */

struct request_list {
	struct queued_request *first;
	struct queued_request *last;
};

/* Takes queued; adds it at the end. */
void request_list_push(struct request_list *requests, struct queued_request *queued);
/* Before all others. */
void request_list_push_front(struct request_list *requests, struct queued_request *queued);

/* Removes and gives the first request, or NULL. */
struct queued_request *request_list_pop(struct request_list *requests);

/* Takes queued; inserts it so that the list stays sorted by not_before_ms. */
void request_list_insert(struct request_list *requests, struct queued_request *queued);

#endif
