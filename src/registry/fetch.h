/* fetch.h - one authenticated GET or HEAD below a repository.
 *
 * Answers 401 by way of access.h, follows redirects by way of travel.h, asks
 * with GET where HEAD is refused, and makes an error of every status but 200.
 */
#ifndef DIGESTBUMP_SRC_REGISTRY_FETCH_H
#define DIGESTBUMP_SRC_REGISTRY_FETCH_H

#include "client.h"
#include "endpoint.h"

struct access;

/* Copied by fetch_send(). */
struct fetching {
	struct endpoint *endpoint; /* borrowed; no layout */
	const char *repository;
	const char *path;    /* below the repository: "manifests/3.20" */
	const char *subject; /* for errors: "library/alpine:3.20" */
	enum http_method method;
	const char *accept;
	size_t body_most;
	bool may_lack; /* 400, 404, 405 and 406 are answers: the registry may not know the path */
};

/* What came. Borrowed for the callback only. */
struct fetched {
	const struct http_response *response; /* its status is 200, or see may_lack */
	bool has_body;                        /* false: it answers a HEAD */
	const struct access *access;          /* whose secrets errors about it must not show */
};

/* Called once, from http_run(). Exactly one is given. Takes error. */
typedef void fetch_done(void *data, const struct fetched *fetched, struct error *error);

void fetch_send(struct registry *registry, const struct fetching *fetching, fetch_done *done,
		void *data);

#endif
