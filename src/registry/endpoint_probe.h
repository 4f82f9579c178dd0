/* endpoint_probe.h - checks whether an endpoint is a registry.
 *
 * A web server, or a registry with a wrong path in the configuration, responds with 404 to
 * everything: that does not mean that an image does not exist.
 */
#ifndef DIGESTBUMP_SRC_REGISTRY_ENDPOINT_PROBE_H
#define DIGESTBUMP_SRC_REGISTRY_ENDPOINT_PROBE_H

#include "endpoint.h"
#include <digestbump/http/http.h>

/* True for a response that only a registry gives: its version header, or an error of the
 * distribution specification. */
bool is_registry_response(const struct http_response *response);

/* Requests /v2/, once for all callers, sets endpoint->api and calls done. */
void endpoint_probe(struct endpoint *endpoint, struct http *http, waiter_done *done, void *data);

/* Gives the error for an endpoint that is not a registry. */
struct error *endpoint_none_error(const struct endpoint *endpoint) MUST_CHECK;

#endif
