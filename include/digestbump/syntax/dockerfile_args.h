/* dockerfile_args.h - a Dockerfile's global ARGs: those in front of the first FROM.
 *
 * Their defaults are what FROM is read with, unless the build gives values.
 */
#ifndef DIGESTBUMP_SYNTAX_DOCKERFILE_ARGS_H
#define DIGESTBUMP_SYNTAX_DOCKERFILE_ARGS_H

#include <digestbump/base/map.h>
#include <digestbump/syntax/variable_expansion.h>

struct dockerfile_arg; /* one that was declared */

struct dockerfile_args {
	struct map *by_name; /* -> struct dockerfile_arg; borrowed */
	struct dockerfile_arg **items;
	size_t count;
	struct expansion expansion; /* shared by all words of the file */
};

/* For a file of that many bytes. */
void dockerfile_args_begin(struct dockerfile_args *arguments, char escape, size_t bytes);
void dockerfile_args_clear(struct dockerfile_args *arguments);

/* Sets a value that the build gives (--build-arg): once the argument is declared, it counts
 * in place of every default; for the predefined ones (TARGETARCH ...) at once. Copies value;
 * NULL: one is given, which is not known. Must be called before any declaration. */
void dockerfile_args_give(struct dockerfile_args *arguments, const char *name,
			  const struct mapped_slice *value);

/* Declares what the words of one ARG instruction say. A default may use earlier
 * arguments; a later one overrides. When a default cannot be expanded, the
 * argument's value counts as hidden and *why (Gives) says so; else NULL. */
void dockerfile_args_declare(struct dockerfile_args *arguments, struct mapped_slice words,
			     struct error **why);

/* Adds a word with the arguments in place. See expand(). */
struct error *dockerfile_args_expand(struct mapped_text *out, struct dockerfile_args *arguments,
				     struct mapped_slice word) MUST_CHECK;

#endif
