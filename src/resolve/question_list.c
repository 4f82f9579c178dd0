#include "question_list.h"
#include <digestbump/base/memory.h>
#include <digestbump/resolve/resolve.h>
#include <string.h>

static void held_free(struct held *held)
{
	free(held->digest);
	free(held->platform);
	free(held->to);
	strings_clear(&held->lost);
	for (size_t i = 0; i < held->gone_count; i++) {
		free(held->gone[i].digest);
		free(held->gone[i].platform);
	}
	free(held->gone);
	error_free(held->error);
	free(held);
}

static void question_free(struct question *question)
{
	for (size_t i = 0; i < question->held_count; i++)
		held_free(question->held[i]);
	free(question->held);
	free(question->host);
	free(question->repository);
	free(question->tag);
	free(question->digest);
	free(question->media_type);
	strings_clear(&question->platforms);
	error_free(question->error);
	free(question);
}

struct questions *questions_new(void)
{
	struct questions *questions = must_alloc(sizeof(*questions));

	questions->by_name = map_new();
	questions->tag_lists = map_new();
	return questions;
}

void questions_free(struct questions *questions)
{
	if (!questions)
		return;
	for (size_t i = 0; i < questions_count(questions); i++)
		question_free(questions_at(questions, i));
	for (size_t i = 0; i < tags_count(questions); i++)
		tag_list_free(tags_at(questions, i));
	map_free(questions->by_name);
	map_free(questions->tag_lists);
	free(questions);
}

struct question *questions_add(struct questions *questions, const char *host,
			       const char *repository, const char *tag)
{
	OWNED_STRING name = must_format("%s/%s:%s", host, repository, tag ? tag : "");
	struct question *question = map_get(questions->by_name, name);

	if (question)
		return question;
	question = must_alloc(sizeof(*question));
	question->host = must_copy(host);
	question->repository = must_copy(repository);
	question->tag = must_copy(tag);
	map_set(questions->by_name, name, question);
	return question;
}

struct held *question_hold(struct question *question, const char *digest, const char *platform)
{
	for (size_t i = 0; i < question->held_count; i++)
		if (string_is(question->held[i]->digest, digest) &&
		    string_is(question->held[i]->platform, platform))
			return question->held[i];
	struct held *held = must_alloc(sizeof(*held));

	held->digest = must_copy(digest);
	held->platform = must_copy(platform);
	question->held = must_grow(question->held, question->held_count, sizeof(*question->held));
	question->held[question->held_count++] = held;
	return held;
}

void held_lose(struct held *held, const char *digest, const char *platform)
{
	for (size_t i = 0; i < held->gone_count; i++)
		if (strcmp(held->gone[i].digest, digest) == 0)
			return;
	held->gone = must_grow(held->gone, held->gone_count, sizeof(*held->gone));
	held->gone[held->gone_count++] = (struct gone){ must_copy(digest), must_copy(platform) };
}

bool held_is_gone(const struct held *held)
{
	for (size_t i = 0; i < held->gone_count; i++)
		if (strcmp(held->gone[i].digest, held->digest) == 0)
			return true;
	return false;
}

size_t questions_count(const struct questions *questions)
{
	return map_count(questions->by_name);
}

struct question *questions_at(const struct questions *questions, size_t index)
{
	return map_value(questions->by_name, index);
}
