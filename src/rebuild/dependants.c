#include "dependants.h"
#include <digestbump/base/memory.h>

static bool is_edge(const struct reached *reached, size_t build)
{
	return reached->build != BUILD_NONE && reached->build != build;
}

/* first[i + 1]: how many depend on the builds up to i. */
static void count_edges(struct dependants *out, const struct image_graph *graph)
{
	for (size_t i = 0; i < graph->count; i++)
		for (size_t k = 0; k < graph->builds[i].reached_count; k++)
			if (is_edge(&graph->builds[i].reached[k], i))
				out->first[graph->builds[i].reached[k].build + 1]++;
	for (size_t i = 0; i < graph->count; i++)
		out->first[i + 1] += out->first[i];
}

struct dependants *dependants_find(const struct image_graph *graph)
{
	OWNED(dependants) out = must_alloc(sizeof(*out));
	size_t *next = must_alloc(graph->count * sizeof(*next));

	out->first = must_alloc((graph->count + 1) * sizeof(*out->first));
	count_edges(out, graph);
	out->items = must_alloc(out->first[graph->count] * sizeof(*out->items));
	for (size_t i = 0; i < graph->count; i++)
		next[i] = out->first[i];
	for (size_t i = 0; i < graph->count; i++) {
		for (size_t k = 0; k < graph->builds[i].reached_count; k++) {
			const struct reached *reached = &graph->builds[i].reached[k];

			if (is_edge(reached, i))
				out->items[next[reached->build]++] = (struct dependant){
					.build = i,
					.is_pin = reached_is_pin(reached),
				};
		}
	}
	free(next);
	return pass_on(&out);
}

void dependants_free(struct dependants *dependants)
{
	if (!dependants)
		return;
	free(dependants->first);
	free(dependants->items);
	free(dependants);
}
