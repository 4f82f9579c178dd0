#include <digestbump/base/memory.h>
#include <digestbump/base/strings.h>
#include <digestbump/base/text.h>
#include <string.h>

struct strings *strings_new(void)
{
	return must_alloc(sizeof(struct strings));
}

void strings_clear(struct strings *list)
{
	for (size_t i = 0; i < list->count; i++)
		free(list->items[i]);
	free(list->items);
	*list = (struct strings){ 0 };
}

void strings_free(struct strings *list)
{
	if (!list)
		return;
	strings_clear(list);
	free(list);
}

void strings_take(struct strings *list, char *string)
{
	list->items = must_grow(list->items, list->count, sizeof(*list->items));
	list->items[list->count++] = string;
}

void strings_add(struct strings *list, const char *string)
{
	strings_take(list, must_copy(string));
}

bool strings_has(const struct strings *list, const char *string)
{
	for (size_t i = 0; i < list->count; i++)
		if (strcmp(list->items[i], string) == 0)
			return true;
	return false;
}

bool strings_add_new(struct strings *list, const char *string)
{
	if (strings_has(list, string))
		return false;
	strings_add(list, string);
	return true;
}

static int compare(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool is_sorted(const struct strings *list)
{
	for (size_t i = 1; i < list->count; i++)
		if (strcmp(list->items[i - 1], list->items[i]) > 0)
			return false;
	return true;
}

/* Most lists come sorted: from git's index and trees. */
void strings_sort(struct strings *list)
{
	if (!is_sorted(list))
		qsort(list->items, list->count, sizeof(*list->items), compare);
}

char *strings_join(const struct strings *list, const char *between)
{
	OWNED(text) joined = text_new(0);

	for (size_t i = 0; i < list->count; i++)
		text_add_format(joined, "%s%s", i ? between : "", list->items[i]);
	return text_take(pass_on(&joined));
}
