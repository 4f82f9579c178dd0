#include "answer_set.h"
#include <digestbump/base/memory.h>

struct answers *answers_new(int64_t now)
{
	struct answers *answers = must_alloc(sizeof(*answers));

	*answers = (struct answers){ .now = now, .facts = map_new() };
	return answers;
}

void answers_free(struct answers *answers)
{
	if (!answers)
		return;
	for (size_t i = 0; i < map_count(answers->facts); i++)
		fact_free(map_value(answers->facts, i));
	map_free(answers->facts);
	free(answers);
}

struct fact *fact_new(const struct subject *subject, int64_t asked)
{
	struct fact *fact = must_alloc(sizeof(*fact));

	*fact = (struct fact){ .kind = subject->kind,
			       .endpoint = must_copy(subject->endpoint),
			       .host = must_copy(subject->host),
			       .repository = must_copy(subject->repository),
			       .what = must_copy(subject->what),
			       .asked = asked };
	return fact;
}

void fact_free(struct fact *fact)
{
	if (!fact)
		return;
	free(fact->endpoint);
	free(fact->host);
	free(fact->repository);
	free(fact->what);
	free(fact->digest);
	free(fact->media_type);
	manifest_free(fact->manifest);
	strings_free(fact->tags);
	error_free(fact->error);
	free(fact);
}

/* Neither a host nor a repository, tag or digest holds a blank. */
static char *key_of(const struct subject *subject)
{
	return must_format("%s/%s %s %d %s", subject->host, subject->repository, subject->what,
			   subject->kind, subject->endpoint ? subject->endpoint : "");
}

static struct subject subject_of(const struct fact *fact)
{
	return (struct subject){ fact->kind, fact->endpoint, fact->host, fact->repository,
				 fact->what };
}

void answers_put(struct answers *answers, struct fact *fact)
{
	struct subject subject = subject_of(fact);
	OWNED_STRING key = key_of(&subject);

	fact_free(map_get(answers->facts, key));
	map_set(answers->facts, key, fact);
}

const struct fact *answers_find(const struct answers *answers, const struct subject *subject)
{
	OWNED_STRING key = key_of(subject);

	return map_get(answers->facts, key);
}
