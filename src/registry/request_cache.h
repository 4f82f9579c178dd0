/* request_cache.h - errands and the cache on disk (cache.h). */
#ifndef DIGESTBUMP_SRC_REGISTRY_REQUEST_CACHE_H
#define DIGESTBUMP_SRC_REGISTRY_REQUEST_CACHE_H

#include "request.h"

/* True when the cache answered (and ended) the errand. */
bool store_answers(struct errand *errand);

/* Keeps what came from the network, for other runs. */
void store_manifest(const struct errand *errand, const char *digest, struct slice bytes);
void store_tag(const struct errand *errand, const struct registry_head *head);

#endif
