/* making.h - a graph while it is made: the trees, and what their files declare. */
#ifndef DIGESTBUMP_SRC_GRAPH_MAKING_H
#define DIGESTBUMP_SRC_GRAPH_MAKING_H

#include "positions.h"
#include <digestbump/base/map.h>
#include <digestbump/graph/graph.h>

struct build_draft;
struct declared;

struct making_tree {
	const struct graph_tree *given;
	struct tree_files *files; /* that may declare something, and all Dockerfiles */
	struct map *listed;       /* path -> struct format, of those files */
	struct map *dockerfiles;  /* path -> something, that a declaration names */
	struct map *called;       /* path -> something, of workflows and actions that are called */
	size_t calls;
	struct strings callable;  /* those that may be: read last, if nobody calls them */
	struct strings bake_sets; /* paths of bake files that are read together, a line each */
};

struct making {
	struct making_tree *trees;
	size_t tree_count;
	const struct context *context;
	struct positions *positions;
	struct declared **items; /* in the order of reading */
	size_t count;
	struct build_draft *drafts; /* in the order of graph->builds */
	size_t draft_count;
	struct map *labels; /* label_key() -> struct declared */
	struct image_graph *graph;
	bool is_full;       /* BUILDS_MOST */
	size_t reach_steps; /* that are left: REACH_STEPS_MOST */
};

/* Gives the key of what a scope calls `label`. */
char *label_key(size_t tree, const char *scope, const char *label) MUST_CHECK;

/* Says that a build cannot be read. Takes reason; code must be static. */
void making_unknown(struct making *making, const struct position *where, const char *code,
		    char *reason, size_t build);

/* Gives the bytes of a file of a tree, links in the tree followed; *path is what it is really
 * called then. ERROR_ABSENT: there is none. */
struct error *making_read(struct text **out, char **path, const struct making *making, size_t tree,
			  const char *wanted) MUST_CHECK;

/* The steps, in order. */
struct error *read_declarations(struct making *making) MUST_CHECK;
void read_bake_sets(struct making *making, size_t tree);     /* bake files of one tree */
void read_configured(struct making *making);                 /* `images:` of the configurations */
void declare_dockerfiles(struct making *making);             /* those that nothing names */
struct error *make_builds(struct making *making) MUST_CHECK; /* -> drafts */
void name_builds(struct making *making);                     /* and sort them */
void link_builds(struct making *making);                     /* what is reached that is ours */
void sort_unknown(struct image_graph *graph);
/* Gives an index; borrows graph. */
struct build_index *build_index_new(const struct image_graph *graph) MUST_CHECK;
void build_index_free(struct build_index *index); /* NULL is fine */

#endif
