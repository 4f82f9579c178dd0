/* tekton.h - what of Tekton's images no key's name says. */
#ifndef DIGESTBUMP_SRC_SCAN_FORMATS_TEKTON_H
#define DIGESTBUMP_SRC_SCAN_FORMATS_TEKTON_H

#include "../find/finder.h"

/* Adds the images of tasks, pipelines, runs and triggers: steps, the bundles that they are
 * taken from, and parameters whose value or default is a pinned image. */
void tekton_find(struct finder *finder, const struct node *root);

#endif
