#include "auth.h"
#include "client.h"
#include "manifest_response.h"
#include "request.h"
#include "request_cache.h"
#include <assert.h>
#include <digestbump/base/memory.h>
#include <digestbump/image/digest.h>

/* ---- the client ---- */

struct error *registry_new(struct registry **out, struct http *http, const struct config *config,
			   const struct credentials *credentials)
{
	struct registry *registry = must_alloc(sizeof(*registry));

	*registry = (struct registry){ .http = http,
				       .config = config,
				       .credentials = credentials,
				       .endpoints = map_new(),
				       .accesses = map_new() };
	*out = registry;
	return NULL;
}

void registry_free(struct registry *registry)
{
	if (!registry)
		return;
	for (size_t i = 0; i < map_count(registry->accesses); i++)
		access_free(map_value(registry->accesses, i));
	for (size_t i = 0; i < map_count(registry->endpoints); i++)
		endpoint_free(map_value(registry->endpoints, i));
	map_free(registry->accesses);
	map_free(registry->endpoints);
	layouts_clear(&registry->layouts);
	free(registry);
}

void registry_use_answers(struct registry *registry, struct answers *answers, enum answers_use use)
{
	registry->answers = answers;
	registry->use = use;
}

void registry_use_cache(struct registry *registry, struct cache *cache)
{
	registry->cache = cache;
}

struct error *endpoint_of(struct endpoint **out, struct registry *registry, const char *host)
{
	struct endpoint *endpoint = map_get(registry->endpoints, host);

	if (!endpoint) {
		TRY(endpoint_new(&endpoint, registry->config, host));
		map_set(registry->endpoints, host, endpoint);
	}
	*out = endpoint;
	return NULL;
}

bool registry_rate(struct registry_rate *out, const struct registry *registry, const char *host)
{
	const struct endpoint *endpoint = map_get(registry->endpoints, host);

	if (!endpoint || !endpoint->has_rate)
		return false;
	*out = endpoint->rate;
	return true;
}

/* ---- a manifest ---- */

static void take_manifest(struct errand *errand, const char *digest, const char *type,
			  struct slice bytes)
{
	OWNED(manifest) manifest = NULL;
	struct error *error = manifest_parse(&manifest, digest, type, bytes);

	if (error) {
		errand_refuse(errand, error);
		return;
	}
	store_manifest(errand, digest, bytes);
	manifest->is_cached = errand->is_cached;
	errand_give_manifest(errand, manifest);
}

static void take_cached_manifest(struct errand *errand, struct slice bytes)
{
	take_manifest(errand, errand->what, NULL, bytes);
}

static void answer_with_manifest(struct errand *errand, const struct fetched *fetched)
{
	OWNED_STRING digest = NULL;
	OWNED_STRING type = http_header(fetched->response, "content-type", 0);
	struct error *error = answer_digest(&digest, errand->what, fetched->response);

	if (error)
		errand_doubt(errand, error);
	else
		take_manifest(errand, digest, type, fetched->response->body);
}

/* Gives the digest that the errand is about. */
static struct error *find_in_layout(char **digest, char **type, struct errand *errand)
{
	struct layout_place place = errand_place(errand);

	if (!digest_is_valid(errand->what))
		return layout_find(digest, type, &errand->registry->layouts, &place, errand->what);
	*digest = must_copy(errand->what);
	return NULL;
}

static void read_manifest(struct errand *errand)
{
	struct layout_place place = errand_place(errand);
	OWNED_STRING digest = NULL;
	OWNED_STRING type = NULL;
	OWNED(text) bytes = NULL;
	struct error *error = find_in_layout(&digest, &type, errand);

	if (!error)
		error = layout_blob(&bytes, &place, digest);
	if (error)
		errand_refuse(errand, error);
	else
		take_manifest(errand, digest, type, text_slice(bytes));
}

static const struct errand_kind manifest_kind = {
	.method = HTTP_GET,
	.folder = "manifests",
	.accept = MANIFEST_ACCEPT,
	.answer = answer_with_manifest,
	.read = read_manifest,
	.take = take_cached_manifest,
};

void registry_manifest(struct registry *registry, const char *host, const char *repository,
		       const char *what, registry_manifest_done *done, void *data)
{
	struct errand *errand = errand_start(registry, &manifest_kind, host, repository, what);

	errand->manifest_done = done;
	errand->data = data;
}

/* ---- a head ---- */

static struct error *head_of(char **digest, char **type, const struct errand *errand,
			     const struct fetched *fetched)
{
	OWNED(manifest) manifest = NULL;
	OWNED_STRING said = http_header(fetched->response, "content-type", 0);
	OWNED_STRING computed = NULL;

	if (!fetched->has_body)
		return answer_head(digest, type, errand->what, fetched->response);
	TRY(answer_digest(&computed, errand->what, fetched->response));
	TRY(manifest_parse(&manifest, computed, said, fetched->response->body));
	*digest = pass_on(&computed);
	*type = must_copy(manifest->media_type);
	return NULL;
}

static void answer_with_head(struct errand *errand, const struct fetched *fetched)
{
	OWNED_STRING digest = NULL;
	OWNED_STRING type = NULL;
	struct error *error = head_of(&digest, &type, errand, fetched);

	if (error)
		errand_refuse(errand, error);
	else
		errand_give_head(errand, &(struct registry_head){ digest, type });
}

static void read_head(struct errand *errand)
{
	OWNED_STRING digest = NULL;
	OWNED_STRING type = NULL;
	OWNED(text) bytes = NULL;
	struct layout_place place = errand_place(errand);
	struct error *error = find_in_layout(&digest, &type, errand);

	/* A tag is found in the index; a digest only among the blobs. */
	if (!error && digest_is_valid(errand->what))
		error = layout_blob(&bytes, &place, digest);
	if (error)
		errand_refuse(errand, error);
	else
		errand_give_head(errand, &(struct registry_head){ digest, type });
}

static const struct errand_kind head_kind = {
	.method = HTTP_HEAD,
	.folder = "manifests",
	.accept = MANIFEST_ACCEPT,
	.answer = answer_with_head,
	.read = read_head,
};

void registry_head(struct registry *registry, const char *host, const char *repository,
		   const char *what, registry_head_done *done, void *data)
{
	struct errand *errand = errand_start(registry, &head_kind, host, repository, what);

	errand->head_done = done;
	errand->data = data;
}

/* ---- a platform ---- */

static void take_config(struct errand *errand, struct slice bytes)
{
	OWNED(manifest) manifest = NULL;
	struct error *error = answer_platform(&manifest, errand->image, bytes);

	if (error) {
		errand_refuse(errand, error);
		return;
	}
	store_manifest(errand, errand->what, bytes);
	errand_give_manifest(errand, manifest);
}

static void answer_with_platform(struct errand *errand, const struct fetched *fetched)
{
	struct error *error = digest_verify(errand->what, fetched->response->body);

	if (error)
		errand_doubt(errand, error);
	else
		take_config(errand, fetched->response->body);
}

static void read_platform(struct errand *errand)
{
	struct layout_place place = errand_place(errand);
	OWNED(text) bytes = NULL;
	struct error *error = layout_blob(&bytes, &place, errand->what);

	if (error)
		errand_refuse(errand, error);
	else
		take_config(errand, text_slice(bytes));
}

static const struct errand_kind platform_kind = {
	.method = HTTP_GET,
	.folder = "blobs",
	.accept = "*/*",
	.answer = answer_with_platform,
	.read = read_platform,
	.take = take_config,
};

void registry_platform(struct registry *registry, const char *host, const char *repository,
		       const struct manifest *manifest, registry_manifest_done *done, void *data)
{
	assert(manifest->config_digest);
	struct errand *errand =
	    errand_start(registry, &platform_kind, host, repository, manifest->config_digest);

	errand->image = must_copy(manifest->digest);
	errand->manifest_done = done;
	errand->data = data;
}
