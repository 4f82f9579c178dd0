#include "liveness.h"
#include "entry_check.h"
#include <digestbump/base/log.h>
#include <digestbump/base/map.h>
#include <digestbump/base/memory.h>
#include <string.h>

/* What is known of one digest of a repository. */
struct digest_presence {
	struct liveness_checks *checks;
	const struct question *question;
	const struct image
	    *entry; /* of a new index: what is expected; NULL: no more than presence */
	bool is_missing;
	struct error *error; /* why nothing may be built on it */
};

/* A digest that must be in the registry for a pinned one to be usable: itself, or a child. */
struct required_digest {
	struct pinned_digest *pinned;
	const struct digest_presence *presence;
	char *digest;
	char *platform; /* as in struct missing_manifest */
	const struct inspection
	    *new_index; /* that is to be taken and has it as an entry; else NULL */
};

/* An index whose children are looked for. */
struct index_check {
	struct liveness_checks *checks;
	const struct question *question;
	struct pinned_digest *pinned;
};

struct liveness_checks {
	struct questions *questions;
	struct inspections *inspections;
	struct registry *registry;
	struct map *presences; /* by "host/repository@digest" */
	struct required_digest *required;
	size_t required_count;
};

struct liveness_checks *liveness_checks_new(struct questions *questions,
					    struct inspections *inspections,
					    struct registry *registry)
{
	struct liveness_checks *checks = must_alloc(sizeof(*checks));

	*checks = (struct liveness_checks){ .questions = questions,
					    .inspections = inspections,
					    .registry = registry,
					    .presences = map_new() };
	return checks;
}

static void presence_free(struct digest_presence *presence)
{
	error_free(presence->error);
	free(presence);
}

void liveness_checks_free(struct liveness_checks *checks)
{
	if (!checks)
		return;
	for (size_t i = 0; i < map_count(checks->presences); i++)
		presence_free(map_value(checks->presences, i));
	map_free(checks->presences);
	for (size_t i = 0; i < checks->required_count; i++) {
		free(checks->required[i].digest);
		free(checks->required[i].platform);
	}
	free(checks->required);
	free(checks);
}

/* ---- one digest ---- */

static void on_entry_manifest(void *data, const struct inspection *found)
{
	struct digest_presence *presence = data;

	presence->error = check_entry(presence->entry, found);
}

/* A length may be that of a packed body (Harbor), so it only leads to a closer look. */
static bool has_unexpected_size(const struct digest_presence *presence,
				const struct registry_head *head)
{
	return presence->entry && presence->entry->size >= 0 && head->size >= 0 &&
	       presence->entry->size != head->size;
}

/* Takes error. Who is refused, throttled or served by a broken server has not
 * learnt that anything is gone. */
static void on_head(void *data, const struct registry_head *head, struct error *error)
{
	struct digest_presence *presence = data;
	const struct question *question = presence->question;

	if (!head) {
		presence->error = error;
		presence->is_missing = error_kind(error) == ERROR_ABSENT;
		if (!presence->is_missing)
			log_debug("whether it is alive is not known: %s", error_text(error));
	} else if (has_unexpected_size(presence, head)) {
		inspect_entry(presence->checks->inspections, question->host, question->repository,
			      presence->entry->digest, on_entry_manifest, presence);
	}
}

/* Uses what an inspection has learnt from the registry; false: nothing. */
static bool use_inspection(struct digest_presence *presence, const char *digest)
{
	const struct question *question = presence->question;
	const struct inspection *known =
	    inspections_find(presence->checks->inspections, question->host, question->repository,
			     digest);

	if (!known)
		return false;
	presence->is_missing = !known->digest;
	if (presence->entry)
		presence->error = check_entry(presence->entry, known);
	return true;
}

/* Gives what is known of a digest; it belongs to the checks. The first one to ask
 * uses what inspections found, then sends a HEAD. entry: see struct digest_presence. */
static struct digest_presence *check_presence(const struct index_check *check, const char *digest,
					      const struct image *entry)
{
	const struct question *question = check->question;
	struct map *presences = check->checks->presences;
	OWNED_STRING key = must_format("%s/%s@%s", question->host, question->repository, digest);
	struct digest_presence *presence = map_get(presences, key);

	if (presence)
		return presence;
	presence = must_alloc(sizeof(*presence));
	*presence = (struct digest_presence){ check->checks, question, entry, false, NULL };
	map_set(presences, key, presence);
	if (!use_inspection(presence, digest))
		registry_head(check->checks->registry, question->host, question->repository, digest,
			      on_head, presence);
	return presence;
}

static void add_required(struct liveness_checks *checks, const struct required_digest *item)
{
	checks->required =
	    must_grow(checks->required, checks->required_count, sizeof(*checks->required));
	checks->required[checks->required_count++] = *item;
}

static void require_digest(const struct index_check *check, const char *digest,
			   const struct platform *platform)
{
	const struct required_digest item = {
		.pinned = check->pinned,
		.presence = check_presence(check, digest, NULL),
		.digest = must_copy(digest),
		.platform = platform && *platform->os ? platform_text(platform) : NULL,
	};

	add_required(check->checks, &item);
}

/* An entry of an index that is to be taken. */
static void require_entry(const struct index_check *check, const struct inspection *index,
			  const struct image *entry)
{
	const struct required_digest item = {
		.pinned = check->pinned,
		.presence = check_presence(check, entry->digest, entry),
		.digest = must_copy(entry->digest),
		.new_index = index,
	};

	add_required(check->checks, &item);
}

/* ---- an index's children ---- */

/* An entry without a platform may be what any client takes. */
static bool is_required(const struct pinned_digest *pinned, const struct image *image)
{
	struct platform wanted;

	if (!pinned->platform || !*image->platform.os)
		return true;
	struct error *error = platform_parse(&wanted, pinned->platform);
	bool is_wanted = !error && platform_is(&wanted, &image->platform);

	error_free(error);
	return is_wanted;
}

static void on_index(void *data, const struct inspection *inspection)
{
	struct index_check *check = data;

	require_digest(check, check->pinned->digest, NULL);
	for (size_t i = 0; inspection->is_index && i < inspection->count; i++)
		if (is_required(check->pinned, &inspection->images[i]))
			require_digest(check, inspection->images[i].digest,
				       &inspection->images[i].platform);
	free(check);
}

/* ---- a new index's children ---- */

static void on_new_index(void *data, const struct inspection *index)
{
	struct index_check *check = data;

	for (size_t i = 0; index->is_index && i < index->count; i++)
		if (is_required(check->pinned, &index->images[i]))
			require_entry(check, index, &index->images[i]);
	free(check);
}

/* The index was fetched when the tags were asked for. */
static void check_new_index(struct liveness_checks *checks, const struct question *question,
			    struct pinned_digest *pinned)
{
	bool is_taken = pinned->to && !pinned->error &&
			(strcmp(pinned->to, question->digest) == 0 ||
			 (pinned->is_entry && pinned->wants_index));

	if (pinned->liveness != LIVENESS_CHILDREN || !is_taken ||
	    strcmp(pinned->digest, question->digest) == 0)
		return;
	struct index_check *kept = must_alloc(sizeof(*kept));

	*kept = (struct index_check){ checks, question, pinned };
	inspect_manifest(checks->inspections, question->host, question->repository,
			 question->digest, on_new_index, kept);
}

/* ---- all of them ---- */

/* The run that finds a tag moved asks nothing more of the digest that it replaces: what is not
 * in the cache was fetched, and of the rest the next run asks. */
static bool is_first_sight(const struct question *question, const struct pinned_digest *pinned)
{
	return pinned->liveness == LIVENESS_PIN && question->is_new && pinned->to &&
	       strcmp(pinned->to, pinned->digest) != 0;
}

static void check_pinned_digest(struct liveness_checks *checks, const struct question *question,
				struct pinned_digest *pinned)
{
	const struct index_check check = { checks, question, pinned };

	if (is_first_sight(question, pinned))
		return;
	if (pinned->liveness == LIVENESS_PIN) {
		require_digest(&check, pinned->digest, NULL);
	} else if (pinned->liveness == LIVENESS_CHILDREN) {
		struct index_check *kept = must_alloc(sizeof(*kept));

		*kept = check;
		inspect_manifest(checks->inspections, question->host, question->repository,
				 pinned->digest, on_index, kept);
	}
}

/* A digest that a tag has is alive. */
static void record_tag_digest(struct liveness_checks *checks, const struct question *question)
{
	OWNED_STRING key =
	    must_format("%s/%s@%s", question->host, question->repository, question->digest);

	if (!map_get(checks->presences, key))
		map_set(checks->presences, key, must_alloc(sizeof(struct digest_presence)));
}

/* A registry in trouble is not asked more. Where the tag is not there, its digest
 * may still be. */
static bool is_worth_asking(const struct question *question)
{
	return !question->error || error_kind(question->error) == ERROR_ABSENT;
}

typedef void digest_check(struct liveness_checks *checks, const struct question *question,
			  struct pinned_digest *pinned);

static void check_all(struct liveness_checks *checks, digest_check *check)
{
	for (size_t i = 0; i < questions_count(checks->questions); i++) {
		const struct question *question = questions_at(checks->questions, i);

		for (size_t k = 0; k < question->pinned_count && is_worth_asking(question); k++)
			check(checks, question, question->pinned[k]);
	}
}

/* New indexes go first: more is asked of their children than being there. */
void liveness_checks_start(struct liveness_checks *checks)
{
	size_t count = questions_count(checks->questions);

	for (size_t i = 0; i < count; i++) {
		const struct question *question = questions_at(checks->questions, i);

		if (question->digest)
			record_tag_digest(checks, question);
	}
	check_all(checks, check_new_index);
	check_all(checks, check_pinned_digest);
}

static void report_new_entry(const struct required_digest *item)
{
	const struct error *error = item->presence->error;

	if (!error || item->pinned->children_error)
		return;
	OWNED_STRING name =
	    entry_text(item->new_index, inspection_image(item->new_index, item->digest));

	item->pinned->children_error = error_wrap(error_copy(error), "%s", name);
}

/* The children of an index that is gone itself are not needed. */
void liveness_checks_report(struct liveness_checks *checks)
{
	for (size_t i = 0; i < checks->required_count; i++) {
		const struct required_digest *item = &checks->required[i];

		if (item->new_index)
			report_new_entry(item);
		else if (item->presence->is_missing && !pinned_digest_is_missing(item->pinned))
			pinned_digest_add_missing(item->pinned, item->digest, item->platform);
	}
}
