#include "waves.h"
#include <digestbump/base/compare.h>
#include <digestbump/base/memory.h>
#include <string.h>

/* Tarjan's strongly connected components, without recursion: a chain of builds may be
 * as long as there are builds. A component ends after all those that it needs, so its
 * wave is known then. */
struct search {
	struct rebuild_plan *plan;
	const size_t *planned;
	size_t *number; /* order of visiting, from 1; 0: not yet */
	size_t *lowest; /* the lowest number that is reached from here */
	size_t *edge;   /* the edge of the item that is looked at next */
	bool *is_open;  /* its component has not ended */
	size_t *open;   /* items of open components */
	size_t open_count;
	size_t *path; /* from where the search began to where it is */
	size_t path_count;
	size_t visited;
};

static void group_add(struct rebuild_group *group, size_t item)
{
	group->items = must_grow(group->items, group->count, sizeof(*group->items));
	group->items[group->count++] = item;
}

static const struct build *build_of(const struct search *search, size_t item)
{
	return search->plan->items[item].build;
}

/* The item at the other end of an edge, or PLANNED_NOT. */
static size_t needed(const struct search *search, const struct reached *reached)
{
	return reached_is_need(reached) ? search->planned[reached->build] : PLANNED_NOT;
}

/* A pin on itself is a cycle as well: every build of it asks for another. */
static bool reaches_itself(const struct search *search, size_t item)
{
	const struct build *build = build_of(search, item);

	for (size_t i = 0; i < build->reached_count; i++)
		if (build->reached[i].build != BUILD_NONE &&
		    search->planned[build->reached[i].build] == item)
			return true;
	return false;
}

/* The wave behind those that the item needs outside of its own component. */
static size_t earliest_wave(const struct search *search, size_t item)
{
	const struct build *build = build_of(search, item);
	size_t wave = 0;

	for (size_t i = 0; i < build->reached_count; i++) {
		size_t other = needed(search, &build->reached[i]);

		if (other == PLANNED_NOT || search->plan->items[other].wave == WAVE_NONE)
			continue;
		if (search->plan->items[other].wave + 1 > wave)
			wave = search->plan->items[other].wave + 1;
	}
	return wave;
}

static void add_cycle(struct rebuild_plan *plan, const struct rebuild_group *component)
{
	for (size_t i = 0; i < component->count; i++)
		plan->items[component->items[i]].is_in_cycle = true;
	plan->cycles = must_grow(plan->cycles, plan->cycle_count, sizeof(*plan->cycles));
	plan->cycles[plan->cycle_count++] = *component;
}

/* The open items from `item` on are a component. */
static void end_component(struct search *search, size_t item)
{
	struct rebuild_group component = { 0 };
	size_t wave = 0, last;

	do {
		last = search->open[--search->open_count];
		search->is_open[last] = false;
		group_add(&component, last);
		size_t earliest = earliest_wave(search, last);

		wave = earliest > wave ? earliest : wave;
	} while (last != item);
	for (size_t i = 0; i < component.count; i++)
		search->plan->items[component.items[i]].wave = wave;
	qsort(component.items, component.count, sizeof(*component.items), compare_sizes);
	if (component.count > 1 || reaches_itself(search, item))
		add_cycle(search->plan, &component);
	else
		free(component.items);
}

static void enter(struct search *search, size_t item)
{
	search->number[item] = search->lowest[item] = ++search->visited;
	search->is_open[item] = true;
	search->open[search->open_count++] = item;
	search->path[search->path_count++] = item;
}

/* Looks at the next edge of the item; false when there is none left. */
static bool follow_edge(struct search *search, size_t item)
{
	const struct build *build = build_of(search, item);

	if (search->edge[item] == build->reached_count)
		return false;
	size_t other = needed(search, &build->reached[search->edge[item]++]);

	if (other == PLANNED_NOT)
		return true;
	if (!search->number[other])
		enter(search, other);
	else if (search->is_open[other] && search->number[other] < search->lowest[item])
		search->lowest[item] = search->number[other];
	return true;
}

static void leave(struct search *search)
{
	size_t item = search->path[--search->path_count];

	if (search->path_count) {
		size_t above = search->path[search->path_count - 1];

		if (search->lowest[item] < search->lowest[above])
			search->lowest[above] = search->lowest[item];
	}
	if (search->lowest[item] == search->number[item])
		end_component(search, item);
}

static void visit(struct search *search, size_t item)
{
	if (search->number[item])
		return;
	enter(search, item);
	while (search->path_count)
		if (!follow_edge(search, search->path[search->path_count - 1]))
			leave(search);
}

static void set_groups(struct rebuild_plan *plan)
{
	for (size_t i = 0; i < plan->count; i++)
		if (plan->items[i].wave != WAVE_NONE && plan->items[i].wave + 1 > plan->wave_count)
			plan->wave_count = plan->items[i].wave + 1;
	plan->waves = must_alloc(plan->wave_count * sizeof(*plan->waves));
	for (size_t i = 0; i < plan->count; i++)
		if (plan->items[i].wave != WAVE_NONE)
			group_add(&plan->waves[plan->items[i].wave], i);
}

static int compare_groups(const void *a, const void *b)
{
	const struct rebuild_group *one = a, *other = b;

	return compare_sizes(one->items, other->items);
}

void waves_set(struct rebuild_plan *plan, const size_t *planned)
{
	size_t bytes = plan->count * sizeof(size_t);
	struct search search = {
		.plan = plan,
		.planned = planned,
		.number = must_alloc(bytes),
		.lowest = must_alloc(bytes),
		.edge = must_alloc(bytes),
		.is_open = must_alloc(plan->count * sizeof(bool)),
		.open = must_alloc(bytes),
		.path = must_alloc(bytes),
	};

	for (size_t i = 0; i < plan->count; i++)
		plan->items[i].wave = WAVE_NONE;
	for (size_t i = 0; i < plan->count; i++)
		if (planned[plan->items[i].build - plan->graph->builds] != PLANNED_NOT)
			visit(&search, i);
	set_groups(plan);
	if (plan->cycle_count)
		qsort(plan->cycles, plan->cycle_count, sizeof(*plan->cycles), compare_groups);
	free(search.number);
	free(search.lowest);
	free(search.edge);
	free(search.is_open);
	free(search.open);
	free(search.path);
}
