#include "making.h"
#include <digestbump/base/memory.h>
#include <string.h>

void making_unknown(struct making *making, const struct position *where, const char *code,
		    char *reason, size_t build)
{
	struct image_graph *graph = making->graph;

	graph->unknown = must_grow(graph->unknown, graph->unknown_count, sizeof(*graph->unknown));
	graph->unknown[graph->unknown_count++] = (struct unknown_build){
		.tree = where->tree,
		.path = must_copy(where->path),
		.line = where->line,
		.code = code,
		.reason = reason,
		.build = build,
	};
}

static int compare(const void *a, const void *b)
{
	const struct unknown_build *one = a, *other = b;
	int order = (one->tree > other->tree) - (one->tree < other->tree);

	if (!order)
		order = strcmp(one->path, other->path);
	if (!order)
		order = (one->line > other->line) - (one->line < other->line);
	if (!order)
		order = strcmp(one->code, other->code);
	if (!order)
		order = strcmp(one->reason, other->reason);
	return order ? order : (one->build > other->build) - (one->build < other->build);
}

static bool is_same(const struct unknown_build *one, const struct unknown_build *other)
{
	return one->tree == other->tree && one->line == other->line &&
	       strcmp(one->path, other->path) == 0 && strcmp(one->reason, other->reason) == 0 &&
	       one->build == other->build;
}

void sort_unknown(struct image_graph *graph)
{
	size_t kept = 0;

	if (graph->unknown_count)
		qsort(graph->unknown, graph->unknown_count, sizeof(*graph->unknown), compare);
	for (size_t i = 0; i < graph->unknown_count; i++) {
		if (kept && is_same(&graph->unknown[kept - 1], &graph->unknown[i])) {
			free(graph->unknown[i].path);
			free(graph->unknown[i].reason);
		} else {
			graph->unknown[kept++] = graph->unknown[i];
		}
	}
	graph->unknown_count = kept;
}
