/* stage_graph.h - the stages of a Dockerfile, and what each of them names.
 *
 * Read once for all builds of the file: nothing is expanded yet.
 */
#ifndef DIGESTBUMP_SRC_GRAPH_STAGE_GRAPH_H
#define DIGESTBUMP_SRC_GRAPH_STAGE_GRAPH_H

#include <digestbump/base/map.h>
#include <digestbump/scan/pin.h>
#include <digestbump/syntax/mapped_text.h>

/* COPY --from or RUN --mount=from= */
struct stage_source {
	struct mapped_text *from; /* as it stands */
	enum pin_kind kind;
	bool is_number;
	size_t number; /* of a stage */
};

struct stage_node {
	char *name;                /* lower case; NULL: none */
	struct mapped_text *image; /* of FROM, as it stands; NULL: FROM is broken */
	struct stage_source *sources;
	size_t source_count;
};

struct stage_graph {
	struct stage_node *stages;
	size_t count;
	struct map *by_name; /* -> struct stage_node, the last of that name */

	struct mapped_text **declarations; /* what the global ARGs say */
	size_t declaration_count;
	bool is_for_platform; /* a FROM or a global ARG uses TARGETPLATFORM or one of its kin */

	char escape;
	size_t bytes;
};

/* Gives the stages of a Dockerfile. */
struct stage_graph *stage_graph_read(struct mapped_slice text) MUST_CHECK;
void stage_graph_free(struct stage_graph *graph); /* NULL is fine */
DEFINE_OWNED(stage_graph)

/* Sets *index to the stage that `target` means: a name in any case, or a number; NULL: the
 * last one. False when there is none. */
bool stage_graph_find(size_t *index, const struct stage_graph *graph, const char *target);

#endif
