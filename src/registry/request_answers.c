#include "request_answers.h"
#include "answer_set.h"
#include <digestbump/base/memory.h>
#include <digestbump/image/digest.h>

/* The endpoint as far as it tells answers apart: see answers.h. */
static const char *endpoint_name(const struct registry *registry, const char *host)
{
	const struct registry_config *entry = config_registry(registry->config, host);

	return entry && !entry->endpoint_by_operator ? entry->endpoint : NULL;
}

static enum fact_kind kind_of(const struct errand *errand)
{
	bool is_digest = digest_is_valid(errand->what);

	if (errand->image)
		return FACT_PLATFORM;
	if (!is_digest)
		return FACT_TAG;
	return errand->head_done ? FACT_PRESENT : FACT_MANIFEST;
}

/* Of a configuration it is the image that is kept in mind. */
static struct subject subject_of(const struct errand *errand)
{
	return (struct subject){ .kind = kind_of(errand),
				 .endpoint = endpoint_name(errand->registry, errand->host),
				 .host = errand->host,
				 .repository = errand->repository,
				 .what = errand->image ? errand->image : errand->what };
}

/* ---- keeping ---- */

static struct fact *new_fact(const struct errand *errand, enum fact_kind kind, const char *what)
{
	struct subject subject = subject_of(errand);

	subject.kind = kind;
	subject.what = what;
	return fact_new(&subject, errand->registry->answers->now);
}

static void keep_tag(const struct errand *errand, const char *digest, const char *media_type)
{
	struct fact *fact = new_fact(errand, FACT_TAG, errand->what);

	fact->digest = must_copy(digest);
	fact->media_type = must_copy(media_type);
	answers_put(errand->registry->answers, fact);
}

/* A head without a digest says nothing; the manifest is asked for next. */
void remember_head(struct errand *errand, const struct registry_head *head)
{
	struct answers *answers = errand->registry->answers;

	if (!answers || !head->digest)
		return;
	if (kind_of(errand) == FACT_TAG)
		keep_tag(errand, head->digest, head->media_type);
	else
		answers_put(answers, new_fact(errand, FACT_PRESENT, errand->what));
}

void remember_manifest(struct errand *errand, const struct manifest *manifest)
{
	struct answers *answers = errand->registry->answers;

	if (!answers)
		return;
	struct fact *fact =
	    new_fact(errand, errand->image ? FACT_PLATFORM : FACT_MANIFEST, manifest->digest);

	fact->manifest = manifest_copy(manifest);
	fact->manifest->is_cached = true;
	answers_put(answers, fact);
	if (kind_of(errand) == FACT_TAG)
		keep_tag(errand, manifest->digest, manifest->media_type);
}

/* A run that was stopped has learnt nothing. */
void remember_failure(struct errand *errand, const struct error *error)
{
	if (!errand->registry->answers || error_kind(error) == ERROR_STOPPED)
		return;
	struct subject subject = subject_of(errand);
	struct fact *fact = fact_new(&subject, errand->registry->answers->now);

	fact->error = error_copy(error);
	answers_put(errand->registry->answers, fact);
}

/* ---- using ---- */

/* What the operator handed over holds for the host, whatever endpoint the
 * repository's own configuration chooses. */
static const struct fact *find_in(const struct registry *registry, struct subject subject)
{
	const struct fact *fact = answers_find(registry->answers, &subject);

	if (fact || registry->use != ANSWERS_ALONE)
		return fact;
	subject.endpoint = NULL;
	return answers_find(registry->answers, &subject);
}

static const struct fact *find(const struct errand *errand, struct subject subject)
{
	return find_in(errand->registry, subject);
}

static const struct fact *find_kind(const struct errand *errand, enum fact_kind kind,
				    const char *what)
{
	struct subject subject = subject_of(errand);

	subject.kind = kind;
	subject.what = what;
	return find(errand, subject);
}

/* A manifest that was fetched was there; and a tag leads to its manifest. */
static const struct fact *find_other(const struct errand *errand)
{
	const struct fact *tag;

	switch (kind_of(errand)) {
	case FACT_PRESENT:
		return find_kind(errand, FACT_MANIFEST, errand->what);
	case FACT_TAG:
		tag = find(errand, subject_of(errand));
		return tag && tag->digest && !errand->head_done
			   ? find_kind(errand, FACT_MANIFEST, tag->digest)
			   : tag;
	default:
		return find(errand, subject_of(errand));
	}
}

static const struct fact *find_any(const struct errand *errand)
{
	const struct fact *fact = NULL;

	if (kind_of(errand) == FACT_PRESENT)
		fact = find(errand, subject_of(errand));
	return fact ? fact : find_other(errand);
}

/* Others may have credentials that the one before had not. */
static bool is_final(const struct registry *registry, const struct fact *fact)
{
	if (!fact->error || registry->use == ANSWERS_ALONE)
		return true;
	return error_kind(fact->error) == ERROR_NETWORK || error_kind(fact->error) == ERROR_LIMITED;
}

static void give(struct errand *errand, const struct fact *fact)
{
	if (fact->error)
		errand_fail(errand, error_copy(fact->error));
	else if (!errand->head_done)
		errand_give_manifest(errand, fact->manifest);
	else if (fact->kind == FACT_TAG)
		errand_give_head(errand, &(struct registry_head){ fact->digest, fact->media_type });
	else
		errand_give_head(errand, &(struct registry_head){ errand->what, NULL });
}

bool recall(struct errand *errand)
{
	const struct registry *registry = errand->registry;
	const struct fact *fact = registry->answers ? find_any(errand) : NULL;

	if (fact && is_final(registry, fact)) {
		errand->is_recalled = true;
		give(errand, fact);
		return true;
	}
	if (!registry->answers || registry->use != ANSWERS_ALONE)
		return false;
	errand->is_recalled = true;
	errand_refuse(errand, error_new(ERROR_FILE, "not among the answers"));
	return true;
}

/* ---- the tags of a repository ---- */

static struct subject list_of(const struct registry *registry, const char *host,
			      const char *repository)
{
	return (struct subject){ .kind = FACT_LIST,
				 .endpoint = endpoint_name(registry, host),
				 .host = host,
				 .repository = repository,
				 .what = "" };
}

void remember_tags(struct registry *registry, const char *host, const char *repository,
		   const struct strings *tags, const struct error *error)
{
	if (!registry->answers || (error && error_kind(error) == ERROR_STOPPED))
		return;
	struct subject subject = list_of(registry, host, repository);
	struct fact *fact = fact_new(&subject, registry->answers->now);

	fact->error = error ? error_copy(error) : NULL;
	fact->tags = strings_new();
	for (size_t i = 0; tags && i < tags->count; i++)
		strings_add(fact->tags, tags->items[i]);
	answers_put(registry->answers, fact);
}

bool recall_tags(const struct strings **tags, struct error **error, struct registry *registry,
		 const char *host, const char *repository)
{
	const struct fact *fact =
	    registry->answers ? find_in(registry, list_of(registry, host, repository)) : NULL;

	if (fact && is_final(registry, fact)) {
		*error = fact->error ? error_copy(fact->error) : NULL;
		*tags = fact->error ? NULL : fact->tags;
		return true;
	}
	if (!registry->answers || registry->use != ANSWERS_ALONE)
		return false;
	*error = error_new(ERROR_FILE, "%s: the tags of '%s' are not among the answers", host,
			   repository);
	return true;
}
