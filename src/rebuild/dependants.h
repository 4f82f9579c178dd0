/* dependants.h - the edges of an image graph, backwards: who stands on a build. */
#ifndef DIGESTBUMP_SRC_REBUILD_DEPENDANTS_H
#define DIGESTBUMP_SRC_REBUILD_DEPENDANTS_H

#include <digestbump/graph/graph.h>

/* Who needs or pins a build. Those of build i are items[first[i]] up to items[first[i + 1]]. */
struct dependants {
	size_t *first;
	struct dependant {
		size_t build;
		bool is_pin;
	} * items;
};

/* Gives the dependants of all builds of the graph, each in the order of builds; nobody
 * is its own. */
struct dependants *dependants_find(const struct image_graph *graph) MUST_CHECK;
void dependants_free(struct dependants *dependants); /* NULL is fine */
DEFINE_OWNED(dependants)

#endif
