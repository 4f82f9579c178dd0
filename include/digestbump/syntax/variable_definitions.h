/* variable_definitions.h - the values of a file's variables where they are used.
 *
 * A definition is text that may use other variables; it is expanded on
 * demand, and every byte keeps its origin in the file.
 * A name with several definitions has each of their values, together with those of
 * other names in the same group: the branches of a condition, the entries of a matrix.
 * Nothing is guessed: an unknown value stays as written, and is hidden.
 * Reads no file and no environment.
 */
#ifndef DIGESTBUMP_SYNTAX_VARIABLE_DEFINITIONS_H
#define DIGESTBUMP_SYNTAX_VARIABLE_DEFINITIONS_H

#include <digestbump/base/own.h>
#include <digestbump/syntax/variable_expansion.h>

struct variables;

/* Which values the caller looks for. This module does not interpret values:
 * a text with several possible values is expanded only to those that are wanted. */
struct wanted_values {
	/* True when a definition may be a part of a wanted value. */
	bool (*may_be_part)(struct mapped_slice definition);

	/* True when a text is a wanted value, and every relevant part is known. */
	bool (*is_whole)(struct mapped_slice text);
};

/* Gives an empty set, whose texts are read as the dialect says. Names are found with
 * and without one of the prefixes that they have in uses ("var."; up to a
 * NULL; may be NULL). `wanted` may be NULL: every value without an unknown part.
 * Borrows all three. */
struct variables *variables_new(const struct dialect *dialect, const char *const *prefixes,
				const struct wanted_values *wanted) MUST_CHECK;
void variables_free(struct variables *variables); /* NULL is fine */
DEFINE_OWNED(variables)

/* Where a definition applies. */
struct definition_scope {
	struct range scope; /* uses in there see it, and none of an outer scope */
	size_t group;       /* definitions of one group belong together */
};
extern const struct definition_scope definition_scope_file; /* in the group 0 */

/* Defines a name, whose bytes `text` are; copies its value. A name with too many definitions
 * becomes unknown. */
void variables_define(struct variables *variables, struct slice text, struct mapped_slice value,
		      const struct definition_scope *where);

/* Makes the name unknown from now on: for appending assignments (+=). */
void variables_invalidate(struct variables *variables, struct slice name);

/* True when some definition may be a part of a wanted value. */
bool variables_have_wanted(const struct variables *variables);

size_t variables_count(const struct variables *variables); /* definitions so far */

/* The place of a text that uses variables. */
struct variable_use {
	size_t at; /* in the file */
	size_t group;
};

/* Calls handle() with the expanded text (borrowed): once when each variable has one value
 * here, or the text is a wanted value whatever they are; else once per group of
 * definitions that makes it one. A text longer than EXPANSION_BYTES_MOST is not
 * expanded. */
void variables_expand_each(struct variables *variables, struct mapped_slice text,
			   const struct variable_use *used_at, mapped_slice_handler *handle,
			   void *data);

/* Gives the text expanded in its own group; variables with several values there are
 * hidden. Their groups are recorded, to be tried in turn, until
 * variables_clear_groups(). */
struct mapped_text *variables_expand_here(struct variables *variables, struct mapped_slice text,
					  const struct variable_use *used_at) MUST_CHECK;
void variables_clear_groups(struct variables *variables);        /* forgets the noted groups */
size_t variables_group_count(const struct variables *variables); /* number of noted groups */
/* The index-th noted group. */
size_t variables_group(const struct variables *variables, size_t index);

/* Adds a text of any length with its variables replaced where they have one value.
 * False when it cannot be read, or is longer than *out may be. */
bool variables_expand_all(struct mapped_text *out, struct variables *variables,
			  struct mapped_slice text);

#endif
