#include "changes.h"
#include "later.h"
#include "selection.h"
#include "waves.h"
#include <digestbump/base/compare.h>
#include <digestbump/base/memory.h>
#include <string.h>

/* What is known of each build of the graph while a plan is made. */
struct planning {
	const struct image_graph *graph;
	const struct rebuild_selection *selection;
	struct dependants *dependants;
	struct rebuild *found; /* reasons of its own */
	bool *wanted;
	size_t *planned; /* see waves.h */
};

static void rebuild_clear(struct rebuild *item)
{
	strings_clear(&item->platforms);
	free(item->because);
	free(item->needs);
	free(item->revision);
}

/* ---- which builds ---- */

static void find_changes(struct planning *planning, const struct image_graph *from)
{
	OWNED(counterparts) counterparts = counterparts_find(from, planning->graph);
	const struct revisions revisions = {
		.from = from,
		.to = planning->graph,
		.counterparts = counterparts,
	};

	for (size_t i = 0; i < planning->graph->count; i++) {
		changes_find(&planning->found[i], &revisions, i);
		planning->wanted[i] = planning->found[i].because_count;
	}
}

/* Wants all that needs what is wanted. */
static void close_over_needs(struct planning *planning)
{
	const struct dependants *dependants = planning->dependants;
	size_t *queue = must_alloc(planning->graph->count * sizeof(*queue));
	size_t count = 0;

	for (size_t i = 0; i < planning->graph->count; i++)
		if (planning->wanted[i])
			queue[count++] = i;
	while (count) {
		size_t build = queue[--count];

		for (size_t i = dependants->first[build]; i < dependants->first[build + 1]; i++) {
			size_t other = dependants->items[i].build;

			if (dependants->items[i].is_pin || planning->wanted[other])
				continue;
			planning->wanted[other] = true;
			queue[count++] = other;
		}
	}
	free(queue);
}

/* ---- items ---- */

static bool is_shown(const struct planning *planning, size_t build)
{
	return planning->selection->shown && planning->selection->shown[build];
}

/* Takes over the reasons that were found. */
static void set_items(struct rebuild_plan *plan, struct planning *planning)
{
	size_t count = planning->graph->count;

	plan->items = must_alloc(count * sizeof(*plan->items));
	for (size_t i = 0; i < count; i++) {
		struct rebuild *item = &plan->items[plan->count];

		planning->planned[i] = PLANNED_NOT;
		if (!planning->wanted[i] && !is_shown(planning, i))
			continue;
		*item = (struct rebuild){ .build = &planning->graph->builds[i] };
		if (!selection_platforms(&item->platforms, item->build, planning->selection))
			continue;
		item->because = pass_on(&planning->found[i].because);
		item->because_count = planning->found[i].because_count;
		if (planning->wanted[i])
			planning->planned[i] = plan->count;
		plan->count++;
	}
}

/* Sets those of the plan that the item needs, each once, by name. */
static void set_needs(struct rebuild_plan *plan, size_t index, const size_t *planned)
{
	struct rebuild *item = &plan->items[index];
	size_t *needs = must_alloc(item->build->reached_count * sizeof(*needs));
	size_t count = 0;

	for (size_t i = 0; i < item->build->reached_count; i++) {
		const struct reached *reached = &item->build->reached[i];

		if (reached_is_need(reached) && planned[reached->build] != PLANNED_NOT &&
		    planned[reached->build] != index)
			needs[count++] = planned[reached->build];
	}
	qsort(needs, count, sizeof(*needs), compare_sizes);
	for (size_t i = 0; i < count; i++)
		if (!i || needs[i] != needs[i - 1])
			needs[item->need_count++] = needs[i];
	item->needs = needs;
}

/* Behind the pins that changed. */
static void add_reasons(struct rebuild *item)
{
	for (size_t i = 0; i < item->need_count; i++) {
		item->because =
		    must_grow(item->because, item->because_count, sizeof(*item->because));
		item->because[item->because_count++] =
		    (struct rebuild_reason){ .cause = CAUSE_NEED, .need = item->needs[i] };
	}
}

static void set_unknown(struct rebuild_plan *plan, const size_t *planned)
{
	for (size_t i = 0; i < plan->graph->unknown_count; i++) {
		size_t build = plan->graph->unknown[i].build;

		if (build != BUILD_NONE && planned[build] != PLANNED_NOT)
			plan->has_unknown = true;
	}
}

/* ---- plans ---- */

static struct planning planning_begin(const struct image_graph *graph,
				      const struct rebuild_selection *selection)
{
	return (struct planning){
		.graph = graph,
		.selection = selection,
		.dependants = dependants_find(graph),
		.found = must_alloc(graph->count * sizeof(struct rebuild)),
		.wanted = must_alloc(graph->count * sizeof(bool)),
		.planned = must_alloc(graph->count * sizeof(size_t)),
	};
}

static void planning_end(struct planning *planning)
{
	for (size_t i = 0; i < planning->graph->count; i++)
		rebuild_clear(&planning->found[i]);
	free(planning->found);
	free(planning->wanted);
	free(planning->planned);
	dependants_free(planning->dependants);
}

/* Gives the plan for the builds that are wanted by now. */
static struct error *plan_builds(struct rebuild_plan **out, struct planning *planning)
{
	const struct rebuild_selection *selection = planning->selection;
	OWNED(rebuild_plan) plan = must_alloc(sizeof(*plan));

	plan->graph = planning->graph;
	close_over_needs(planning);
	TRY(selection_limit(planning->wanted, planning->graph, selection));
	set_items(plan, planning);
	for (size_t i = 0; i < plan->count; i++) {
		if (planning->planned[plan->items[i].build - plan->graph->builds] == PLANNED_NOT)
			continue;
		set_needs(plan, i, planning->planned);
		if (!selection->all)
			add_reasons(&plan->items[i]);
	}
	waves_set(plan, planning->planned);
	later_set(plan, planning->dependants, planning->planned);
	set_unknown(plan, planning->planned);
	*out = pass_on(&plan);
	return NULL;
}

struct error *rebuild_plan_make(struct rebuild_plan **out, const struct image_graph *from,
				const struct image_graph *to,
				const struct rebuild_selection *selection)
{
	struct planning planning = planning_begin(to, selection);

	if (selection->all)
		memset(planning.wanted, true, to->count * sizeof(bool));
	else
		find_changes(&planning, from);
	struct error *error = plan_builds(out, &planning);

	planning_end(&planning);
	return error;
}

struct error *rebuild_plan_from_seeds(struct rebuild_plan **out, const struct image_graph *graph,
				      const struct rebuild_seed *seeds, size_t count,
				      const struct rebuild_selection *selection)
{
	struct planning planning = planning_begin(graph, selection);

	for (size_t i = 0; i < count; i++) {
		struct rebuild *found = &planning.found[seeds[i].build];

		planning.wanted[seeds[i].build] = true;
		found->because =
		    must_grow(found->because, found->because_count, sizeof(*found->because));
		found->because[found->because_count++] = seeds[i].reason;
	}
	struct error *error = plan_builds(out, &planning);

	planning_end(&planning);
	return error;
}

static void groups_free(struct rebuild_group *groups, size_t count)
{
	for (size_t i = 0; i < count; i++)
		free(groups[i].items);
	free(groups);
}

void rebuild_plan_free(struct rebuild_plan *plan)
{
	if (!plan)
		return;
	for (size_t i = 0; i < plan->count; i++)
		rebuild_clear(&plan->items[i]);
	for (size_t i = 0; i < plan->later_count; i++)
		free((void *)plan->later[i].after);
	groups_free(plan->waves, plan->wave_count);
	groups_free(plan->cycles, plan->cycle_count);
	free(plan->later);
	free(plan->items);
	free(plan);
}
