#include "later.h"
#include <digestbump/base/compare.h>
#include <digestbump/base/memory.h>

/* Builds of the graph that wait, with what each waits for. */
struct waiting {
	struct rebuild_group *after; /* per build: builds; empty: it does not wait */
	size_t *queue;               /* who waits, in the order of finding */
	size_t count;
};

static void add(struct waiting *waiting, size_t build, size_t after)
{
	struct rebuild_group *group = &waiting->after[build];

	if (!group->count)
		waiting->queue[waiting->count++] = build;
	else if (group->items[group->count - 1] == after)
		return; /* by several references */
	group->items = must_grow(group->items, group->count, sizeof(*group->items));
	group->items[group->count++] = after;
}

static void add_dependants(struct waiting *waiting, const struct dependants *dependants,
			   size_t build, bool pins_only)
{
	for (size_t i = dependants->first[build]; i < dependants->first[build + 1]; i++)
		if (dependants->items[i].is_pin || !pins_only)
			add(waiting, dependants->items[i].build, build);
}

static void add_later(struct rebuild_plan *plan, size_t build, struct rebuild_group *after)
{
	struct rebuild_later later = {
		.build = &plan->graph->builds[build],
		.after = must_alloc(after->count * sizeof(*later.after)),
	};

	qsort(after->items, after->count, sizeof(*after->items), compare_sizes);
	for (size_t i = 0; i < after->count; i++)
		if (!i || after->items[i] != after->items[i - 1])
			later.after[later.after_count++] = &plan->graph->builds[after->items[i]];
	plan->later = must_grow(plan->later, plan->later_count, sizeof(*plan->later));
	plan->later[plan->later_count++] = later;
}

void later_set(struct rebuild_plan *plan, const struct dependants *dependants,
	       const size_t *planned)
{
	size_t count = plan->graph->count;
	struct waiting waiting = {
		.after = must_alloc(count * sizeof(*waiting.after)),
		.queue = must_alloc(count * sizeof(*waiting.queue)),
	};

	for (size_t i = 0; i < count; i++)
		if (planned[i] != PLANNED_NOT)
			add_dependants(&waiting, dependants, i, true);
	for (size_t i = 0; i < waiting.count; i++)
		add_dependants(&waiting, dependants, waiting.queue[i], false);
	for (size_t i = 0; i < count; i++) {
		if (waiting.after[i].count)
			add_later(plan, i, &waiting.after[i]);
		free(waiting.after[i].items);
	}
	free(waiting.after);
	free(waiting.queue);
}
