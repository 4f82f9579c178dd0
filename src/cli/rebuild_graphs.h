/* rebuild_graphs.h - the image graphs of both revisions of a rebuild plan. */
#ifndef DIGESTBUMP_SRC_CLI_REBUILD_GRAPHS_H
#define DIGESTBUMP_SRC_CLI_REBUILD_GRAPHS_H

#include "workspace.h"
#include <digestbump/graph/graph.h>
#include <digestbump/rebuild/range.h>

/* One repository at both revisions. */
struct rebuild_repository {
	struct workspace to;
	struct workspace from;       /* .tree NULL: no comparison */
	struct rebuild_range *range; /* NULL: a plain directory */
};

struct rebuild_graphs {
	const struct invocation *invocation;
	struct strings directories; /* every -C, or "." */
	struct rebuild_repository *repositories;
	size_t count;
	struct image_graph *to;
	struct image_graph *from; /* NULL: not needed, or the same as `to` */
	bool is_same;             /* no file differs: `from` is `to` */
};

/* Opens the repositories and makes the graphs, that of `from` only when the command line asks
 * for a comparison. ERROR_USAGE: not a repository, although the options need one. */
struct error *rebuild_graphs_open(struct rebuild_graphs *out, const struct invocation *invocation)
    MUST_CHECK;
void rebuild_graphs_close(struct rebuild_graphs *graphs); /* frees what it holds */

#endif
