#include "auth.h"
#include "manifest_verification.h"
#include "registry_client.h"
#include "request.h"
#include "request_from_cache.h"
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
				       .auths = map_new() };
	*out = registry;
	return NULL;
}

void registry_free(struct registry *registry)
{
	if (!registry)
		return;
	for (size_t i = 0; i < map_count(registry->auths); i++)
		auth_free(map_value(registry->auths, i));
	for (size_t i = 0; i < map_count(registry->endpoints); i++)
		endpoint_free(map_value(registry->endpoints, i));
	map_free(registry->auths);
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

struct error *registry_endpoint(struct endpoint **out, struct registry *registry, const char *host)
{
	struct endpoint *endpoint = map_get(registry->endpoints, host);

	if (!endpoint) {
		TRY(endpoint_new(&endpoint, registry->config, host));
		map_set(registry->endpoints, host, endpoint);
	}
	*out = endpoint;
	return NULL;
}

bool registry_has_wrong_head(const struct registry *registry, const char *host)
{
	const struct endpoint *endpoint = map_get(registry->endpoints, host);

	return endpoint && endpoint->has_wrong_head;
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

static void receive_manifest(struct registry_request *request, const char *digest, const char *type,
			     struct slice bytes)
{
	OWNED(manifest) manifest = NULL;
	struct error *error = manifest_parse(&manifest, digest, type, bytes);

	if (error) {
		registry_request_reject(request, error);
		return;
	}
	request_cache_manifest(request, digest, bytes);
	manifest->is_cached = request->is_cached;
	registry_request_give_manifest(request, manifest);
}

static void receive_cached_manifest(struct registry_request *request, struct slice bytes)
{
	receive_manifest(request, request->tag_or_digest, NULL, bytes);
}

static void answer_with_manifest(struct registry_request *request,
				 const struct fetch_result *result)
{
	OWNED_STRING digest = NULL;
	OWNED_STRING type = http_header(result->response, "content-type", 0);
	struct error *error =
	    manifest_response_digest(&digest, request->tag_or_digest, result->response);

	if (error)
		registry_request_retry_or_reject(request, error);
	else
		receive_manifest(request, digest, type, result->response->body);
}

/* Gives the digest that the request is about. */
static struct error *find_in_layout(char **digest, char **type, struct registry_request *request)
{
	struct layout_location location = registry_request_layout(request);

	if (!digest_is_valid(request->tag_or_digest))
		return layout_find(digest, type, &request->registry->layouts, &location,
				   request->tag_or_digest);
	*digest = must_copy(request->tag_or_digest);
	return NULL;
}

static void read_manifest(struct registry_request *request)
{
	struct layout_location location = registry_request_layout(request);
	OWNED_STRING digest = NULL;
	OWNED_STRING type = NULL;
	OWNED(text) bytes = NULL;
	struct error *error = find_in_layout(&digest, &type, request);

	if (!error)
		error = layout_blob(&bytes, &location, digest);
	if (error)
		registry_request_reject(request, error);
	else
		receive_manifest(request, digest, type, text_slice(bytes));
}

static const struct registry_request_kind manifest_kind = {
	.method = HTTP_GET,
	.folder = "manifests",
	.accept = MANIFEST_ACCEPT,
	.answer = answer_with_manifest,
	.read = read_manifest,
	.take = receive_cached_manifest,
};

void registry_manifest(struct registry *registry, const char *host, const char *repository,
		       const char *tag_or_digest, registry_manifest_done *done, void *data)
{
	struct registry_request *request =
	    registry_request_start(registry, &manifest_kind, host, repository, tag_or_digest);

	request->manifest_done = done;
	request->data = data;
}

/* ---- a head ---- */

static struct error *head_of(char **digest, char **type, const struct registry_request *request,
			     const struct fetch_result *result)
{
	OWNED(manifest) manifest = NULL;
	OWNED_STRING said = http_header(result->response, "content-type", 0);
	OWNED_STRING computed = NULL;

	if (!result->has_body)
		return manifest_response_head(digest, type, request->tag_or_digest,
					      result->response);
	TRY(manifest_response_digest(&computed, request->tag_or_digest, result->response));
	TRY(manifest_parse(&manifest, computed, said, result->response->body));
	*digest = pass_on(&computed);
	*type = must_copy(manifest->media_type);
	return NULL;
}

static long long head_size(const struct fetch_result *result)
{
	return result->has_body ? (long long)result->response->body.size
				: manifest_response_size(result->response);
}

static void answer_with_head(struct registry_request *request, const struct fetch_result *result)
{
	OWNED_STRING digest = NULL;
	OWNED_STRING type = NULL;
	struct error *error = head_of(&digest, &type, request, result);

	if (error)
		registry_request_reject(request, error);
	else
		registry_request_give_head(request, &(struct registry_head){
							digest, type, head_size(result), false });
}

static void read_head(struct registry_request *request)
{
	OWNED_STRING digest = NULL;
	OWNED_STRING type = NULL;
	OWNED(text) bytes = NULL;
	struct layout_location location = registry_request_layout(request);
	struct error *error = find_in_layout(&digest, &type, request);

	/* A tag is found in the index; a digest only among the blobs. */
	if (!error && digest_is_valid(request->tag_or_digest))
		error = layout_blob(&bytes, &location, digest);
	if (error)
		registry_request_reject(request, error);
	else
		registry_request_give_head(request,
					   &(struct registry_head){ digest, type, -1, false });
}

static const struct registry_request_kind head_kind = {
	.method = HTTP_HEAD,
	.folder = "manifests",
	.accept = MANIFEST_ACCEPT,
	.answer = answer_with_head,
	.read = read_head,
};

static struct registry_request *start_head(struct registry *registry, const char *host,
					   const char *repository, const char *tag_or_digest)
{
	return registry_request_start(registry, &head_kind, host, repository, tag_or_digest);
}

void registry_head(struct registry *registry, const char *host, const char *repository,
		   const char *tag_or_digest, registry_head_done *done, void *data)
{
	struct registry_request *request = start_head(registry, host, repository, tag_or_digest);

	request->head_done = done;
	request->data = data;
}

void registry_head_again(struct registry *registry, const char *host, const char *repository,
			 const char *tag_or_digest, registry_head_done *done, void *data)
{
	struct registry_request *request = start_head(registry, host, repository, tag_or_digest);

	request->head_done = done;
	request->data = data;
	request->is_fresh = true;
}

/* ---- a platform ---- */

static void receive_config(struct registry_request *request, struct slice bytes)
{
	OWNED(manifest) manifest = NULL;
	struct error *error = platform_from_config(&manifest, request->image, bytes);

	if (error) {
		registry_request_reject(request, error);
		return;
	}
	request_cache_manifest(request, request->tag_or_digest, bytes);
	registry_request_give_manifest(request, manifest);
}

static void answer_with_platform(struct registry_request *request,
				 const struct fetch_result *result)
{
	struct error *error = digest_verify(request->tag_or_digest, result->response->body);

	if (error)
		registry_request_retry_or_reject(request, error);
	else
		receive_config(request, result->response->body);
}

static void read_platform(struct registry_request *request)
{
	struct layout_location location = registry_request_layout(request);
	OWNED(text) bytes = NULL;
	struct error *error = layout_blob(&bytes, &location, request->tag_or_digest);

	if (error)
		registry_request_reject(request, error);
	else
		receive_config(request, text_slice(bytes));
}

static const struct registry_request_kind platform_kind = {
	.method = HTTP_GET,
	.folder = "blobs",
	.accept = "*/*",
	.answer = answer_with_platform,
	.read = read_platform,
	.take = receive_config,
};

void registry_platform(struct registry *registry, const char *host, const char *repository,
		       const struct manifest *manifest, registry_manifest_done *done, void *data)
{
	assert(manifest->config_digest);
	struct registry_request *request =
	    registry_request_start(registry, &platform_kind, host, repository,
				   manifest->config_digest);

	request->image = must_copy(manifest->digest);
	request->manifest_done = done;
	request->data = data;
}
