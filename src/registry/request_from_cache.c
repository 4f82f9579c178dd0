#include "request_from_cache.h"
#include "auth_state.h"
#include <digestbump/base/memory.h>
#include <digestbump/image/digest.h>
#include <digestbump/registry/cache.h>

/* Gives what tells one repository at one endpoint from all others: its URL. */
static char *scope_of(const struct registry_request *request)
{
	return endpoint_url(request->endpoint, request->repository, "");
}

static bool has_cache(const struct registry_request *request)
{
	return request->registry->cache && !request->endpoint->directory;
}

/* Answers that are exported are asked for. */
bool request_find_cached_tag(char **digest, char **media_type,
			     const struct registry_request *request)
{
	if (!has_cache(request) || request->is_fresh || request->registry->answers ||
	    !request->head_done || digest_is_valid(request->tag_or_digest))
		return false;
	OWNED_STRING scope = scope_of(request);

	return cache_get_tag(digest, media_type, request->registry->cache, scope,
			     request->tag_or_digest);
}

struct text *request_find_cached_bytes(const struct registry_request *request,
				       const struct registry_auth *auth)
{
	if (!has_cache(request) || request->is_fresh || !request->kind->take ||
	    !digest_is_valid(request->tag_or_digest) || !auth->was_authorized)
		return NULL;
	OWNED_STRING scope = scope_of(request);

	return cache_get(request->registry->cache, scope, request->tag_or_digest);
}

void request_cache_manifest(const struct registry_request *request, const char *digest,
			    struct slice bytes)
{
	if (!has_cache(request) || request->is_cached)
		return;
	OWNED_STRING scope = scope_of(request);

	cache_put(request->registry->cache, scope, digest, bytes);
}

void request_cache_tag(const struct registry_request *request, const struct registry_head *head)
{
	if (!request->endpoint || !has_cache(request) || request->is_cached || !head->digest ||
	    digest_is_valid(request->tag_or_digest))
		return;
	OWNED_STRING scope = scope_of(request);

	cache_put_tag(request->registry->cache, scope, request->tag_or_digest, head->digest,
		      head->media_type);
}
