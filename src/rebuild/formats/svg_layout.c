#include "svg_layout.h"
#include <digestbump/base/memory.h>
#include <string.h>

enum { SWEEPS = 4 }; /* to the right and back; more change little */

/* ---- nodes and edges ---- */

static void set_items(struct svg_layout *layout, const struct rebuild_plan *plan)
{
	for (size_t i = 0; i < plan->count; i++) {
		const struct rebuild *item = &plan->items[i];
		struct svg_node *node = &layout->nodes[i];

		node->build = item->build;
		node->item = item;
		node->column = item->wave == WAVE_NONE ? 0 : item->wave;
		node->sources = must_alloc(item->need_count * sizeof(*node->sources));
		for (size_t k = 0; k < item->need_count; k++)
			node->sources[node->source_count++] = item->needs[k];
	}
	layout->count = plan->count;
}

/* What is built now and waits again has two nodes: it is made twice. */
static void set_later(struct svg_layout *layout, const struct rebuild_plan *plan)
{
	size_t *node_of = must_alloc(plan->graph->count * sizeof(*node_of));

	for (size_t i = 0; i < plan->later_count; i++) {
		struct svg_node *node = &layout->nodes[layout->count];

		node->build = plan->later[i].build;
		node->later = &plan->later[i];
		node->column = plan->wave_count;
		node_of[node->build - plan->graph->builds] = layout->count++;
	}
	for (size_t i = 0; i < plan->count; i++)
		node_of[plan->items[i].build - plan->graph->builds] = i;
	for (size_t i = plan->count; i < layout->count; i++) {
		struct svg_node *node = &layout->nodes[i];

		node->sources = must_alloc(node->later->after_count * sizeof(*node->sources));
		for (size_t k = 0; k < node->later->after_count; k++)
			node->sources[node->source_count++] =
			    node_of[node->later->after[k] - plan->graph->builds];
	}
	free(node_of);
}

/* ---- places ---- */

/* The nodes of one column while they are put in order. */
struct place {
	size_t node;
	double wanted; /* where it would like to stand */
};

struct places {
	struct place *items;
	size_t count;
};

struct sweep {
	struct svg_layout *layout;
	struct places *columns;
	double *sums; /* of the places of a node's neighbours, and how many they are */
	size_t *neighbours;
};

static int compare_places(const void *a, const void *b)
{
	const struct place *one = a, *other = b;
	int order = (one->wanted > other->wanted) - (one->wanted < other->wanted);

	return order ? order : (one->node > other->node) - (one->node < other->node);
}

static void add_neighbour(struct sweep *sweep, size_t node, size_t neighbour)
{
	sweep->sums[node] += sweep->layout->nodes[neighbour].y;
	sweep->neighbours[node]++;
}

/* Tells the neighbours of a node, on the other side of the sweep, where it stands. */
static void tell_sources(struct sweep *sweep, size_t node)
{
	const struct svg_node *nodes = sweep->layout->nodes;

	for (size_t i = 0; i < nodes[node].source_count; i++)
		if (nodes[nodes[node].sources[i]].column < nodes[node].column)
			add_neighbour(sweep, nodes[node].sources[i], node);
}

/* Asks the sources of a node, which stand by now. Those of its own column are parts of a
 * cycle, or wait like it. */
static void ask_sources(struct sweep *sweep, size_t node)
{
	const struct svg_node *nodes = sweep->layout->nodes;

	for (size_t i = 0; i < nodes[node].source_count; i++)
		if (nodes[nodes[node].sources[i]].column < nodes[node].column)
			add_neighbour(sweep, node, nodes[node].sources[i]);
}

/* Puts the nodes one row apart at least, each as near as that allows to where it wants to
 * be; what was pushed down is shared by all of the column. */
static void set_places(struct svg_layout *layout, const struct places *column)
{
	double pushed = 0, last = -1;

	for (size_t i = 0; i < column->count; i++) {
		const struct place *place = &column->items[i];
		double y = place->wanted > last + 1 ? place->wanted : last + 1;

		if (!i)
			y = place->wanted;
		pushed += y - place->wanted;
		layout->nodes[place->node].y = last = y;
	}
	for (size_t i = 0; i < column->count; i++)
		layout->nodes[column->items[i].node].y -= pushed / (double)column->count;
}

static void order_column(struct sweep *sweep, struct places *column)
{
	for (size_t i = 0; i < column->count; i++) {
		size_t node = column->items[i].node;

		column->items[i].wanted = sweep->neighbours[node]
					      ? sweep->sums[node] / (double)sweep->neighbours[node]
					      : sweep->layout->nodes[node].y;
	}
	if (column->count)
		qsort(column->items, column->count, sizeof(*column->items), compare_places);
	set_places(sweep->layout, column);
}

static void for_column(struct sweep *sweep, const struct places *column,
		       void (*each)(struct sweep *, size_t))
{
	for (size_t i = 0; i < column->count; i++)
		each(sweep, column->items[i].node);
}

/* From left to right a column follows those before it, from right to left those behind. */
static void sweep_columns(struct sweep *sweep, bool to_right)
{
	size_t count = sweep->layout->columns;

	memset(sweep->sums, 0, sweep->layout->count * sizeof(*sweep->sums));
	memset(sweep->neighbours, 0, sweep->layout->count * sizeof(*sweep->neighbours));
	for (size_t i = 0; i < count; i++) {
		struct places *column = &sweep->columns[to_right ? i : count - 1 - i];

		if (to_right)
			for_column(sweep, column, ask_sources);
		order_column(sweep, column);
		if (!to_right)
			for_column(sweep, column, tell_sources);
	}
}

/* The highest node stands at 0. */
static void set_top(struct svg_layout *layout)
{
	double top = 0, bottom = 0;

	for (size_t i = 0; i < layout->count; i++) {
		double y = layout->nodes[i].y;

		top = !i || y < top ? y : top;
		bottom = !i || y > bottom ? y : bottom;
	}
	for (size_t i = 0; i < layout->count; i++)
		layout->nodes[i].y -= top;
	layout->rows = layout->count ? bottom - top + 1 : 0;
}

static void set_all_places(struct svg_layout *layout)
{
	struct sweep sweep = {
		.layout = layout,
		.columns = must_alloc(layout->columns * sizeof(*sweep.columns)),
		.sums = must_alloc(layout->count * sizeof(*sweep.sums)),
		.neighbours = must_alloc(layout->count * sizeof(*sweep.neighbours)),
	};

	for (size_t i = 0; i < layout->count; i++) {
		struct places *column = &sweep.columns[layout->nodes[i].column];

		column->items = must_grow(column->items, column->count, sizeof(*column->items));
		layout->nodes[i].y = (double)column->count;
		column->items[column->count++] = (struct place){ .node = i };
	}
	for (int i = 0; i < SWEEPS; i++)
		sweep_columns(&sweep, i % 2 == 0);
	sweep_columns(&sweep, true);
	for (size_t i = 0; i < layout->columns; i++)
		free(sweep.columns[i].items);
	free(sweep.columns);
	free(sweep.sums);
	free(sweep.neighbours);
	set_top(layout);
}

struct svg_layout *svg_layout_new(const struct rebuild_plan *plan)
{
	OWNED(svg_layout) layout = must_alloc(sizeof(*layout));

	layout->nodes = must_alloc((plan->count + plan->later_count) * sizeof(*layout->nodes));
	layout->columns = plan->wave_count + (plan->later_count != 0);
	if (plan->wave_count)
		set_items(layout, plan);
	set_later(layout, plan);
	set_all_places(layout);
	return pass_on(&layout);
}

void svg_layout_free(struct svg_layout *layout)
{
	if (!layout)
		return;
	for (size_t i = 0; i < layout->count; i++)
		free(layout->nodes[i].sources);
	free(layout->nodes);
	free(layout);
}
