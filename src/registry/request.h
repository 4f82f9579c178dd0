/* request.h - one thing that was asked of the client, until it is answered.
 *
 * Three kinds of them share the way: deferred into http_run(), checked, then
 * fetched from a registry or read from a layout.
 */
#ifndef DIGESTBUMP_SRC_REGISTRY_REQUEST_H
#define DIGESTBUMP_SRC_REGISTRY_REQUEST_H

#include "request_state.h"

/* Gives a request on its way, to be completed by the caller: nobody is called
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
