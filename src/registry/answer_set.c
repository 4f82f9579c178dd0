#include "answer_set.h"
#include <digestbump/base/memory.h>

struct answers *answers_new(int64_t now)
{
	struct answers *answers = must_alloc(sizeof(*answers));

	*answers = (struct answers){ .now = now, .records = map_new(), .signatures = map_new() };
	return answers;
}

void answers_free(struct answers *answers)
{
	if (!answers)
		return;
	for (size_t i = 0; i < map_count(answers->records); i++)
		recorded_answer_free(map_value(answers->records, i));
	map_free(answers->records);
	for (size_t i = 0; i < map_count(answers->signatures); i++) {
		raw_signatures_clear(map_value(answers->signatures, i));
		free(map_value(answers->signatures, i));
	}
	map_free(answers->signatures);
	free(answers);
}

struct recorded_answer *recorded_answer_new(const struct recorded_question *question, int64_t asked)
{
	struct recorded_answer *record = must_alloc(sizeof(*record));

	*record = (struct recorded_answer){ .kind = question->kind,
					    .endpoint = must_copy(question->endpoint),
					    .host = must_copy(question->host),
					    .repository = must_copy(question->repository),
					    .tag_or_digest = must_copy(question->tag_or_digest),
					    .asked = asked };
	return record;
}

void recorded_answer_free(struct recorded_answer *record)
{
	if (!record)
		return;
	free(record->endpoint);
	free(record->host);
	free(record->repository);
	free(record->tag_or_digest);
	free(record->digest);
	free(record->media_type);
	manifest_free(record->manifest);
	strings_free(record->tags);
	error_free(record->error);
	free(record);
}

/* Neither a host nor a repository, tag or digest holds a blank. */
static char *key_of(const struct recorded_question *question)
{
	return must_format("%s/%s %s %d %s", question->host, question->repository,
			   question->tag_or_digest, question->kind,
			   question->endpoint ? question->endpoint : "");
}

static struct recorded_question question_of(const struct recorded_answer *record)
{
	return (struct recorded_question){ record->kind, record->endpoint, record->host,
					   record->repository, record->tag_or_digest };
}

void answers_record(struct answers *answers, struct recorded_answer *record)
{
	struct recorded_question question = question_of(record);
	OWNED_STRING key = key_of(&question);

	recorded_answer_free(map_get(answers->records, key));
	map_set(answers->records, key, record);
}

const struct recorded_answer *answers_find(const struct answers *answers,
					   const struct recorded_question *question)
{
	OWNED_STRING key = key_of(question);

	return map_get(answers->records, key);
}
