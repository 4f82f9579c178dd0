#include "request_from_answers.h"
#include <digestbump/base/memory.h>
#include <digestbump/image/digest.h>

/* The endpoint as far as it tells answers apart: see answers.h. */
static const char *endpoint_name(const struct registry *registry, const char *host)
{
	const struct registry_config *entry = config_registry(registry->config, host);

	return entry && !entry->endpoint_by_operator ? entry->endpoint : NULL;
}

static enum recorded_answer_kind kind_of(const struct registry_request *request)
{
	bool is_digest = digest_is_valid(request->tag_or_digest);

	if (request->image)
		return RECORDED_PLATFORM;
	if (!is_digest)
		return RECORDED_TAG;
	return request->head_done ? RECORDED_PRESENT : RECORDED_MANIFEST;
}

/* Of a configuration it is the image that is kept in mind. */
static struct recorded_question question_of(const struct registry_request *request)
{
	return (struct recorded_question){
		.kind = kind_of(request),
		.endpoint = endpoint_name(request->registry, request->host),
		.host = request->host,
		.repository = request->repository,
		.tag_or_digest = request->image ? request->image : request->tag_or_digest
	};
}

/* ---- keeping ---- */

static struct recorded_answer *new_fact(const struct registry_request *request,
					enum recorded_answer_kind kind, const char *tag_or_digest)
{
	struct recorded_question question = question_of(request);

	question.kind = kind;
	question.tag_or_digest = tag_or_digest;
	return recorded_answer_new(&question, request->registry->answers->now);
}

static void keep_tag(const struct registry_request *request, const char *digest,
		     const char *media_type)
{
	struct recorded_answer *record = new_fact(request, RECORDED_TAG, request->tag_or_digest);

	record->digest = must_copy(digest);
	record->media_type = must_copy(media_type);
	answers_record(request->registry->answers, record);
}

/* A head without a digest says nothing; the manifest is asked for next. */
void request_record_head(struct registry_request *request, const struct registry_head *head)
{
	struct answers *answers = request->registry->answers;

	if (!answers || !head->digest)
		return;
	if (kind_of(request) == RECORDED_TAG)
		keep_tag(request, head->digest, head->media_type);
	else
		answers_record(answers,
			       new_fact(request, RECORDED_PRESENT, request->tag_or_digest));
}

void request_record_manifest(struct registry_request *request, const struct manifest *manifest)
{
	struct answers *answers = request->registry->answers;

	if (!answers)
		return;
	struct recorded_answer *record =
	    new_fact(request, request->image ? RECORDED_PLATFORM : RECORDED_MANIFEST,
		     manifest->digest);

	record->manifest = manifest_copy(manifest);
	record->manifest->is_cached = true;
	answers_record(answers, record);
	if (kind_of(request) == RECORDED_TAG)
		keep_tag(request, manifest->digest, manifest->media_type);
}

/* A run that was stopped has learnt nothing. */
void request_record_failure(struct registry_request *request, const struct error *error)
{
	if (!request->registry->answers || error_kind(error) == ERROR_STOPPED)
		return;
	struct recorded_question question = question_of(request);
	struct recorded_answer *record =
	    recorded_answer_new(&question, request->registry->answers->now);

	record->error = error_copy(error);
	answers_record(request->registry->answers, record);
}

/* ---- using ---- */

/* What the operator handed over holds for the host, whatever endpoint the
 * repository's own configuration chooses. */
static const struct recorded_answer *find_in(const struct registry *registry,
					     struct recorded_question question)
{
	const struct recorded_answer *record = answers_find(registry->answers, &question);

	if (record || registry->use != ANSWERS_ALONE)
		return record;
	question.endpoint = NULL;
	return answers_find(registry->answers, &question);
}

static const struct recorded_answer *find(const struct registry_request *request,
					  struct recorded_question question)
{
	return find_in(request->registry, question);
}

static const struct recorded_answer *find_kind(const struct registry_request *request,
					       enum recorded_answer_kind kind,
					       const char *tag_or_digest)
{
	struct recorded_question question = question_of(request);

	question.kind = kind;
	question.tag_or_digest = tag_or_digest;
	return find(request, question);
}

/* A manifest that was fetched was there; and a tag leads to its manifest. */
static const struct recorded_answer *find_other(const struct registry_request *request)
{
	const struct recorded_answer *tag;

	switch (kind_of(request)) {
	case RECORDED_PRESENT:
		return find_kind(request, RECORDED_MANIFEST, request->tag_or_digest);
	case RECORDED_TAG:
		tag = find(request, question_of(request));
		return tag && tag->digest && !request->head_done
			   ? find_kind(request, RECORDED_MANIFEST, tag->digest)
			   : tag;
	default:
		return find(request, question_of(request));
	}
}

static const struct recorded_answer *find_known_answer(const struct registry_request *request)
{
	const struct recorded_answer *record = NULL;

	if (kind_of(request) == RECORDED_PRESENT)
		record = find(request, question_of(request));
	return record ? record : find_other(request);
}

/* Others may have credentials that the one before had not. */
static bool is_final(const struct registry *registry, const struct recorded_answer *record)
{
	if (!record->error || registry->use == ANSWERS_ALONE)
		return true;
	return error_kind(record->error) == ERROR_NETWORK ||
	       error_kind(record->error) == ERROR_LIMITED;
}

long long request_recorded_size(const struct registry_request *request)
{
	const struct recorded_answer *record =
	    find_kind(request, RECORDED_MANIFEST, request->tag_or_digest);

	return record && record->manifest ? record->manifest->size : -1;
}

const struct recorded_answer *request_find_answer(const struct registry_request *request)
{
	const struct recorded_answer *record =
	    request->registry->answers ? find_known_answer(request) : NULL;

	return record && is_final(request->registry, record) ? record : NULL;
}

bool request_needs_answer(const struct registry_request *request)
{
	return request->registry->answers && request->registry->use == ANSWERS_ALONE;
}

/* ---- the tags of a repository ---- */

static struct recorded_question list_of(const struct registry *registry, const char *host,
					const char *repository)
{
	return (struct recorded_question){ .kind = RECORDED_LIST,
					   .endpoint = endpoint_name(registry, host),
					   .host = host,
					   .repository = repository,
					   .tag_or_digest = "" };
}

void tags_record(struct registry *registry, const char *host, const char *repository,
		 const struct strings *tags, const struct error *error)
{
	if (!registry->answers || (error && error_kind(error) == ERROR_STOPPED))
		return;
	struct recorded_question question = list_of(registry, host, repository);
	struct recorded_answer *record = recorded_answer_new(&question, registry->answers->now);

	record->error = error ? error_copy(error) : NULL;
	record->tags = strings_new();
	for (size_t i = 0; tags && i < tags->count; i++)
		strings_add(record->tags, tags->items[i]);
	answers_record(registry->answers, record);
}

bool tags_from_answers(const struct strings **tags, struct error **error, struct registry *registry,
		       const char *host, const char *repository)
{
	const struct recorded_answer *record =
	    registry->answers ? find_in(registry, list_of(registry, host, repository)) : NULL;

	if (record && is_final(registry, record)) {
		*error = record->error ? error_copy(record->error) : NULL;
		*tags = record->error ? NULL : record->tags;
		return true;
	}
	if (!registry->answers || registry->use != ANSWERS_ALONE)
		return false;
	*error = error_new(ERROR_FILE, "%s: the tags of '%s' are not among the answers", host,
			   repository);
	return true;
}
