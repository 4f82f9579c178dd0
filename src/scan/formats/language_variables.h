/* language_variables.h - which settings of a language define variables, and how they are used.
 *
 * For formats that nested_settings.h reads. Knows nothing of images.
 */
#ifndef DIGESTBUMP_SRC_SCAN_FORMATS_LANGUAGE_VARIABLES_H
#define DIGESTBUMP_SRC_SCAN_FORMATS_LANGUAGE_VARIABLES_H

#include "../find/finder.h"
#include <digestbump/syntax/nested_settings.h>

/* Where a definition counts, and which others belong to it. */
enum naming_scope {
	SCOPE_FILE,        /* everywhere; all of a file's belong together */
	SCOPE_BLOCK,       /* from there to the end of the brackets it stands in */
	SCOPE_OUTER_BLOCK, /* in the brackets around those it stands in: environment { ... } */
	SCOPE_GROUP,       /* everywhere; those in the same brackets belong together */
	SCOPE_ALONE,       /* everywhere; none belongs to it */
};

struct variable_naming {
	const char *path;   /* a glob of setting.path */
	const char *prefix; /* what stands in front of the name in uses: "var." */
	unsigned skipped;   /* names of the path that are none of it; NAME_IS_LAST_SEGMENT: all but
			       the last */
	enum naming_scope scope;
};
enum { NAME_IS_LAST_SEGMENT = 100 };

/* A file beside, for its variables. */
struct sibling_definitions {
	const char *path;
	const char *sign;                      /* asked for only by files with this in them */
	const struct variable_naming *namings; /* up to a NULL path; NULL: NAME=value in lines */
};

struct language {
	const struct language_syntax *syntax;
	const struct dialect *dialect;                   /* NULL: nothing of variables is known */
	const char *const *prefixes;                     /* see variables_new() */
	const struct variable_naming *namings;           /* up to a NULL path */
	const struct sibling_definitions *sibling_files; /* up to a NULL path; may be NULL */
};

/* Reads what the file and its neighbours define; finder->variables is then set. */
void language_define(struct finder *finder, const struct language *language);

/* Whether a setting defines a variable, and nothing else. */
bool language_is_definition(const struct language *language, const struct setting *setting);

#endif
