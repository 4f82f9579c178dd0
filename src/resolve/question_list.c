#include "question_list.h"
#include <digestbump/base/memory.h>
#include <digestbump/resolve/resolve.h>
#include <string.h>

static void pinned_digest_free(struct pinned_digest *pinned)
{
	free(pinned->digest);
	free(pinned->platform);
	free(pinned->to);
	free(pinned->entry_platform);
	strings_clear(&pinned->same_platforms);
	strings_clear(&pinned->changed_platforms);
	strings_clear(&pinned->added_platforms);
	strings_clear(&pinned->lost_platforms);
	for (size_t i = 0; i < pinned->missing_count; i++) {
		free(pinned->missing[i].digest);
		free(pinned->missing[i].platform);
	}
	free(pinned->missing);
	error_free(pinned->entry_error);
	error_free(pinned->children_error);
	error_free(pinned->error);
	free(pinned);
}

static void question_free(struct question *question)
{
	for (size_t i = 0; i < question->pinned_count; i++)
		pinned_digest_free(question->pinned[i]);
	free(question->pinned);
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
	for (size_t i = 0; i < tag_lists_count(questions); i++)
		tag_list_free(tag_lists_at(questions, i));
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

struct pinned_digest *question_add_pinned(struct question *question, const char *digest,
					  const char *platform)
{
	for (size_t i = 0; i < question->pinned_count; i++)
		if (string_is(question->pinned[i]->digest, digest) &&
		    string_is(question->pinned[i]->platform, platform))
			return question->pinned[i];
	struct pinned_digest *pinned = must_alloc(sizeof(*pinned));

	pinned->digest = must_copy(digest);
	pinned->platform = must_copy(platform);
	question->pinned =
	    must_grow(question->pinned, question->pinned_count, sizeof(*question->pinned));
	question->pinned[question->pinned_count++] = pinned;
	return pinned;
}

void pinned_digest_add_missing(struct pinned_digest *pinned, const char *digest,
			       const char *platform)
{
	for (size_t i = 0; i < pinned->missing_count; i++)
		if (strcmp(pinned->missing[i].digest, digest) == 0)
			return;
	pinned->missing =
	    must_grow(pinned->missing, pinned->missing_count, sizeof(*pinned->missing));
	pinned->missing[pinned->missing_count++] =
	    (struct missing_manifest){ must_copy(digest), must_copy(platform) };
}

bool pinned_digest_is_missing(const struct pinned_digest *pinned)
{
	for (size_t i = 0; i < pinned->missing_count; i++)
		if (strcmp(pinned->missing[i].digest, pinned->digest) == 0)
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
