#include "selection.h"
#include <digestbump/base/memory.h>
#include <string.h>

static bool is_called(const struct build *build, const char *name)
{
	return strcmp(build->name, name) == 0 || string_is(build->repository, name) ||
	       strings_has(&build->names, name);
}

/* Marks the builds of that name, and queues them. */
static size_t mark_named(bool *marked, size_t *queue, const struct image_graph *graph,
			 const char *name)
{
	size_t count = 0;

	for (size_t i = 0; i < graph->count; i++) {
		if (!is_called(&graph->builds[i], name))
			continue;
		marked[i] = true;
		queue[count++] = i;
	}
	return count;
}

/* Marks what the queued builds need, as far as it is wanted. */
static void mark_needs(bool *marked, size_t *queue, size_t count, const struct image_graph *graph)
{
	while (count) {
		const struct build *build = &graph->builds[queue[--count]];

		for (size_t i = 0; i < build->reached_count; i++) {
			size_t need = build->reached[i].build;

			if (!reached_is_need(&build->reached[i]) || marked[need])
				continue;
			marked[need] = true;
			queue[count++] = need;
		}
	}
}

struct error *selection_limit(bool *wanted, const struct image_graph *graph,
			      const struct rebuild_selection *selection)
{
	if (!selection->only.count)
		return NULL;
	bool *marked = must_alloc(graph->count * sizeof(*marked));
	size_t *queue = must_alloc(graph->count * sizeof(*queue));
	struct error *error = NULL;

	for (size_t i = 0; !error && i < selection->only.count; i++) {
		size_t count = mark_named(marked, queue, graph, selection->only.items[i]);

		if (!count)
			error =
			    error_new(ERROR_USAGE,
				      "'--only %s': no build is called like that; "
				      "'digestbump rebuild --all --format list' shows the names",
				      selection->only.items[i]);
		mark_needs(marked, queue, count, graph);
	}
	for (size_t i = 0; i < graph->count; i++)
		wanted[i] = wanted[i] && marked[i];
	free(marked);
	free(queue);
	return error;
}

bool selection_platforms(struct strings *out, const struct build *build,
			 const struct rebuild_selection *selection)
{
	const struct strings *limit = &selection->platforms;
	const struct strings *all = build->platforms.count ? &build->platforms : limit;

	for (size_t i = 0; i < all->count; i++)
		if (!limit->count || strings_has(limit, all->items[i]))
			strings_add_new(out, all->items[i]);
	return out->count || !all->count;
}
