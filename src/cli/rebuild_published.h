/* rebuild_published.h - a plan from what the published images were built on. */
#ifndef DIGESTBUMP_SRC_CLI_REBUILD_PUBLISHED_H
#define DIGESTBUMP_SRC_CLI_REBUILD_PUBLISHED_H

#include "rebuild_graphs.h"
#include <digestbump/rebuild/published.h>
#include <digestbump/rebuild/rebuild.h>

/* Asks the registries, and gives the plan of what is older than its pins. Everything that
 * was asked is shown, when `shows` is set. *published is borrowed by the plan. */
struct error *rebuild_plan_published(struct rebuild_plan **out, struct published_images **published,
				     const struct rebuild_graphs *graphs,
				     const struct rebuild_selection *selection, bool shows)
    MUST_CHECK;

/* True when a registry did not answer for one of them. */
bool published_has_failures(const struct published_images *published);

#endif
