/* build.h - a build while the graph is made. */
#ifndef DIGESTBUMP_SRC_GRAPH_BUILD_H
#define DIGESTBUMP_SRC_GRAPH_BUILD_H

#include "making.h"
#include "reach.h"

/* What make_builds() keeps beside each build until the graph is done. */
struct build_draft {
	struct build build;
	const struct declared **declared; /* by declaration, file, line: the first one counts */
	size_t declared_count;
	struct reach reach;
	bool has_default_tag; /* a tag is a default, and another one in CI */
	const char *target;   /* as the declaration has it */
};

/* Sorts what declares the build, and sets all of the build but what it reaches, its key and its
 * name. */
void build_draft_fill(struct build_draft *draft);

void build_clear(struct build *build); /* frees what it holds */

/* Gives path, target, arguments and contexts as one text. `target`: NULL for the last stage. */
char *build_key(const struct declared *declared, const char *target) MUST_CHECK;

#endif
