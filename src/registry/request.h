/* request.h - one thing that was asked of the client, until it is answered.
 *
 * Three kinds of them share the way: deferred into http_run(), checked, then
 * fetched from a registry or read from a layout.
 */
#ifndef DIGESTBUMP_SRC_REGISTRY_REQUEST_H
#define DIGESTBUMP_SRC_REGISTRY_REQUEST_H

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
	char *image;         /* whose configuration it is; NULL: a manifest is asked for */
	bool is_second;
	bool is_from_answers;             /* answered without asking */
	const struct registry_auth *auth; /* as whom it was asked, when something came; borrowed */
	bool is_cached;                   /* answered from the disk */
	bool is_fresh;                    /* must not be */
	registry_head_done *head_done;    /* one of the two */
	registry_manifest_done *manifest_done;
	void *data;
};

/* What the kinds differ in. */
struct registry_request_kind {
	enum http_method method;
	const char *folder; /* of the API, below the repository */
	const char *accept;
	void (*answer)(struct registry_request *request, const struct fetch_result *result);
	void (*read)(struct registry_request *request); /* the same, out of a layout */

	/* The same of bytes that have the digest; NULL: there are none. */
	void (*take)(struct registry_request *request, struct slice bytes);
};

/* Gives an request on its way, to be completed by the caller: nobody is called
 * back before http_run(). */
struct registry_request *registry_request_start(struct registry *registry,
						const struct registry_request_kind *kind,
						const char *host, const char *repository,
						const char *tag_or_digest);

/* Each answers and ends the request. */
void registry_request_give_head(struct registry_request *request, const struct registry_head *head);
void registry_request_give_manifest(struct registry_request *request,
				    const struct manifest *manifest);

/* Takes error, whose text is whole. Ends the request. */
void registry_request_fail(struct registry_request *request, struct error *error);

/* Takes error, which says what is wrong with the answer; the registry and the
 * subject are put in front, secrets that the answer echoes taken out. Ends the
 * request. */
void registry_request_reject(struct registry_request *request, struct error *error);

/* As registry_request_reject(), for bytes of another digest, but proxy caches have served
 * broken bodies: one fresh try comes before it is believed. */
void registry_request_retry_or_reject(struct registry_request *request, struct error *error);

/* Where the request's things are in its layout. Borrowed from the request. */
struct layout_location registry_request_layout(const struct registry_request *request);

/* Gives the endpoint of a host; it belongs to the registry (registry.c). */
struct error *registry_endpoint(struct endpoint **out, struct registry *registry, const char *host)
    MUST_CHECK;

#endif
