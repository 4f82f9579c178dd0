/* svg_layout.h - where the builds of a plan stand in its drawing.
 *
 * Waves are columns, from left to right; in a column a build stands as near as it can to
 * the middle of what it needs, so that few lines cross. What waits for a publication is
 * the last column.
 */
#ifndef DIGESTBUMP_SRC_REBUILD_FORMATS_SVG_LAYOUT_H
#define DIGESTBUMP_SRC_REBUILD_FORMATS_SVG_LAYOUT_H

#include <digestbump/rebuild/rebuild.h>

struct svg_node {
	const struct build *build;
	const struct rebuild *item;        /* NULL: it waits */
	const struct rebuild_later *later; /* NULL: it is built */
	size_t column;
	double y; /* of its middle, in rows from the top */

	size_t *sources; /* nodes that it comes after */
	size_t source_count;
};

struct svg_layout {
	struct svg_node *nodes; /* the plan's items, then what waits */
	size_t count;
	size_t columns; /* waves, and one for what waits, if anything does */
	double rows;    /* height */
};

/* Gives the layout; borrows plan. */
struct svg_layout *svg_layout_new(const struct rebuild_plan *plan) MUST_CHECK;
void svg_layout_free(struct svg_layout *layout); /* NULL is fine */
DEFINE_OWNED(svg_layout)

#endif
