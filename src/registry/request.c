#include "request.h"
#include "auth.h"
#include "request_from_answers.h"
#include "request_from_cache.h"
#include <digestbump/base/memory.h>
#include <digestbump/image/digest.h>
#include <digestbump/image/reference.h>
#include <digestbump/limits.h>
#include <string.h>

static void registry_request_free(struct registry_request *request)
{
	free(request->host);
	free(request->repository);
	free(request->tag_or_digest);
	free(request->subject);
	free(request->image);
	free(request);
}

void registry_request_give_head(struct registry_request *request, const struct registry_head *head)
{
	if (!request->is_from_answers)
		request_record_head(request, head);
	request_cache_tag(request, head);
	request->head_done(request->data, head, NULL);
	registry_request_free(request);
}

void registry_request_give_manifest(struct registry_request *request,
				    const struct manifest *manifest)
{
	if (!request->is_from_answers)
		request_record_manifest(request, manifest);
	request->manifest_done(request->data, manifest, NULL);
	registry_request_free(request);
}

void registry_request_fail(struct registry_request *request, struct error *error)
{
	if (!request->is_from_answers)
		request_record_failure(request, error);
	if (request->head_done)
		request->head_done(request->data, NULL, error);
	else
		request->manifest_done(request->data, NULL, error);
	registry_request_free(request);
}

void registry_request_reject(struct registry_request *request, struct error *error)
{
	if (request->auth)
		error = auth_redact(request->auth, error);
	registry_request_fail(request,
			      error_wrap(error, "%s: '%s'", request->host, request->subject));
}

/* Whoever sees one thing of a repository may see what the cache has of it. */
static void take(struct registry_request *request, const struct fetch_result *result)
{
	auth_of_repository(request->registry, request->endpoint, request->repository)
	    ->was_authorized = true;
	request->kind->answer(request, result);
}

static void on_fetched(void *data, const struct fetch_result *result, struct error *error)
{
	struct registry_request *request = data;

	if (error) {
		registry_request_fail(request, error);
		return;
	}
	request->auth = result->auth;
	take(request, result);
}

static void fetch(struct registry_request *request)
{
	OWNED_STRING path = must_format("%s/%s", request->kind->folder, request->tag_or_digest);
	const struct fetch_options options = { .endpoint = request->endpoint,
					       .repository = request->repository,
					       .path = path,
					       .subject = request->subject,
					       .method = request->kind->method,
					       .accept = request->kind->accept,
					       .body_most = MANIFEST_BYTES_MOST };

	fetch_send(request->registry, &options, on_fetched, request);
}

/* What is asked gets into URLs and paths: it must be what a reference is. */
static struct error *check(const struct registry_request *request)
{
	OWNED_STRING whole = must_format("%s/%s", request->host, request->subject);
	OWNED(reference) reference = NULL;

	TRY(reference_parse(&reference, slice_of(whole)));
	if (strcmp(reference->host, request->host) != 0 ||
	    strcmp(reference->repository, request->repository) != 0)
		return error_new(ERROR_SYNTAX, "'%s' is not normalised", whole);
	return NULL;
}

static void give_answer(struct registry_request *request, const struct recorded_answer *record)
{
	if (record->error)
		registry_request_fail(request, error_copy(record->error));
	else if (!request->head_done)
		registry_request_give_manifest(request, record->manifest);
	else if (record->kind == RECORDED_TAG)
		registry_request_give_head(request, &(struct registry_head){ record->digest,
									     record->media_type, -1,
									     false });
	else
		registry_request_give_head(request, &(struct registry_head){
							request->tag_or_digest, NULL,
							request_recorded_size(request), false });
}

/* True when the request was answered from the answers, or must not be sent. */
static bool end_from_answers(struct registry_request *request)
{
	const struct recorded_answer *record = request_find_answer(request);

	if (!record && !request_needs_answer(request))
		return false;
	request->is_from_answers = true;
	if (record)
		give_answer(request, record);
	else
		registry_request_reject(request, error_new(ERROR_FILE, "not among the answers"));
	return true;
}

/* True when the cache had the answer. */
static bool end_from_cache(struct registry_request *request)
{
	const struct registry_auth *auth =
	    auth_of_repository(request->registry, request->endpoint, request->repository);
	OWNED(text) bytes = request_find_cached_bytes(request, auth);
	OWNED_STRING digest = NULL;
	OWNED_STRING type = NULL;

	if (!bytes && !request_find_cached_tag(&digest, &type, request))
		return false;
	request->is_cached = true;
	if (bytes)
		request->kind->take(request, text_slice(bytes));
	else
		registry_request_give_head(request,
					   &(struct registry_head){ digest, type, -1, true });
	return true;
}

static void on_start(void *data, const struct http_response *response, struct error *error)
{
	struct registry_request *request = data;

	(void)response;
	if (!error)
		error = check(request);
	if (!error && end_from_answers(request))
		return;
	if (!error)
		error = registry_endpoint(&request->endpoint, request->registry, request->host);
	if (error)
		registry_request_fail(request, error);
	else if (request->endpoint->directory)
		request->kind->read(request);
	else if (!end_from_cache(request))
		fetch(request);
}

/* Everything happens within http_run(), so that nobody is called back before
 * the call that asked has returned. */
struct registry_request *registry_request_start(struct registry *registry,
						const struct registry_request_kind *kind,
						const char *host, const char *repository,
						const char *tag_or_digest)
{
	struct registry_request *request = must_alloc(sizeof(*request));

	request->kind = kind;
	request->registry = registry;
	request->host = must_copy(host);
	request->repository = must_copy(repository);
	request->tag_or_digest = must_copy(tag_or_digest);
	request->subject = must_format("%s%s%s", repository,
				       digest_is_valid(tag_or_digest) ? "@" : ":", tag_or_digest);
	http_defer(registry->http, on_start, request);
	return request;
}

void registry_request_retry_or_reject(struct registry_request *request, struct error *error)
{
	if (error_kind(error) != ERROR_UNTRUSTED || request->is_second) {
		registry_request_reject(request, error);
		return;
	}
	error_free(error);
	request->is_second = true;
	fetch(request);
}

struct layout_location registry_request_layout(const struct registry_request *request)
{
	return (struct layout_location){ request->endpoint->directory, request->host,
					 request->repository };
}
