/* rebuild_published.h - a rebuild plan from the base images of the published images. */
#ifndef DIGESTBUMP_SRC_CLI_REBUILD_PUBLISHED_H
#define DIGESTBUMP_SRC_CLI_REBUILD_PUBLISHED_H

#include "rebuild_graphs.h"
#include <digestbump/rebuild/published.h>
#include <digestbump/rebuild/rebuild.h>

/* Queries the registries, and gives the plan of images older than their pins. With `shows`,
 * prints the answer for every image. *published is borrowed by the plan. */
struct error *rebuild_plan_published(struct rebuild_plan **out, struct published_images **published,
				     const struct rebuild_graphs *graphs,
				     const struct rebuild_selection *selection, bool shows)
    MUST_CHECK;

/* True when a registry failed to answer for an image. */
bool published_has_failures(const struct published_images *published);

#endif
