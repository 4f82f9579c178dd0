#include "auth.h"
#include "client.h"
#include "endpoint.h"
#include "manifest_response.h"
#include "pagination.h"
#include "referrer_list.h"
#include "request.h"
#include "strict_json.h"
#include <digestbump/base/memory.h>
#include <digestbump/image/digest.h>
#include <digestbump/image/reference.h>
#include <digestbump/limits.h>
#include <string.h>

static const char INDEX_TYPE[] = "application/vnd.oci.image.index.v1+json";

/* What both questions have. */
struct place {
	struct registry *registry;
	struct endpoint *endpoint;
	char *host;
	char *repository;
	char *subject; /* for errors: "library/alpine@sha256:..." */
};

static void place_clear(struct place *place)
{
	free(place->host);
	free(place->repository);
	free(place->subject);
}

static struct place place_of(struct registry *registry, const char *host, const char *repository,
			     const char *digest)
{
	return (struct place){ .registry = registry,
			       .host = must_copy(host),
			       .repository = must_copy(repository),
			       .subject = must_format("%s@%s", repository, digest) };
}

/* What is asked gets into URLs: it must be what a reference is. */
static struct error *place_open(struct place *place)
{
	OWNED_STRING whole = must_format("%s/%s", place->host, place->subject);
	OWNED(reference) reference = NULL;

	TRY(reference_parse(&reference, slice_of(whole)));
	if (!reference->digest || strcmp(reference->host, place->host) != 0 ||
	    strcmp(reference->repository, place->repository) != 0)
		return error_new(ERROR_SYNTAX, "'%s' is not normalised", whole);
	return endpoint_of(&place->endpoint, place->registry, place->host);
}

static struct layout_place layout_of(const struct place *place)
{
	return (struct layout_place){ place->endpoint->directory, place->host, place->repository };
}

/* Takes error, which says what is wrong with what came as this access. */
static struct error *about(const struct place *place, const struct fetched *fetched,
			   struct error *error)
{
	if (fetched)
		error = access_redact(fetched->access, error);
	return error_wrap(error, "%s: '%s'", place->host, place->subject);
}

/* ---- the list ---- */

struct search {
	struct place place;
	char *digest;
	char *artifact_type; /* NULL: any */
	struct referrers found;
	struct strings *pages; /* queries that were asked; the first is "" */
	registry_referrers_done *done;
	void *data;
};

/* Takes error, whose text is whole; NULL: the list is. */
static void finish(struct search *search, struct error *error)
{
	search->done(search->data, error ? NULL : &search->found, error);
	place_clear(&search->place);
	free(search->digest);
	free(search->artifact_type);
	referrers_clear(&search->found);
	strings_free(search->pages);
	free(search);
}

static void fetch(struct search *search, const char *path, fetch_done *done)
{
	const struct fetching fetching = { .endpoint = search->place.endpoint,
					   .repository = search->place.repository,
					   .path = path,
					   .subject = search->place.subject,
					   .method = HTTP_GET,
					   .accept = INDEX_TYPE,
					   .body_most = MANIFEST_BYTES_MOST,
					   .may_lack = true };

	fetch_send(search->place.registry, &fetching, done, search);
}

static bool is_index(const struct http_response *response)
{
	OWNED_STRING type = http_header(response, "content-type", 0);

	return type && media_type_is_index(type);
}

/* The list behind the tag. One that is no index is as good as none
 * (distribution specification, "Listing Referrers"). */
static struct error *take_tagged(struct search *search, const struct http_response *response)
{
	OWNED_STRING digest = NULL;
	OWNED_STRING tag = referrers_tag(search->digest);

	if (response->status != 200 || !is_index(response))
		return NULL;
	TRY(answer_digest(&digest, tag, response));
	return referrers_add(&search->found, response->body, search->artifact_type);
}

static void on_tagged(void *data, const struct fetched *fetched, struct error *error)
{
	struct search *search = data;

	if (!error)
		error = about(&search->place, fetched, take_tagged(search, fetched->response));
	finish(search, error);
}

static void choose_tracked_tag(struct search *search)
{
	OWNED_STRING tag = referrers_tag(search->digest);
	OWNED_STRING path = must_format("manifests/%s", tag);

	search->found.by_tag = true;
	fetch(search, path, on_tagged);
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

static void ask_page(struct search *search);

static struct error *take_page(const char **next, struct search *search,
			       const struct http_response *response)
{
	TRY(referrers_add(&search->found, response->body, search->artifact_type));
	return pages_turn(next, search->pages, REFERRER_PAGES_MOST, response);
}

static void on_page(void *data, const struct fetched *fetched, struct error *error)
{
	struct search *search = data;
	const char *next = NULL;

	if (error) {
		finish(search, error);
		return;
	}
	const struct http_response *response = fetched->response;
	bool is_first = search->pages->count == 1;
	bool is_page = response->status == 200 && is_index(response);

	if (is_first && lacks_repository(response)) {
		error = error_new(ERROR_ABSENT, "is not there: no such repository");
	} else if (is_first && !is_page) {
		choose_tracked_tag(search);
		return;
	} else if (!is_page) {
		error = error_new(ERROR_UNTRUSTED, "its pages end with something else (HTTP %ld)",
				  response->status);
	} else {
		error = take_page(&next, search, response);
	}
	if (error || !next)
		finish(search, about(&search->place, fetched, error));
	else
		ask_page(search);
}

static void ask_page(struct search *search)
{
	const char *query = search->pages->items[search->pages->count - 1];
	OWNED_STRING path =
	    must_format("referrers/%s%s%s", search->digest, *query ? "?" : "", query);

	fetch(search, path, on_page);
}

/* A layout has no API; tools keep the list under the tag there, too. */
static struct error *read_layout(struct search *search)
{
	const struct layout_place place = layout_of(&search->place);
	OWNED_STRING tag = referrers_tag(search->digest);
	OWNED_STRING digest = NULL;
	OWNED_STRING type = NULL;
	OWNED(text) bytes = NULL;
	struct error *error =
	    layout_find(&digest, &type, &search->place.registry->layouts, &place, tag);

	search->found.by_tag = true;
	if (error && error_kind(error) == ERROR_ABSENT) {
		error_free(error);
		return NULL;
	}
	TRY(error);
	TRY(layout_blob(&bytes, &place, digest));
	return referrers_add(&search->found, text_slice(bytes), search->artifact_type);
}

static void on_search(void *data, const struct http_response *response, struct error *error)
{
	struct search *search = data;

	(void)response;
	if (!error)
		error = place_open(&search->place);
	if (error)
		finish(search, error);
	else if (search->place.endpoint->directory)
		finish(search, about(&search->place, NULL, read_layout(search)));
	else
		ask_page(search);
}

void registry_referrers(struct registry *registry, const char *host, const char *repository,
			const char *digest, const char *artifact_type,
			registry_referrers_done *done, void *data)
{
	struct search *search = must_alloc(sizeof(*search));

	*search = (struct search){ .place = place_of(registry, host, repository, digest),
				   .digest = must_copy(digest),
				   .artifact_type = must_copy(artifact_type),
				   .pages = strings_new(),
				   .done = done,
				   .data = data };
	strings_add(search->pages, "");
	http_defer(registry->http, on_search, search);
}

/* ---- one of them ---- */

struct visit {
	struct place place;
	char *digest;
	char *image;
	long long size;
	registry_referrer_done *done;
	void *data;
};

/* Takes error. */
static void leave(struct visit *visit, struct slice manifest, struct error *error)
{
	const struct slice none = { NULL, 0 };

	visit->done(visit->data, error ? none : manifest, error);
	place_clear(&visit->place);
	free(visit->digest);
	free(visit->image);
	free(visit);
}

static struct error *check_manifest(const struct visit *visit, struct slice manifest)
{
	TRY(digest_verify(visit->digest, manifest));
	if (visit->size != (long long)manifest.size)
		return error_new(ERROR_UNTRUSTED, "has %zu bytes, not %lld as was listed",
				 manifest.size, visit->size);
	return referrer_check_subject(manifest, visit->image);
}

static void on_manifest(void *data, const struct fetched *fetched, struct error *error)
{
	struct visit *visit = data;
	struct slice body = fetched ? fetched->response->body : (struct slice){ 0 };

	if (!error)
		error = about(&visit->place, fetched, check_manifest(visit, body));
	leave(visit, body, error);
}

static void fetch_manifest(struct visit *visit)
{
	OWNED_STRING path = must_format("manifests/%s", visit->digest);
	const struct fetching fetching = { .endpoint = visit->place.endpoint,
					   .repository = visit->place.repository,
					   .path = path,
					   .subject = visit->place.subject,
					   .method = HTTP_GET,
					   .accept = MANIFEST_ACCEPT,
					   .body_most = MANIFEST_BYTES_MOST };

	fetch_send(visit->place.registry, &fetching, on_manifest, visit);
}

static void read_manifest(struct visit *visit)
{
	const struct layout_place place = layout_of(&visit->place);
	OWNED(text) bytes = NULL;
	struct error *error = layout_blob(&bytes, &place, visit->digest);

	if (!error)
		error = check_manifest(visit, text_slice(bytes));
	leave(visit, bytes ? text_slice(bytes) : (struct slice){ 0 },
	      about(&visit->place, NULL, error));
}

static void on_visit(void *data, const struct http_response *response, struct error *error)
{
	struct visit *visit = data;

	(void)response;
	if (!error)
		error = place_open(&visit->place);
	if (error)
		leave(visit, (struct slice){ 0 }, error);
	else if (visit->place.endpoint->directory)
		read_manifest(visit);
	else
		fetch_manifest(visit);
}

void registry_referrer(struct registry *registry, const char *host, const char *repository,
		       const struct referrer *referrer, const char *subject,
		       registry_referrer_done *done, void *data)
{
	struct visit *visit = must_alloc(sizeof(*visit));

	*visit = (struct visit){ .place = place_of(registry, host, repository, referrer->digest),
				 .digest = must_copy(referrer->digest),
				 .image = must_copy(subject),
				 .size = referrer->size,
				 .done = done,
				 .data = data };
	http_defer(registry->http, on_visit, visit);
}
