/* request_from_cache.h - answers requests from the cache on disk (cache.h). */
#ifndef DIGESTBUMP_SRC_REGISTRY_REQUEST_FROM_CACHE_H
#define DIGESTBUMP_SRC_REGISTRY_REQUEST_FROM_CACHE_H

#include "request_state.h"

/* Gives what the cache has of the tag that a request is about. False: nothing. */
bool request_find_cached_tag(char **digest, char **media_type,
			     const struct registry_request *request);

/* Gives the cached bytes of the digest that a request is about, where the repository
 * has answered in this run (auth: its authorization); NULL: none. */
struct text *request_find_cached_bytes(const struct registry_request *request,
				       const struct registry_auth *auth) MUST_CHECK;

/* Stores a manifest that was fetched. */
void request_cache_manifest(const struct registry_request *request, const char *digest,
			    struct slice bytes);
/* Stores the digest of a tag. */
void request_cache_tag(const struct registry_request *request, const struct registry_head *head);

#endif
