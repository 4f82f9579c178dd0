/* expand.h - variables in a word: $X ${X} ${X:-default} and their kin.
 *
 * Every letter of the result knows the byte of the file it came from, so that a
 * digest in a variable's value or in a default is edited where it stands. A
 * value that nobody knows here (it comes with the build) stays as written, and
 * its letters are marked ORIGIN_HIDDEN. Reads no environment and no file.
 */
#ifndef DIGESTBUMP_SCAN_EXPAND_H
#define DIGESTBUMP_SCAN_EXPAND_H

#include "letters.h"
#include <digestbump/base/error.h>

enum variable {
	VARIABLE_UNSET,   /* does not exist: its text is empty */
	VARIABLE_SET,     /* has a value */
	VARIABLE_UNGIVEN, /* whoever builds may give one; until then defaults apply */
	VARIABLE_HIDDEN,  /* has a value, which is not known */
};

/* Sets *value (borrowed during the expansion) when it gives VARIABLE_SET. */
typedef enum variable expand_lookup(struct letters *value, const void *data, struct slice name);

/* How words are read. The two that there are: */
struct dialect {
	bool quotes;     /* quotes vanish, single ones suppress, an escape takes away meaning */
	bool patterns;   /* ${X#p} ${X##p} ${X%p} ${X%%p} ${X/p/w} ${X//p/w} */
	bool parameters; /* $1, $$, $@ ...: names of a shell's parameters */
	bool doubled;    /* "$$" is one '$' */
};
extern const struct dialect dialect_dockerfile; /* moby/buildkit frontend/dockerfile/shell */
extern const struct dialect dialect_compose;    /* the Compose specification, "Interpolation" */

struct expansion {
	const struct dialect *dialect;
	char escape; /* '\\' or '`'; only with quotes */
	expand_lookup *lookup;
	const void *data;
	size_t steps; /* of all words so far: one expansion per file, not per word */
};

/* Adds the expanded word to *out, whose `most` is to be EXPANSION_BYTES_MOST.
 * ERROR_SYNTAX: what the dialect refuses, or a ${X:?text} without a value.
 * ERROR_LIMIT: longer, deeper or slower than limits.h lets it be. */
struct error *expand(struct traced *out, struct expansion *how, struct letters word) MUST_CHECK;

#endif
