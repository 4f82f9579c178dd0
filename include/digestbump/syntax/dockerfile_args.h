/* dockerfile_args.h - a Dockerfile's global ARGs: those before the first FROM.
 *
 * FROM is expanded with their defaults, unless the build passes values.
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
void dockerfile_args_clear(struct dockerfile_args *arguments); /* frees what it holds */

/* Sets a value that the build passes (--build-arg): it replaces every default once the
 * argument is declared; for predefined ones (TARGETARCH ...) at once. Copies value;
 * NULL: a value is passed that is not known. Must be called before any declaration. */
void dockerfile_args_give(struct dockerfile_args *arguments, const char *name,
			  const struct mapped_slice *value);

/* Declares the arguments of one ARG instruction. A default may use earlier
 * arguments; a later one overrides. When a default cannot be expanded, the
 * argument's value counts as hidden and *why (Gives) says so; else NULL. */
void dockerfile_args_declare(struct dockerfile_args *arguments, struct mapped_slice words,
			     struct error **why);

/* Adds a word with its arguments expanded. See expand(). */
struct error *dockerfile_args_expand(struct mapped_text *out, struct dockerfile_args *arguments,
				     struct mapped_slice word) MUST_CHECK;

#endif
