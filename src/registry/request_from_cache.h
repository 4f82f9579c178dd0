/* request_from_cache.h - requests and the cache on disk (cache.h). */
#ifndef DIGESTBUMP_SRC_REGISTRY_REQUEST_FROM_CACHE_H
#define DIGESTBUMP_SRC_REGISTRY_REQUEST_FROM_CACHE_H

#include "request.h"

/* True when the cache answered (and ended) the request. */
bool request_from_cache(struct registry_request *request);

/* Keeps what came from the network, for other runs. */
void request_cache_manifest(const struct registry_request *request, const char *digest,
			    struct slice bytes);
void request_cache_tag(const struct registry_request *request, const struct registry_head *head);

#endif
