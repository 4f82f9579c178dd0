/* variable_definitions.h - what a file's variables stand for where they are used.
 *
 * A definition is text that may use other variables; what it comes to is worked out
 * when it is asked for, and every byte knows the byte of the file it came from.
 * A name with several definitions stands for each of them, together with those of
 * other names in the same group: the branches of a condition, the entries of a matrix.
 * Nothing is guessed: what cannot be told stays as written, and hidden.
 * Reads no file and no environment.
 */
#ifndef DIGESTBUMP_SYNTAX_VARIABLE_DEFINITIONS_H
#define DIGESTBUMP_SYNTAX_VARIABLE_DEFINITIONS_H

#include <digestbump/base/own.h>
#include <digestbump/syntax/variable_expansion.h>

struct variables;

/* Which values the caller looks for. What the values of variables mean is not known here:
 * a text with many meanings is worked out for those that make it a wanted value. */
struct wanted_values {
	/* True when a definition may be a part of a wanted value. */
	bool (*may_be_part)(struct mapped_slice definition);

	/* True when a text is one, and all that matters of it is known. */
	bool (*is_whole)(struct mapped_slice text);
};

/* Gives an empty set, whose texts are read as the dialect says. Names are known with
 * and without one of the words that stand in front of them in uses ("var."; up to a
 * NULL; may be NULL). `wanted` may be NULL: every value without an unknown part.
 * Borrows all three. */
struct variables *variables_new(const struct dialect *dialect, const char *const *prefixes,
				const struct wanted_values *wanted) MUST_CHECK;
void variables_free(struct variables *variables); /* NULL is fine */
DEFINE_OWNED(variables)

/* Where a definition counts. */
struct definition_scope {
	struct range scope; /* uses in there see it, and none of an outer scope */
	size_t group;       /* definitions of one group belong together */
};
extern const struct definition_scope definition_scope_file; /* in the group 0 */

/* Defines a name, whose bytes `text` are; copies its value. A name that has too many definitions
 * stands for nothing any more. */
void variables_define(struct variables *variables, struct slice text, struct mapped_slice value,
		      const struct definition_scope *where);

/* From now on the name stands for nothing: something is added to what it has. */
void variables_invalidate(struct variables *variables, struct slice name);

/* True when some definition may be a part of a wanted value. */
bool variables_have_wanted(const struct variables *variables);

size_t variables_count(const struct variables *variables); /* definitions so far */

/* Where a text stands that uses variables. */
struct variable_use {
	size_t at; /* in the file */
	size_t group;
};

/* Calls handle() with what the text comes to (borrowed): once when its variables have one
 * meaning here, or it is a wanted value whatever they mean; else once per group of
 * definitions that makes it one. A text longer than EXPANSION_BYTES_MOST is not worked
 * out. */
void variables_expand_each(struct variables *variables, struct mapped_slice text,
			   const struct variable_use *used_at, mapped_slice_handler *handle,
			   void *data);

/* Gives what the text comes to in the group that it stands in; what has several
 * meanings there is hidden. Their groups are noted, to be asked in turn, until they
 * are forgotten: 0 are none any more. */
struct mapped_text *variables_expand_here(struct variables *variables, struct mapped_slice text,
					  const struct variable_use *used_at) MUST_CHECK;
void variables_clear_groups(struct variables *variables);
size_t variables_group_count(const struct variables *variables);
size_t variables_group(const struct variables *variables, size_t index);

/* Adds a text of any length with its variables replaced where they have one meaning.
 * False when it cannot be read, or is longer than *out may be. */
bool variables_expand_all(struct mapped_text *out, struct variables *variables,
			  struct mapped_slice text);

#endif
