/* variable_paths.h - where in a YAML or JSON document variables are defined, as a table.
 *
 * For formats whose schema says it. Knows nothing of images.
 */
#ifndef DIGESTBUMP_SRC_SCAN_FORMATS_VARIABLE_PATHS_H
#define DIGESTBUMP_SRC_SCAN_FORMATS_VARIABLE_PATHS_H

#include "../find/digest_values.h"
#include "../find/finder.h"
#include <digestbump/base/node.h>

/* One place of definitions. Keys from the document's root, with '/' between them: `*` is
 * any key and a part of the name, `[]` any item. Behind a '|' the definitions count in
 * the node that was reached, and names begin anew; '&' behind a segment makes those below
 * a group, and is no part of the name itself: "jobs / * | strategy / matrix / * / []&" without the
 * blanks. */
struct variable_path {
	const char *path;
	const char *prefix; /* what stands in front of the name in uses: "env."; may be NULL */
	const char *value;  /* the node is { name: NAME, <this key>: text }; NULL: it is the text */
};

struct variable_paths {
	const struct dialect *dialect;
	const char *const *prefixes;          /* see variables_new(, &digest_values); may be NULL */
	const struct variable_path *bindings; /* up to a NULL path */

	/* Files beside, YAML and each a mapping of names to texts; up to a NULL, may be
	 * NULL. Asked for only where `sign` stands in the file. */
	const char *const *sibling_files;
	const char *sign;
};

/* Gives the definitions' nodes (text 0); with this
 * finder->variables is set. To be called once per file: for all of its documents. */
struct node_set *variable_paths_define(struct finder *finder,
				       const struct variable_paths *variable_paths,
				       const struct documents *documents) MUST_CHECK;

/* The same for one document, whose definitions count in it. */
void variable_paths_define_in(struct finder *finder, const struct variable_paths *variable_paths,
			      const struct node *root);

#endif
