/* endpoint_probe.h - is there a registry at an endpoint at all.
 *
 * A web server, or a registry whose path was written wrongly, answers everything with 404: that
 * says nothing of an image.
 */
#ifndef DIGESTBUMP_SRC_REGISTRY_ENDPOINT_PROBE_H
#define DIGESTBUMP_SRC_REGISTRY_ENDPOINT_PROBE_H

#include "endpoint.h"
#include <digestbump/http/http.h>

/* True for a response that only a registry gives: its version header, or an error of the
 * distribution specification. */
bool is_registry_response(const struct http_response *response);

/* Asks for /v2/, once for all who wait, and sets endpoint->api. Calls done then. */
void endpoint_probe(struct endpoint *endpoint, struct http *http, waiter_done *done, void *data);

/* Gives the error of an endpoint that is none. */
struct error *endpoint_none_error(const struct endpoint *endpoint) MUST_CHECK;

#endif
