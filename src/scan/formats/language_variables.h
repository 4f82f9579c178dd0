/* language_variables.h - which settings of a language define variables, and how they are used.
 *
 * For formats that nested_settings.h reads. Does not handle images.
 */
#ifndef DIGESTBUMP_SRC_SCAN_FORMATS_LANGUAGE_VARIABLES_H
#define DIGESTBUMP_SRC_SCAN_FORMATS_LANGUAGE_VARIABLES_H

#include "../find/finder.h"
#include <digestbump/syntax/nested_settings.h>

/* The scope of a definition, and its group. */
enum naming_scope {
	SCOPE_FILE,        /* everywhere; all of a file's belong together */
	SCOPE_BLOCK,       /* from there to the end of its brackets */
	SCOPE_OUTER_BLOCK, /* in the brackets around its own: environment { ... } */
	SCOPE_GROUP,       /* everywhere; those in the same brackets belong together */
	SCOPE_ALONE,       /* everywhere; none belongs to it */
};

struct variable_naming {
	const char *path;   /* a glob of setting.path */
	const char *prefix; /* the prefix of the name in uses: "var." */
	unsigned skipped;   /* leading names of the path that are not part of it;
			       NAME_IS_LAST_SEGMENT: all but   the last */
	enum naming_scope scope;
};
enum { NAME_IS_LAST_SEGMENT = 100 };

/* Another file with variables, relative to the file under scan. */
struct sibling_definitions {
	const char *path;
	const char *sign;                      /* read only for files that contain this */
	const struct variable_naming *namings; /* up to a NULL path; NULL: NAME=value in lines */
};

struct language {
	const struct language_syntax *syntax;
	const struct dialect *dialect;                   /* NULL: variables are not expanded */
	const char *const *prefixes;                     /* see variables_new() */
	const struct variable_naming *namings;           /* up to a NULL path */
	const struct sibling_definitions *sibling_files; /* up to a NULL path; may be NULL */
};

/* Reads the definitions of the file and its siblings; sets finder->variables. */
void language_define(struct finder *finder, const struct language *language);

/* True when a setting only defines a variable. */
bool language_is_definition(const struct language *language, const struct setting *setting);

#endif
