/* later.h - what a plan leaves for the time when its images are published. */
#ifndef DIGESTBUMP_SRC_REBUILD_LATER_H
#define DIGESTBUMP_SRC_REBUILD_LATER_H

#include "dependants.h"
#include "waves.h"

/* Sets plan->later: who pins a build of the plan by its digest, and who pins or needs
 * one of those, however far. */
void later_set(struct rebuild_plan *plan, const struct dependants *dependants,
	       const size_t *planned);

#endif
