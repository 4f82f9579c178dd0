/* waves.h - the order of a plan. */
#ifndef DIGESTBUMP_SRC_REBUILD_WAVES_H
#define DIGESTBUMP_SRC_REBUILD_WAVES_H

#include <digestbump/rebuild/rebuild.h>

/* For each build of the graph, its index in the plan's items, or PLANNED_NOT. */
static const size_t PLANNED_NOT = SIZE_MAX;

/* Sets waves and cycles of a plan whose items are set: each item stands in the wave
 * behind the last of those that it needs (the longest path). Items that need each
 * other stand in one wave. */
void waves_set(struct rebuild_plan *plan, const size_t *planned);

#endif
