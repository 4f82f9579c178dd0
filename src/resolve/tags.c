#include "question_list.h"
#include <digestbump/base/memory.h>
#include <digestbump/resolve/tags.h>

static char *list_key(const char *host, const char *repository)
{
	return must_format("%s/%s", host, repository);
}

struct tag_list *tag_lists_add(struct questions *questions, const char *host,
			       const char *repository)
{
	OWNED_STRING name = list_key(host, repository);
	struct tag_list *list = map_get(questions->tag_lists, name);

	if (list)
		return list;
	list = must_alloc(sizeof(*list));
	list->host = must_copy(host);
	list->repository = must_copy(repository);
	map_set(questions->tag_lists, name, list);
	return list;
}

void tag_list_free(struct tag_list *list)
{
	free(list->host);
	free(list->repository);
	strings_free(list->tags);
	error_free(list->error);
	free(list);
}

size_t tag_lists_count(const struct questions *questions)
{
	return map_count(questions->tag_lists);
}

struct tag_list *tag_lists_at(const struct questions *questions, size_t index)
{
	return map_value(questions->tag_lists, index);
}

const struct tag_list *tag_lists_find(const struct questions *questions, const char *host,
				      const char *repository)
{
	OWNED_STRING name = list_key(host, repository);

	return map_get(questions->tag_lists, name);
}

static void on_tags(void *data, const struct strings *tags, struct error *error)
{
	struct tag_list *list = data;

	list->error = error;
	if (error)
		return;
	list->tags = strings_new();
	for (size_t i = 0; i < tags->count; i++)
		strings_add(list->tags, tags->items[i]);
}

void tag_lists_fetch(struct questions *questions, struct registry *registry, struct http *http)
{
	for (size_t i = 0; i < tag_lists_count(questions); i++) {
		struct tag_list *list = tag_lists_at(questions, i);

		if (!list->tags && !list->error)
			registry_tags(registry, list->host, list->repository, on_tags, list);
	}
	http_run(http);
}
