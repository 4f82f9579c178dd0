#include <digestbump/base/map.h>
#include <digestbump/base/memory.h>
#include <digestbump/trust/age.h>
#include <string.h>

/* An older digest of a tag, in the place of the one that it has now. */
struct alternative {
	struct questions *questions; /* one, whose tag is the digest */
	struct question *question;
	struct pinned_digest *pinned;
	bool is_asked;
};

struct ages {
	struct journal *journal;
	int64_t now;
	struct map *alternatives; /* by image, digest, and what is pinned */
};

struct ages *ages_new(struct journal *journal, int64_t now)
{
	struct ages *ages = must_alloc(sizeof(*ages));

	*ages = (struct ages){ .journal = journal, .now = now, .alternatives = map_new() };
	return ages;
}

void ages_free(struct ages *ages)
{
	if (!ages)
		return;
	for (size_t i = 0; i < map_count(ages->alternatives); i++) {
		struct alternative *alternative = map_value(ages->alternatives, i);

		questions_free(alternative->questions);
		free(alternative);
	}
	map_free(ages->alternatives);
	free(ages);
}

static char *tag_of(const struct question *question)
{
	return must_format("%s/%s:%s", question->host, question->repository, question->tag);
}

void ages_see(struct ages *ages, const struct question *question,
	      const struct pinned_digest *pinned)
{
	if (!question->tag || !question->digest)
		return;
	OWNED_STRING tag = tag_of(question);

	journal_see(ages->journal, tag, question->digest, ages->now, /* is_pinned= */ false);
	if (strcmp(pinned->digest, question->digest) != 0)
		journal_see(ages->journal, tag, pinned->digest, ages->now - 1,
			    /* is_pinned= */ true);
}

/* ---- older digests ---- */

static struct alternative *alternative_for(struct ages *ages, const struct question *question,
					   const struct pinned_digest *pinned, const char *digest)
{
	OWNED_STRING key =
	    must_format("%s/%s %s %s %s", question->host, question->repository, digest,
			pinned->digest, pinned->platform ? pinned->platform : "");
	struct alternative *alternative = map_get(ages->alternatives, key);

	if (alternative)
		return alternative;
	alternative = must_alloc(sizeof(*alternative));
	alternative->questions = questions_new();
	alternative->question =
	    questions_add(alternative->questions, question->host, question->repository, digest);
	alternative->pinned =
	    question_add_pinned(alternative->question, pinned->digest, pinned->platform);
	map_set(ages->alternatives, key, alternative);
	return alternative;
}

static int64_t first_seen(const struct sightings *list, const char *digest, int64_t otherwise)
{
	for (size_t i = 0; i < list->count; i++)
		if (strcmp(list->items[i].digest, digest) == 0)
			return list->items[i].first_seen;
	return otherwise;
}

/* Nothing that claims to be of the future is older than now. */
static bool is_mature(const struct ages *ages, int64_t seen, unsigned minimum_s)
{
	return seen <= ages->now && ages->now - seen >= (int64_t)minimum_s;
}

/* True when the answer is found: this digest, or that it must be asked for. */
static bool try_older(struct age_answer *out, struct ages *ages, const struct question *question,
		      const struct pinned_digest *pinned, const char *digest)
{
	struct alternative *alternative = alternative_for(ages, question, pinned, digest);

	if (!alternative->is_asked) {
		out->state = AGE_PENDING;
		return true;
	}
	/* It is gone, or the registry does not tell: the next older one may be there. */
	if (alternative->question->error || alternative->pinned->error ||
	    !alternative->pinned->to || strcmp(alternative->pinned->to, pinned->digest) == 0)
		return false;
	out->state = AGE_OLDER;
	out->question = alternative->question;
	out->pinned = alternative->pinned;
	return true;
}

struct age_answer ages_ask(struct ages *ages, const struct question *question,
			   const struct pinned_digest *pinned, unsigned minimum_s)
{
	OWNED_STRING tag = tag_of(question);
	const struct sightings *list = journal_of(ages->journal, tag);
	int64_t seen = first_seen(list, question->digest, ages->now);
	int64_t base = first_seen(list, pinned->digest, INT64_MAX);
	struct age_answer answer = { .state = AGE_MATURE };

	if (is_mature(ages, seen, minimum_s))
		return answer;
	answer.state = AGE_HELD;
	answer.mature_at = (seen < ages->now ? seen : ages->now) + (int64_t)minimum_s;
	for (size_t i = 0; i < list->count; i++) {
		const struct sighting *older = &list->items[i];

		if (older->first_seen <= base || older->is_pinned ||
		    strcmp(older->digest, question->digest) == 0 ||
		    !is_mature(ages, older->first_seen, minimum_s))
			continue;
		if (try_older(&answer, ages, question, pinned, older->digest))
			return answer;
	}
	return answer;
}

/* ---- asking ---- */

bool ages_are_pending(const struct ages *ages)
{
	for (size_t i = 0; i < map_count(ages->alternatives); i++) {
		const struct alternative *alternative = map_value(ages->alternatives, i);

		if (!alternative->is_asked)
			return true;
	}
	return false;
}

void ages_run(struct ages *ages, struct registry *registry, struct http *http)
{
	for (size_t i = 0; i < map_count(ages->alternatives); i++) {
		struct alternative *alternative = map_value(ages->alternatives, i);

		if (alternative->is_asked)
			continue;
		alternative->is_asked = true;
		resolve_run(alternative->questions, registry, http, NULL, NULL);
	}
}
