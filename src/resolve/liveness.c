#include "liveness.h"
#include <digestbump/base/log.h>
#include <digestbump/base/map.h>
#include <digestbump/base/memory.h>
#include <string.h>

/* What is known of one digest of a repository. */
struct pulse {
	bool is_gone;
};

/* A held digest that cannot do without another one, or without itself. */
struct need {
	struct held *held;
	const struct pulse *pulse;
	char *digest;
	char *platform; /* as in struct gone */
};

/* An index whose children are looked for. */
struct visit {
	struct watch *watch;
	const struct question *question;
	struct held *held;
};

struct watch {
	struct questions *questions;
	struct surveys *surveys;
	struct registry *registry;
	struct map *pulses; /* by "host/repository@digest" */
	struct need *needs;
	size_t need_count;
};

struct watch *watch_new(struct questions *questions, struct surveys *surveys,
			struct registry *registry)
{
	struct watch *watch = must_alloc(sizeof(*watch));

	*watch = (struct watch){ .questions = questions,
				 .surveys = surveys,
				 .registry = registry,
				 .pulses = map_new() };
	return watch;
}

void watch_free(struct watch *watch)
{
	if (!watch)
		return;
	for (size_t i = 0; i < map_count(watch->pulses); i++)
		free(map_value(watch->pulses, i));
	map_free(watch->pulses);
	for (size_t i = 0; i < watch->need_count; i++) {
		free(watch->needs[i].digest);
		free(watch->needs[i].platform);
	}
	free(watch->needs);
	free(watch);
}

/* ---- one digest ---- */

/* Takes error. Who is refused, throttled or served by a broken server has not
 * learnt that anything is gone. */
static void on_head(void *data, const struct registry_head *head, struct error *error)
{
	struct pulse *pulse = data;

	if (head)
		return;
	pulse->is_gone = error_kind(error) == ERROR_ABSENT;
	if (!pulse->is_gone)
		log_debug("whether it is alive is not known: %s", error_text(error));
	error_free(error);
}

/* Gives the pulse of a digest; it belongs to the watch. The first one to ask
 * looks at what surveys know, then sends a HEAD. */
static struct pulse *feel(struct watch *watch, const struct question *question, const char *digest)
{
	OWNED_STRING key = must_format("%s/%s@%s", question->host, question->repository, digest);
	struct pulse *pulse = map_get(watch->pulses, key);
	bool is_there = true;

	if (pulse)
		return pulse;
	pulse = must_alloc(sizeof(*pulse));
	map_set(watch->pulses, key, pulse);
	if (surveys_know(&is_there, watch->surveys, question->host, question->repository, digest))
		pulse->is_gone = !is_there;
	else
		registry_head(watch->registry, question->host, question->repository, digest,
			      on_head, pulse);
	return pulse;
}

static void need(struct watch *watch, const struct visit *visit, const char *digest,
		 const struct platform *platform)
{
	watch->needs = must_grow(watch->needs, watch->need_count, sizeof(*watch->needs));
	watch->needs[watch->need_count++] = (struct need){
		.held = visit->held,
		.pulse = feel(watch, visit->question, digest),
		.digest = must_copy(digest),
		.platform = platform && *platform->os ? platform_text(platform) : NULL,
	};
}

/* ---- an index's children ---- */

/* An entry without a platform may be what any client takes. */
static bool is_needed(const struct held *held, const struct image *image)
{
	struct platform wanted;

	if (!held->platform || !*image->platform.os)
		return true;
	struct error *error = platform_parse(&wanted, held->platform);
	bool is_wanted = !error && platform_is(&wanted, &image->platform);

	error_free(error);
	return is_wanted;
}

static void on_index(void *data, const struct survey *survey)
{
	struct visit *visit = data;

	need(visit->watch, visit, visit->held->digest, NULL);
	for (size_t i = 0; survey->is_index && i < survey->count; i++)
		if (is_needed(visit->held, &survey->images[i]))
			need(visit->watch, visit, survey->images[i].digest,
			     &survey->images[i].platform);
	free(visit);
}

/* ---- all of them ---- */

static void look_after(struct watch *watch, const struct question *question, struct held *held)
{
	const struct visit visit = { watch, question, held };

	if (held->liveness == LIVENESS_PIN) {
		need(watch, &visit, held->digest, NULL);
	} else if (held->liveness == LIVENESS_CHILDREN) {
		struct visit *kept = must_alloc(sizeof(*kept));

		*kept = visit;
		surveys_ask(watch->surveys, question->host, question->repository, held->digest,
			    on_index, kept);
	}
}

/* A digest that a tag has is alive. */
static void note_tag(struct watch *watch, const struct question *question)
{
	OWNED_STRING key =
	    must_format("%s/%s@%s", question->host, question->repository, question->digest);

	if (!map_get(watch->pulses, key))
		map_set(watch->pulses, key, must_alloc(sizeof(struct pulse)));
}

/* A registry in trouble is not asked more. Where the tag is not there, its digest
 * may still be. */
static bool is_worth_asking(const struct question *question)
{
	return !question->error || error_kind(question->error) == ERROR_ABSENT;
}

void watch_start(struct watch *watch)
{
	size_t count = questions_count(watch->questions);

	for (size_t i = 0; i < count; i++) {
		const struct question *question = questions_at(watch->questions, i);

		if (question->digest)
			note_tag(watch, question);
	}
	for (size_t i = 0; i < count; i++) {
		const struct question *question = questions_at(watch->questions, i);

		for (size_t k = 0; k < question->held_count && is_worth_asking(question); k++)
			look_after(watch, question, question->held[k]);
	}
}

/* Of an index that is gone itself, nobody needs the children. */
void watch_tell(struct watch *watch)
{
	for (size_t i = 0; i < watch->need_count; i++) {
		const struct need *item = &watch->needs[i];

		if (item->pulse->is_gone && !held_is_gone(item->held))
			held_lose(item->held, item->digest, item->platform);
	}
}
