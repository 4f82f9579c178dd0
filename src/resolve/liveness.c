#include "liveness.h"
#include <digestbump/base/log.h>
#include <digestbump/base/map.h>
#include <digestbump/base/memory.h>
#include <string.h>

/* What is known of one digest of a repository. */
struct digest_presence {
	bool is_missing;
};

/* A digest that must be in the registry for a pinned one to be usable: itself, or a child. */
struct required_digest {
	struct pinned_digest *pinned;
	const struct digest_presence *presence;
	char *digest;
	char *platform; /* as in struct missing_manifest */
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

void liveness_checks_free(struct liveness_checks *checks)
{
	if (!checks)
		return;
	for (size_t i = 0; i < map_count(checks->presences); i++)
		free(map_value(checks->presences, i));
	map_free(checks->presences);
	for (size_t i = 0; i < checks->required_count; i++) {
		free(checks->required[i].digest);
		free(checks->required[i].platform);
	}
	free(checks->required);
	free(checks);
}

/* ---- one digest ---- */

/* Takes error. Who is refused, throttled or served by a broken server has not
 * learnt that anything is gone. */
static void on_head(void *data, const struct registry_head *head, struct error *error)
{
	struct digest_presence *presence = data;

	if (head)
		return;
	presence->is_missing = error_kind(error) == ERROR_ABSENT;
	if (!presence->is_missing)
		log_debug("whether it is alive is not known: %s", error_text(error));
	error_free(error);
}

/* Gives the pulse of a digest; it belongs to the checks. The first one to ask
 * uses what inspections found, then sends a HEAD. */
static struct digest_presence *check_presence(struct liveness_checks *checks,
					      const struct question *question, const char *digest)
{
	OWNED_STRING key = must_format("%s/%s@%s", question->host, question->repository, digest);
	struct digest_presence *presence = map_get(checks->presences, key);
	bool is_there = true;

	if (presence)
		return presence;
	presence = must_alloc(sizeof(*presence));
	map_set(checks->presences, key, presence);
	if (inspections_find_presence(&is_there, checks->inspections, question->host,
				      question->repository, digest))
		presence->is_missing = !is_there;
	else
		registry_head(checks->registry, question->host, question->repository, digest,
			      on_head, presence);
	return presence;
}

static void require_digest(struct liveness_checks *checks, const struct index_check *check,
			   const char *digest, const struct platform *platform)
{
	checks->required =
	    must_grow(checks->required, checks->required_count, sizeof(*checks->required));
	checks->required[checks->required_count++] = (struct required_digest){
		.pinned = check->pinned,
		.presence = check_presence(checks, check->question, digest),
		.digest = must_copy(digest),
		.platform = platform && *platform->os ? platform_text(platform) : NULL,
	};
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

	require_digest(check->checks, check, check->pinned->digest, NULL);
	for (size_t i = 0; inspection->is_index && i < inspection->count; i++)
		if (is_required(check->pinned, &inspection->images[i]))
			require_digest(check->checks, check, inspection->images[i].digest,
				       &inspection->images[i].platform);
	free(check);
}

/* ---- all of them ---- */

static void check_pinned_digest(struct liveness_checks *checks, const struct question *question,
				struct pinned_digest *pinned)
{
	const struct index_check check = { checks, question, pinned };

	if (pinned->liveness == LIVENESS_PIN) {
		require_digest(checks, &check, pinned->digest, NULL);
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

void liveness_checks_start(struct liveness_checks *checks)
{
	size_t count = questions_count(checks->questions);

	for (size_t i = 0; i < count; i++) {
		const struct question *question = questions_at(checks->questions, i);

		if (question->digest)
			record_tag_digest(checks, question);
	}
	for (size_t i = 0; i < count; i++) {
		const struct question *question = questions_at(checks->questions, i);

		for (size_t k = 0; k < question->pinned_count && is_worth_asking(question); k++)
			check_pinned_digest(checks, question, question->pinned[k]);
	}
}

/* Of an index that is gone itself, nobody needs the children. */
void liveness_checks_report(struct liveness_checks *checks)
{
	for (size_t i = 0; i < checks->required_count; i++) {
		const struct required_digest *item = &checks->required[i];

		if (item->presence->is_missing && !pinned_digest_is_missing(item->pinned))
			pinned_digest_add_missing(item->pinned, item->digest, item->platform);
	}
}
