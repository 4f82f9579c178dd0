#include "request.h"
#include "auth.h"
#include "request_answers.h"
#include "request_cache.h"
#include <digestbump/base/memory.h>
#include <digestbump/image/digest.h>
#include <digestbump/image/reference.h>
#include <digestbump/limits.h>
#include <string.h>

static void errand_free(struct errand *errand)
{
	free(errand->host);
	free(errand->repository);
	free(errand->what);
	free(errand->subject);
	free(errand->image);
	free(errand);
}

void errand_give_head(struct errand *errand, const struct registry_head *head)
{
	if (!errand->is_recalled)
		remember_head(errand, head);
	store_tag(errand, head);
	errand->head_done(errand->data, head, NULL);
	errand_free(errand);
}

void errand_give_manifest(struct errand *errand, const struct manifest *manifest)
{
	if (!errand->is_recalled)
		remember_manifest(errand, manifest);
	errand->manifest_done(errand->data, manifest, NULL);
	errand_free(errand);
}

void errand_fail(struct errand *errand, struct error *error)
{
	if (!errand->is_recalled)
		remember_failure(errand, error);
	if (errand->head_done)
		errand->head_done(errand->data, NULL, error);
	else
		errand->manifest_done(errand->data, NULL, error);
	errand_free(errand);
}

void errand_refuse(struct errand *errand, struct error *error)
{
	if (errand->access)
		error = access_redact(errand->access, error);
	errand_fail(errand, error_wrap(error, "%s: '%s'", errand->host, errand->subject));
}

/* Whoever sees one thing of a repository may see what the cache has of it. */
static void take(struct errand *errand, const struct fetched *fetched)
{
	access_of(errand->registry, errand->endpoint, errand->repository)->was_let_in = true;
	errand->kind->answer(errand, fetched);
}

static void on_fetched(void *data, const struct fetched *fetched, struct error *error)
{
	struct errand *errand = data;

	if (error) {
		errand_fail(errand, error);
		return;
	}
	errand->access = fetched->access;
	take(errand, fetched);
}

static void fetch(struct errand *errand)
{
	OWNED_STRING path = must_format("%s/%s", errand->kind->folder, errand->what);
	const struct fetching fetching = { .endpoint = errand->endpoint,
					   .repository = errand->repository,
					   .path = path,
					   .subject = errand->subject,
					   .method = errand->kind->method,
					   .accept = errand->kind->accept,
					   .body_most = MANIFEST_BYTES_MOST };

	fetch_send(errand->registry, &fetching, on_fetched, errand);
}

/* What is asked gets into URLs and paths: it must be what a reference is. */
static struct error *check(const struct errand *errand)
{
	OWNED_STRING whole = must_format("%s/%s", errand->host, errand->subject);
	OWNED(reference) reference = NULL;

	TRY(reference_parse(&reference, slice_of(whole)));
	if (strcmp(reference->host, errand->host) != 0 ||
	    strcmp(reference->repository, errand->repository) != 0)
		return error_new(ERROR_SYNTAX, "'%s' is not normalised", whole);
	return NULL;
}

static void on_start(void *data, const struct http_response *response, struct error *error)
{
	struct errand *errand = data;

	(void)response;
	if (!error)
		error = check(errand);
	if (!error && recall(errand))
		return;
	if (!error)
		error = endpoint_of(&errand->endpoint, errand->registry, errand->host);
	if (error)
		errand_fail(errand, error);
	else if (errand->endpoint->directory)
		errand->kind->read(errand);
	else if (!store_answers(errand))
		fetch(errand);
}

/* Everything happens within http_run(), so that nobody is called back before
 * the call that asked has returned. */
struct errand *errand_start(struct registry *registry, const struct errand_kind *kind,
			    const char *host, const char *repository, const char *what)
{
	struct errand *errand = must_alloc(sizeof(*errand));

	errand->kind = kind;
	errand->registry = registry;
	errand->host = must_copy(host);
	errand->repository = must_copy(repository);
	errand->what = must_copy(what);
	errand->subject =
	    must_format("%s%s%s", repository, digest_is_valid(what) ? "@" : ":", what);
	http_defer(registry->http, on_start, errand);
	return errand;
}

void errand_doubt(struct errand *errand, struct error *error)
{
	if (error_kind(error) != ERROR_UNTRUSTED || errand->is_second) {
		errand_refuse(errand, error);
		return;
	}
	error_free(error);
	errand->is_second = true;
	fetch(errand);
}

struct layout_place errand_place(const struct errand *errand)
{
	return (struct layout_place){ errand->endpoint->directory, errand->host,
				      errand->repository };
}
