/* request_state.h - what is known of a request (request.h) while it is under way. */
#ifndef DIGESTBUMP_SRC_REGISTRY_REQUEST_STATE_H
#define DIGESTBUMP_SRC_REGISTRY_REQUEST_STATE_H

#include "authenticated_fetch.h"
#include "endpoint.h"
#include "oci_layout.h"
#include "registry_client.h"

struct registry_request {
	const struct registry_request_kind *kind;
	struct registry *registry;
	struct endpoint *endpoint;
	char *host;
	char *repository;
	char *tag_or_digest; /* tag or digest; a configuration's digest */
	char *subject;       /* "library/alpine:3.20" */
	char *image;         /* the image of the configuration; NULL: a manifest is requested */
	bool is_second;
	bool is_from_answers;             /* answered without a request */
	const struct registry_auth *auth; /* used for the response; NULL: none yet; borrowed */
	bool is_cached;                   /* answered from the cache */
	bool is_fresh;                    /* the cache must not be used */
	registry_head_done *head_done;    /* one of the two is set */
	registry_manifest_done *manifest_done;
	void *data;
};

/* The operations of one kind of request. */
struct registry_request_kind {
	enum http_method method;
	const char *folder; /* of the API, below the repository */
	const char *accept;
	void (*answer)(struct registry_request *request, const struct fetch_result *result);
	void (*read)(struct registry_request *request); /* the same from a layout */

	/* The same with bytes that have the digest; NULL: not supported. */
	void (*take)(struct registry_request *request, struct slice bytes);
};

#endif
