#include "request_cache.h"
#include "auth.h"
#include <digestbump/base/memory.h>
#include <digestbump/image/digest.h>
#include <digestbump/registry/cache.h>

/* Gives what tells one repository at one endpoint from all others: its URL. */
static char *scope_of(const struct errand *errand)
{
	return endpoint_url(errand->endpoint, errand->repository, "");
}

static bool has_cache(const struct errand *errand)
{
	return errand->registry->cache && !errand->endpoint->directory;
}

static bool answer_tag(struct errand *errand)
{
	OWNED_STRING scope = scope_of(errand);
	OWNED_STRING digest = NULL;
	OWNED_STRING type = NULL;

	if (!cache_find_tag(&digest, &type, errand->registry->cache, scope, errand->what))
		return false;
	errand->is_cached = true;
	errand_give_head(errand, &(struct registry_head){ digest, type });
	return true;
}

static bool answer_bytes(struct errand *errand)
{
	const struct access *access =
	    access_of(errand->registry, errand->endpoint, errand->repository);
	OWNED_STRING scope = scope_of(errand);
	OWNED(text)
	bytes =
	    access->was_let_in ? cache_find(errand->registry->cache, scope, errand->what) : NULL;

	if (!bytes)
		return false;
	errand->is_cached = true;
	errand->kind->take(errand, text_slice(bytes));
	return true;
}

bool store_answers(struct errand *errand)
{
	if (!has_cache(errand))
		return false;
	if (errand->kind->take && digest_is_valid(errand->what))
		return answer_bytes(errand);
	return errand->head_done && !digest_is_valid(errand->what) && answer_tag(errand);
}

void store_manifest(const struct errand *errand, const char *digest, struct slice bytes)
{
	if (!has_cache(errand) || errand->is_cached)
		return;
	OWNED_STRING scope = scope_of(errand);

	cache_keep(errand->registry->cache, scope, digest, bytes);
}

void store_tag(const struct errand *errand, const struct registry_head *head)
{
	if (!errand->endpoint || !has_cache(errand) || errand->is_cached || !head->digest ||
	    digest_is_valid(errand->what))
		return;
	OWNED_STRING scope = scope_of(errand);

	cache_keep_tag(errand->registry->cache, scope, errand->what, head->digest,
		       head->media_type);
}
