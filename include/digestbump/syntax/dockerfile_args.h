/* dockerfile_args.h - a Dockerfile's global ARGs: those in front of the first FROM.
 *
 * Their defaults are what FROM is read with, unless the build gives values.
 */
#ifndef DIGESTBUMP_SYNTAX_DOCKERFILE_ARGS_H
#define DIGESTBUMP_SYNTAX_DOCKERFILE_ARGS_H

#include <digestbump/base/map.h>
#include <digestbump/syntax/expansion.h>

struct argument; /* one that was declared */

struct arguments {
	struct map *by_name; /* -> struct argument; borrowed */
	struct argument **items;
	size_t count;
	struct expansion how; /* shared by all words of the file */
};

/* For a file of that many bytes. */
void arguments_begin(struct arguments *arguments, char escape, size_t bytes);
void arguments_clear(struct arguments *arguments);

/* Sets a value that the build gives (--build-arg): once the argument is declared, it counts
 * in place of every default; for the predefined ones (TARGETARCH ...) at once. Copies value;
 * NULL: one is given, which is not known. Must be called before any declaration. */
void arguments_give(struct arguments *arguments, const char *name, const struct letters *value);

/* Declares what the words of one ARG instruction say. A default may use earlier
 * arguments; a later one overrides. When a default cannot be expanded, the
 * argument's value counts as hidden and *why (Gives) says so; else NULL. */
void arguments_declare(struct arguments *arguments, struct letters words, struct error **why);

/* Adds a word with the arguments in place. See expand(). */
struct error *arguments_expand(struct traced *out, struct arguments *arguments, struct letters word)
    MUST_CHECK;

#endif
