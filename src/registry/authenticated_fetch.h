/* authenticated_fetch.h - one authenticated GET or HEAD below a repository.
 *
 * Handles 401 with auth.h and redirects with redirect.h, uses GET when HEAD is
 * refused, and gives an error for every status except 200.
 */
#ifndef DIGESTBUMP_SRC_REGISTRY_AUTHENTICATED_FETCH_H
#define DIGESTBUMP_SRC_REGISTRY_AUTHENTICATED_FETCH_H

#include "endpoint.h"
#include "registry_client.h"

struct registry_auth;

/* Copied by fetch_send(). */
struct fetch_options {
	struct endpoint *endpoint; /* borrowed; not a layout */
	const char *repository;
	const char *path;    /* below the repository: "manifests/3.20" */
	const char *subject; /* for errors: "library/alpine:3.20" */
	enum http_method method;
	const char *accept;
	size_t body_most;
	bool may_be_unsupported; /* 400, 404, 405 and 406 are results: the registry may lack the
				    API */
};

/* The result. Borrowed for the callback only. */
struct fetch_result {
	const struct http_response *response; /* its status is 200, or see may_be_unsupported */
	bool has_body;                        /* false: the response to a HEAD */
	const struct registry_auth *auth;     /* for removing its secrets from errors */
};

/* Called once, from http_run(). Exactly one is given. Takes error. */
typedef void fetch_done(void *data, const struct fetch_result *result, struct error *error);

/* Sends one request. Copies options, except what they borrow. */
void fetch_send(struct registry *registry, const struct fetch_options *options, fetch_done *done,
		void *data);

#endif
