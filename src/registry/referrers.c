#include "auth.h"
#include "endpoint.h"
#include "manifest_verification.h"
#include "pagination.h"
#include "referrer_list.h"
#include "registry_client.h"
#include "request.h"
#include "strict_json.h"
#include <digestbump/base/memory.h>
#include <digestbump/image/digest.h>
#include <digestbump/image/reference.h>
#include <digestbump/limits.h>
#include <string.h>

static const char INDEX_TYPE[] = "application/vnd.oci.image.index.v1+json";

/* What both questions have. */
struct image_location {
	struct registry *registry;
	struct endpoint *endpoint;
	char *host;
	char *repository;
	char *subject; /* for errors: "library/alpine@sha256:..." */
};

static void image_location_clear(struct image_location *location)
{
	free(location->host);
	free(location->repository);
	free(location->subject);
}

static struct image_location image_location_new(struct registry *registry, const char *host,
						const char *repository, const char *digest)
{
	return (struct image_location){ .registry = registry,
					.host = must_copy(host),
					.repository = must_copy(repository),
					.subject = must_format("%s@%s", repository, digest) };
}

/* What is asked gets into URLs: it must be what a reference is. */
static struct error *image_location_check(struct image_location *location)
{
	OWNED_STRING whole = must_format("%s/%s", location->host, location->subject);
	OWNED(reference) reference = NULL;

	TRY(reference_parse(&reference, slice_of(whole)));
	if (!reference->digest || strcmp(reference->host, location->host) != 0 ||
	    strcmp(reference->repository, location->repository) != 0)
		return error_new(ERROR_SYNTAX, "'%s' is not normalised", whole);
	return registry_endpoint(&location->endpoint, location->registry, location->host);
}

static struct layout_location layout_of(const struct image_location *location)
{
	return (struct layout_location){ location->endpoint->directory, location->host,
					 location->repository };
}

/* Takes error, which says what is wrong with what came as this access. */
static struct error *about(const struct image_location *location, const struct fetch_result *result,
			   struct error *error)
{
	if (result)
		error = auth_redact(result->auth, error);
	return error_wrap(error, "%s: '%s'", location->host, location->subject);
}

/* ---- the list ---- */

struct referrer_listing {
	struct image_location location;
	char *digest;
	char *artifact_type; /* NULL: any */
	struct referrers found;
	struct strings *pages; /* queries that were asked; the first is "" */
	registry_referrers_done *done;
	void *data;
};

/* Takes error, whose text is whole; NULL: the list is. */
static void finish(struct referrer_listing *listing, struct error *error)
{
	listing->done(listing->data, error ? NULL : &listing->found, error);
	image_location_clear(&listing->location);
	free(listing->digest);
	free(listing->artifact_type);
	referrers_clear(&listing->found);
	strings_free(listing->pages);
	free(listing);
}

static void fetch(struct referrer_listing *listing, const char *path, fetch_done *done)
{
	const struct fetch_options options = { .endpoint = listing->location.endpoint,
					       .repository = listing->location.repository,
					       .path = path,
					       .subject = listing->location.subject,
					       .method = HTTP_GET,
					       .accept = INDEX_TYPE,
					       .body_most = MANIFEST_BYTES_MOST,
					       .may_be_unsupported = true };

	fetch_send(listing->location.registry, &options, done, listing);
}

static bool is_index(const struct http_response *response)
{
	OWNED_STRING type = http_header(response, "content-type", 0);

	return type && media_type_is_index(type);
}

/* The list behind the tag. One that is no index is as good as none
 * (distribution specification, "Listing Referrers"). */
static struct error *add_tagged(struct referrer_listing *listing,
				const struct http_response *response)
{
	OWNED_STRING digest = NULL;
	OWNED_STRING tag = referrers_tag(listing->digest);

	if (response->status != 200 || !is_index(response))
		return NULL;
	TRY(manifest_response_digest(&digest, tag, response));
	return referrers_add(&listing->found, response->body, listing->artifact_type);
}

static void on_tagged(void *data, const struct fetch_result *result, struct error *error)
{
	struct referrer_listing *listing = data;

	if (!error)
		error = about(&listing->location, result, add_tagged(listing, result->response));
	finish(listing, error);
}

static void choose_tracked_tag(struct referrer_listing *listing)
{
	OWNED_STRING tag = referrers_tag(listing->digest);
	OWNED_STRING path = must_format("manifests/%s", tag);

	listing->found.by_tag = true;
	fetch(listing, path, on_tagged);
}

/* A repository that is not there has no tag either (oras reads it so). */
static bool lacks_repository(const struct http_response *response)
{
	OWNED(json_t) answer = NULL;
	OWNED(error) unread = json_object_of(&answer, response->body);
	const json_t *first = unread ? NULL : json_array_get(json_member(answer, "errors"), 0);
	const char *code = first ? json_text(first, "code") : NULL;

	return response->status == 404 && code && strcmp(code, "NAME_UNKNOWN") == 0;
}

static void ask_page(struct referrer_listing *listing);

static struct error *add_page(const char **next, struct referrer_listing *listing,
			      const struct http_response *response)
{
	TRY(referrers_add(&listing->found, response->body, listing->artifact_type));
	return pagination_next(next, listing->pages, REFERRER_PAGES_MOST, response);
}

static void on_page(void *data, const struct fetch_result *result, struct error *error)
{
	struct referrer_listing *listing = data;
	const char *next = NULL;

	if (error) {
		finish(listing, error);
		return;
	}
	const struct http_response *response = result->response;
	bool is_first = listing->pages->count == 1;
	bool is_page = response->status == 200 && is_index(response);

	if (is_first && lacks_repository(response)) {
		error = error_new(ERROR_ABSENT, "repository not found");
	} else if (is_first && !is_page) {
		choose_tracked_tag(listing);
		return;
	} else if (!is_page) {
		error = error_new(ERROR_UNTRUSTED, "a page of the list is not an index (HTTP %ld)",
				  response->status);
	} else {
		error = add_page(&next, listing, response);
	}
	if (error || !next)
		finish(listing, about(&listing->location, result, error));
	else
		ask_page(listing);
}

static void ask_page(struct referrer_listing *listing)
{
	const char *query = listing->pages->items[listing->pages->count - 1];
	OWNED_STRING path =
	    must_format("referrers/%s%s%s", listing->digest, *query ? "?" : "", query);

	fetch(listing, path, on_page);
}

static struct error *read_layout_tag(struct referrer_listing *listing,
				     const struct layout_location *location)
{
	OWNED_STRING tag = referrers_tag(listing->digest);
	OWNED_STRING digest = NULL;
	OWNED_STRING type = NULL;
	OWNED(text) bytes = NULL;
	struct error *error =
	    layout_find(&digest, &type, &listing->location.registry->layouts, location, tag);

	if (error && error_kind(error) == ERROR_ABSENT) {
		error_free(error);
		return NULL;
	}
	TRY(error);
	TRY(layout_blob(&bytes, location, digest));
	return referrers_add(&listing->found, text_slice(bytes), listing->artifact_type);
}

/* A descriptor without a name, if its manifest names the image as its subject. */
static struct error *add_unnamed(struct referrer_listing *listing,
				 const struct layout_location *location,
				 const struct json_t *descriptor)
{
	const char *digest = json_text(descriptor, "digest");
	OWNED(text) bytes = NULL;

	if (!digest || !digest_is_valid(digest))
		return NULL;
	OWNED(error) unread = layout_blob(&bytes, location, digest);

	if (!unread)
		unread = referrer_check_subject(text_slice(bytes), listing->digest);
	if (unread)
		return NULL;
	OWNED(json_t)
	page = json_pack("{s:i,s:[O]}", "schemaVersion", 2, "manifests", (json_t *)descriptor);
	OWNED_STRING text = page ? json_dumps(page, JSON_COMPACT) : NULL;

	return text ? referrers_add(&listing->found, slice_of(text), listing->artifact_type) : NULL;
}

static struct error *read_unnamed(struct referrer_listing *listing,
				  const struct layout_location *location, bool is_inner)
{
	const json_t *unnamed =
	    layout_unnamed(&listing->location.registry->layouts, location, is_inner);

	if (json_array_size(unnamed) > REFERRERS_MOST)
		return error_new(ERROR_LIMIT, "more than %d manifests without a name",
				 REFERRERS_MOST);
	for (size_t i = 0; i < json_array_size(unnamed); i++)
		TRY(add_unnamed(listing, location, json_array_get(unnamed, i)));
	return NULL;
}

/* A layout has no API: tools keep the list under the tag there, too, or the referrers
 * themselves without a name. */
static struct error *read_layout(struct referrer_listing *listing)
{
	const struct layout_location location = layout_of(&listing->location);

	listing->found.by_tag = true;
	TRY(read_layout_tag(listing, &location));
	TRY(read_unnamed(listing, &location, false));
	return read_unnamed(listing, &location, true);
}

static void on_search(void *data, const struct http_response *response, struct error *error)
{
	struct referrer_listing *listing = data;

	(void)response;
	if (!error)
		error = image_location_check(&listing->location);
	if (error)
		finish(listing, error);
	else if (listing->location.endpoint->directory)
		finish(listing, about(&listing->location, NULL, read_layout(listing)));
	else
		ask_page(listing);
}

void registry_referrers(struct registry *registry, const char *host, const char *repository,
			const char *digest, const char *artifact_type,
			registry_referrers_done *done, void *data)
{
	struct referrer_listing *listing = must_alloc(sizeof(*listing));

	*listing = (struct referrer_listing){ .location = image_location_new(registry, host,
									     repository, digest),
					      .digest = must_copy(digest),
					      .artifact_type = must_copy(artifact_type),
					      .pages = strings_new(),
					      .done = done,
					      .data = data };
	strings_add(listing->pages, "");
	http_defer(registry->http, on_search, listing);
}

/* ---- one of them ---- */

struct referrer_fetch {
	struct image_location location;
	char *digest;
	char *image;
	long long size;
	registry_referrer_done *done;
	void *data;
};

/* Takes error. */
static void leave(struct referrer_fetch *fetch_one, struct slice manifest, struct error *error)
{
	const struct slice none = { NULL, 0 };

	fetch_one->done(fetch_one->data, error ? none : manifest, error);
	image_location_clear(&fetch_one->location);
	free(fetch_one->digest);
	free(fetch_one->image);
	free(fetch_one);
}

static struct error *check_manifest(const struct referrer_fetch *fetch_one, struct slice manifest)
{
	TRY(digest_verify(fetch_one->digest, manifest));
	if (fetch_one->size != (long long)manifest.size)
		return error_new(ERROR_UNTRUSTED, "has %zu bytes, but its descriptor says %lld",
				 manifest.size, fetch_one->size);
	return referrer_check_subject(manifest, fetch_one->image);
}

static void on_manifest(void *data, const struct fetch_result *result, struct error *error)
{
	struct referrer_fetch *fetch_one = data;
	struct slice body = result ? result->response->body : (struct slice){ 0 };

	if (!error)
		error = about(&fetch_one->location, result, check_manifest(fetch_one, body));
	leave(fetch_one, body, error);
}

static void fetch_manifest(struct referrer_fetch *fetch_one)
{
	OWNED_STRING path = must_format("manifests/%s", fetch_one->digest);
	const struct fetch_options options = { .endpoint = fetch_one->location.endpoint,
					       .repository = fetch_one->location.repository,
					       .path = path,
					       .subject = fetch_one->location.subject,
					       .method = HTTP_GET,
					       .accept = MANIFEST_ACCEPT,
					       .body_most = MANIFEST_BYTES_MOST };

	fetch_send(fetch_one->location.registry, &options, on_manifest, fetch_one);
}

static void read_manifest(struct referrer_fetch *fetch_one)
{
	const struct layout_location location = layout_of(&fetch_one->location);
	OWNED(text) bytes = NULL;
	struct error *error = layout_blob(&bytes, &location, fetch_one->digest);

	if (!error)
		error = check_manifest(fetch_one, text_slice(bytes));
	leave(fetch_one, bytes ? text_slice(bytes) : (struct slice){ 0 },
	      about(&fetch_one->location, NULL, error));
}

static void on_visit(void *data, const struct http_response *response, struct error *error)
{
	struct referrer_fetch *fetch_one = data;

	(void)response;
	if (!error)
		error = image_location_check(&fetch_one->location);
	if (error)
		leave(fetch_one, (struct slice){ 0 }, error);
	else if (fetch_one->location.endpoint->directory)
		read_manifest(fetch_one);
	else
		fetch_manifest(fetch_one);
}

void registry_referrer(struct registry *registry, const char *host, const char *repository,
		       const struct referrer *referrer, const char *subject,
		       registry_referrer_done *done, void *data)
{
	struct referrer_fetch *fetch_one = must_alloc(sizeof(*fetch_one));

	*fetch_one =
	    (struct referrer_fetch){ .location = image_location_new(registry, host, repository,
								    referrer->digest),
				     .digest = must_copy(referrer->digest),
				     .image = must_copy(subject),
				     .size = referrer->size,
				     .done = done,
				     .data = data };
	http_defer(registry->http, on_visit, fetch_one);
}
