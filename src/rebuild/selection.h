/* selection.h - which builds of a plan the user wants: --only, --platforms. */
#ifndef DIGESTBUMP_SRC_REBUILD_SELECTION_H
#define DIGESTBUMP_SRC_REBUILD_SELECTION_H

#include <digestbump/rebuild/rebuild.h>

/* Takes out of `wanted` (one per build of the graph) what selection->only does not
 * name and nothing needs that it names. ERROR_USAGE: no build is called like that. */
struct error *selection_limit(bool *wanted, const struct image_graph *graph,
			      const struct rebuild_selection *selection) MUST_CHECK;

/* Sets *out to the platforms that the build is to be made for; false when it names
 * platforms, and none of them is wanted. */
bool selection_platforms(struct strings *out, const struct build *build,
			 const struct rebuild_selection *selection);

#endif
