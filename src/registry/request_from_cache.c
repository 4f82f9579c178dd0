#include "request_from_cache.h"
#include "auth.h"
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

/* Answers that are handed on to others are asked for. */
static bool answer_tag(struct registry_request *request)
{
	if (request->registry->answers)
		return false;
	OWNED_STRING scope = scope_of(request);
	OWNED_STRING digest = NULL;
	OWNED_STRING type = NULL;

	if (!cache_get_tag(&digest, &type, request->registry->cache, scope, request->tag_or_digest))
		return false;
	request->is_cached = true;
	registry_request_give_head(request, &(struct registry_head){ digest, type, -1, true });
	return true;
}

static bool answer_bytes(struct registry_request *request)
{
	const struct registry_auth *auth =
	    auth_of_repository(request->registry, request->endpoint, request->repository);
	OWNED_STRING scope = scope_of(request);
	OWNED(text)
	bytes = auth->was_authorized
		    ? cache_get(request->registry->cache, scope, request->tag_or_digest)
		    : NULL;

	if (!bytes)
		return false;
	request->is_cached = true;
	request->kind->take(request, text_slice(bytes));
	return true;
}

bool request_from_cache(struct registry_request *request)
{
	if (!has_cache(request) || request->is_fresh)
		return false;
	if (request->kind->take && digest_is_valid(request->tag_or_digest))
		return answer_bytes(request);
	return request->head_done && !digest_is_valid(request->tag_or_digest) &&
	       answer_tag(request);
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
