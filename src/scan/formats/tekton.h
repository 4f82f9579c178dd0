/* tekton.h - images of Tekton that cannot be found by key names. */
#ifndef DIGESTBUMP_SRC_SCAN_FORMATS_TEKTON_H
#define DIGESTBUMP_SRC_SCAN_FORMATS_TEKTON_H

#include "../find/finder.h"

/* Adds the images of tasks, pipelines, runs and triggers: steps, the bundles that they
 * come from, and parameters whose value or default is a pinned image. */
void tekton_find(struct finder *finder, const struct node *root);

#endif
