/* variable_expansion.h - variables in a word: $X ${X} ${X:-default} and similar forms.
 *
 * Every byte of the result keeps its origin in the file, so that a
 * digest in a variable's value or in a default is edited in place. An
 * unknown value (the build passes it) stays as written, and
 * its bytes are marked ORIGIN_UNKNOWN. Reads no environment and no file.
 */
#ifndef DIGESTBUMP_SYNTAX_VARIABLE_EXPANSION_H
#define DIGESTBUMP_SYNTAX_VARIABLE_EXPANSION_H

#include <digestbump/base/error.h>
#include <digestbump/syntax/mapped_text.h>

enum variable_state {
	VARIABLE_UNSET,        /* does not exist: its text is empty */
	VARIABLE_SET,          /* has a value */
	VARIABLE_DEFAULT_ONLY, /* the build may pass a value; until then defaults apply */
	VARIABLE_UNKNOWN,      /* has a value that is not known */
};

/* Sets *value (borrowed during the expansion) when it gives VARIABLE_SET. */
typedef enum variable_state expand_lookup(struct mapped_slice *value, const void *data,
					  struct slice name);

/* Signs around a name: "${{" and "}}". */
struct mark {
	const char *open;
	const char *close;
};

/* How words are read. */
struct dialect {
	bool dollars;    /* $X, ${X}, and ${X} with operators */
	bool quotes;     /* quotes are removed, single quotes suppress expansion, escapes apply */
	bool patterns;   /* ${X#p} ${X##p} ${X%p} ${X%%p} ${X/p/w} ${X//p/w} */
	bool parameters; /* $1, $$, $@ ...: names of a shell's parameters */
	bool doubled;    /* "$$" is one '$' */
	bool assigns;    /* ${X=word} ${X:=word}: as '-' */

	/* Other signs around names, tried first, the longer ones first; up to a NULL.
	 * The text between them is looked up as written, without blanks at its ends;
	 * when it is not a name, its value is unknown. May be NULL. */
	const struct mark *marks;
};
extern const struct dialect dialect_dockerfile;  /* moby/buildkit frontend/dockerfile/shell */
extern const struct dialect dialect_compose;     /* the Compose specification, "Interpolation" */
extern const struct dialect dialect_shell;       /* POSIX, "Parameter Expansion"; no quotes */
extern const struct dialect dialect_flux;        /* drone/envsubst: ${X} and its defaults */
extern const struct dialect dialect_braces;      /* ${X}: CMake, Maven */
extern const struct dialect dialect_hcl;         /* ${X}; "$${" is "${" */
extern const struct dialect dialect_groovy;      /* ${X} and $X: Gradle, Jenkins */
extern const struct dialect dialect_make;        /* $(X) and ${X}; "$$" is the shell's '$' */
extern const struct dialect dialect_parentheses; /* $(X): MSBuild, Tekton */

struct expansion {
	const struct dialect *dialect;
	char escape; /* '\\' or '`'; only with quotes */
	expand_lookup *lookup;
	const void *data;
	size_t steps; /* of all words so far: one expansion per file, not per word */
	size_t most;  /* of them: expansion_most() */
};

/* How many steps the expansions of a file of that many bytes may take. */
size_t expansion_most(size_t bytes);

/* Adds the expanded word to *out, whose `most` must be EXPANSION_BYTES_MOST.
 * ERROR_SYNTAX: the dialect rejects it, or a ${X:?text} without a value.
 * ERROR_LIMIT: longer, deeper or slower than limits.h allows. */
struct error *expand(struct mapped_text *out, struct expansion *expansion, struct mapped_slice word)
    MUST_CHECK;

#endif
