/* request.h - one request to the client, until its callback.
 *
 * All three kinds are handled alike: deferred into http_run(), checked, then
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

/* Each calls the callback and ends the request. */
void registry_request_give_head(struct registry_request *request, const struct registry_head *head);
/* Answers with a manifest, borrowed for the call. */
void registry_request_give_manifest(struct registry_request *request,
				    const struct manifest *manifest);

/* Takes error and passes it on unchanged. Ends the request. */
void registry_request_fail(struct registry_request *request, struct error *error);

/* Takes error, about an invalid response; adds the registry and the subject in
 * front and removes secrets that the response echoes. Ends the
 * request. */
void registry_request_reject(struct registry_request *request, struct error *error);

/* As registry_request_reject(), for bytes with a wrong digest, but retries once first:
 * proxy caches have served broken bodies. */
void registry_request_retry_or_reject(struct registry_request *request, struct error *error);

/* The location of the request in its layout. Borrowed from the request. */
struct layout_location registry_request_layout(const struct registry_request *request);

/* Sets *out to the endpoint of a host; owned by the registry (registry.c). */
struct error *registry_endpoint(struct endpoint **out, struct registry *registry, const char *host)
    MUST_CHECK;

#endif
