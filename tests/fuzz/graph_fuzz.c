#include <digestbump/base/memory.h>
#include <digestbump/graph/graph.h>
#include <digestbump/limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void broken(const char *what, const char *name)
{
	fprintf(stderr, "%s: %s\n", what, name);
	abort();
}

static void check_build(const struct image_graph *graph, size_t index)
{
	const struct build *build = &graph->builds[index];

	if (index && strcmp(graph->builds[index - 1].name, build->name) >= 0)
		broken("not sorted, or named twice", build->name);
	if (graph_find(graph, build->name) != build)
		broken("not found by its name", build->name);
	if (!build->origin_count || !build->path || !build->key)
		broken("comes from nowhere", build->name);
	for (size_t i = 0; i < build->reached_count; i++) {
		const struct reached *reached = &build->reached[i];

		if (reached->build != BUILD_NONE && reached->build >= graph->count)
			broken("needs what is not there", build->name);
		if (!reached->path || !reached->line ||
		    (!reached->image && reached_is_base(reached)))
			broken("reaches something that stands nowhere", build->name);
	}
}

static void check(const struct image_graph *graph)
{
	struct build_set set = { 0 };

	for (size_t i = 0; i < graph->count; i++)
		check_build(graph, i);
	for (size_t i = 0; i < graph->unknown_count; i++)
		if (!graph->unknown[i].path || !graph->unknown[i].reason || !graph->unknown[i].code)
			broken("unknown, and it is not said why", "");
	graph_close_over_needs(&set, graph);
	build_set_clear(&set);
}

/* The files of a tree, each behind a line "=== PATH". Any bytes make a graph that holds together.
 */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char mark[] = "=== ";
	const struct context context = { 0 };
	OWNED(tree) files = tree_overlay(NULL);
	OWNED(config) config = config_default();
	OWNED(image_graph) graph = NULL;
	OWNED_STRING path = NULL;
	struct slice rest = { (const char *)data, size };
	struct slice line;
	const char *begin = rest.at;

	while (slice_line(&line, &rest)) {
		if (!slice_starts(line, mark) || line.size > PATH_BYTES_MOST)
			continue;
		if (path)
			tree_overlay_set(files, path,
					 (struct slice){ begin, (size_t)(line.at - begin) });
		free(path);
		path = must_copy_bytes(line.at + strlen(mark), line.size - strlen(mark));
		begin = rest.at;
	}
	if (path)
		tree_overlay_set(files, path,
				 (struct slice){ begin,
						 (size_t)((const char *)data + size - begin) });
	const struct graph_tree tree = { .files = files, .config = config };
	OWNED(error) failed = graph_make(&graph, &tree, 1, &context);

	if (!failed)
		check(graph);
	return 0;
}
