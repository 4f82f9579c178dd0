/* variable_paths.h - where in a YAML or JSON document variables are defined, as a table.
 *
 * For formats whose schema defines variables. Does not handle images.
 */
#ifndef DIGESTBUMP_SRC_SCAN_FORMATS_VARIABLE_PATHS_H
#define DIGESTBUMP_SRC_SCAN_FORMATS_VARIABLE_PATHS_H

#include "../find/digest_values.h"
#include "../find/finder.h"
#include <digestbump/base/node.h>

/* One place of definitions. Keys from the document's root, with '/' between them: `*` is
 * any key and a part of the name, `[]` any item. After a '|' the scope of the definitions is
 * the node reached so far, and names start there; '&' after a segment makes those below
 * it a group, and is not part of the name: "jobs / * | strategy / matrix / * / []&" without the
 * blanks. */
struct variable_path {
	const char *path;
	const char *prefix; /* the prefix of the name in uses: "env."; may be NULL */
	const char *value;  /* the node is { name: NAME, <this key>: text }; NULL: it is the text */
};

struct variable_paths {
	const struct dialect *dialect;
	const char *const *prefixes;          /* see variables_new(, &digest_values); may be NULL */
	const struct variable_path *bindings; /* up to a NULL path */

	/* Other YAML files, each a mapping of names to texts, relative to the file; up to a NULL,
	 * may be NULL. Read only where `sign` is in the file. */
	const char *const *sibling_files;
	const char *sign;
};

/* Gives the nodes of the definitions (text 0), and sets finder->variables.
 * Call it once per file, for all of its documents. */
struct node_set *variable_paths_define(struct finder *finder,
				       const struct variable_paths *variable_paths,
				       const struct documents *documents) MUST_CHECK;

/* The same for one document; its definitions apply only to it. */
void variable_paths_define_in(struct finder *finder, const struct variable_paths *variable_paths,
			      const struct node *root);

#endif
