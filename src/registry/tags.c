#include "authenticated_fetch.h"
#include "endpoint.h"
#include "pagination.h"
#include "registry_client.h"
#include "request.h"
#include "request_from_answers.h"
#include "tags_page.h"
#include <digestbump/base/log.h>
#include <digestbump/base/memory.h>
#include <digestbump/image/reference.h>
#include <digestbump/limits.h>
#include <string.h>

/* ECR refuses more than a thousand a page; who knows no n sends all. */
static const char first_page[] = "n=1000";

/* One list on its way, page by page. */
struct listing {
	struct registry *registry;
	struct endpoint *endpoint;
	char *host;
	char *repository;
	char *subject; /* for errors */
	struct strings *tags;
	struct strings *pages; /* queries that were asked */
	registry_tags_done *done;
	void *data;
};

static void end(struct listing *listing, const struct strings *tags, struct error *error)
{
	registry_tags_done *done = listing->done;
	void *data = listing->data;
	struct strings *own = listing->tags;

	strings_free(listing->pages);
	free(listing->host);
	free(listing->repository);
	free(listing->subject);
	free(listing);
	done(data, error ? NULL : tags, error);
	strings_free(own);
}

/* Takes error, whose text is whole; NULL: the list is. */
static void finish(struct listing *listing, struct error *error)
{
	tags_record(listing->registry, listing->host, listing->repository, listing->tags, error);
	end(listing, listing->tags, error);
}

/* Takes error, which says what is wrong with the answer; NULL: nothing is. */
static void finish_page(struct listing *listing, struct error *error)
{
	finish(listing, error_wrap(error, "%s: '%s'", listing->host, listing->subject));
}

static struct error *add_page(struct listing *listing, struct slice body)
{
	size_t others = 0;

	TRY(tags_page_read(listing->tags, &others, body));
	if (others)
		log_debug("%s: '%s' lists %zu that are no tags", listing->host, listing->subject,
			  others);
	return NULL;
}

static void ask_page(struct listing *listing);

static void on_page(void *data, const struct fetch_result *result, struct error *error)
{
	struct listing *listing = data;
	const char *query = NULL;

	if (error) {
		finish(listing, error);
		return;
	}
	error = add_page(listing, result->response->body);
	if (!error)
		error = pagination_next(&query, listing->pages, TAG_PAGES_MOST, result->response);
	if (error || !query)
		finish_page(listing, error);
	else
		ask_page(listing);
}

static void ask_page(struct listing *listing)
{
	OWNED_STRING path =
	    must_format("tags/list?%s", listing->pages->items[listing->pages->count - 1]);
	const struct fetch_options options = { .endpoint = listing->endpoint,
					       .repository = listing->repository,
					       .path = path,
					       .subject = listing->subject,
					       .method = HTTP_GET,
					       .accept = "application/json",
					       .body_most = TAG_PAGE_BYTES_MOST };

	fetch_send(listing->registry, &options, on_page, listing);
}

static struct error *check(const struct listing *listing)
{
	OWNED_STRING whole = must_format("%s/%s", listing->host, listing->repository);
	OWNED(reference) reference = NULL;

	TRY(reference_parse(&reference, slice_of(whole)));
	if (reference->tag || reference->digest || strcmp(reference->name, whole) != 0)
		return error_new(ERROR_SYNTAX, "'%s' is not normalised", whole);
	return NULL;
}

static void read_layout(struct listing *listing)
{
	const struct layout_location location = { listing->endpoint->directory, listing->host,
						  listing->repository };

	finish_page(listing, layout_tags(listing->tags, &listing->registry->layouts, &location));
}

static void on_start(void *data, const struct http_response *response, struct error *error)
{
	struct listing *listing = data;
	const struct strings *known = NULL;

	(void)response;
	if (!error)
		error = check(listing);
	if (!error && tags_from_answers(&known, &error, listing->registry, listing->host,
					listing->repository)) {
		end(listing, known, error);
		return;
	}
	if (!error)
		error = registry_endpoint(&listing->endpoint, listing->registry, listing->host);
	if (error)
		finish(listing, error);
	else if (listing->endpoint->directory)
		read_layout(listing);
	else
		ask_page(listing);
}

void registry_tags(struct registry *registry, const char *host, const char *repository,
		   registry_tags_done *done, void *data)
{
	struct listing *listing = must_alloc(sizeof(*listing));

	*listing = (struct listing){
		.registry = registry,
		.host = must_copy(host),
		.repository = must_copy(repository),
		.subject = must_format("%s/tags/list", repository),
		.tags = strings_new(),
		.pages = strings_new(),
		.done = done,
		.data = data,
	};
	strings_add(listing->pages, first_page);
	http_defer(registry->http, on_start, listing);
}
