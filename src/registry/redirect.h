/* redirect.h - sends one request and follows its redirects.
 *
 * Each hop is checked by redirect_policy.h. Authorization is sent to the first origin only and,
 * after a redirect to another one, to none. HEAD stays HEAD. A POST is never redirected: its
 * body is a secret.
 */
#ifndef DIGESTBUMP_SRC_REGISTRY_REDIRECT_H
#define DIGESTBUMP_SRC_REGISTRY_REDIRECT_H

#include "endpoint.h"
#include <digestbump/http/http.h>
#include <digestbump/http/url.h>

/* Copied by redirect_send(). */
struct redirect_request {
	enum http_method method;
	const char *url;
	const char *accept;        /* NULL: anything */
	const char *authorization; /* "Bearer ...", NULL: none */
	const char *form;          /* of a POST */
	size_t body_most;
	struct endpoint *endpoint; /* the registry that sends the redirects; borrowed until done */
};

/* Calls done with the final response; its `url` is the last URL. ERROR_UNTRUSTED: a
 * redirect that must not be followed. ERROR_LIMIT: too many redirects. Other errors
 * as http_send(). */
void redirect_send(struct http *http, const struct redirect_request *request, http_done *done,
		   void *data);

#endif
