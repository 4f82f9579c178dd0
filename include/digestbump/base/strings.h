/* strings.h - a list that owns its strings, in insertion order. */
#ifndef DIGESTBUMP_BASE_STRINGS_H
#define DIGESTBUMP_BASE_STRINGS_H

#include <digestbump/base/own.h>
#include <stdbool.h>
#include <stddef.h>

struct strings {
	char **items;
	size_t count;
};

/* Gives an empty list on the heap. */
struct strings *strings_new(void) MUST_CHECK;
void strings_free(struct strings *list); /* NULL is fine */
DEFINE_OWNED(strings)

/* Frees the strings, not the list itself: for lists inside other structures. */
void strings_clear(struct strings *list);

void strings_add(struct strings *list, const char *string); /* copies */
void strings_take(struct strings *list, char *string);      /* takes */
bool strings_add_new(struct strings *list,
		     const char *string); /* unless it is there; true when added */
bool strings_has(const struct strings *list, const char *string);
void strings_sort(struct strings *list); /* bytewise */

/* Gives all of them in one string: "a, b, c". */
char *strings_join(const struct strings *list, const char *between) MUST_CHECK;

#endif
