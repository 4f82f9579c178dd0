/* tekton.h - what of Tekton's images no key's name says. */
#ifndef DIGESTBUMP_SRC_SCAN_FORMATS_TEKTON_H
#define DIGESTBUMP_SRC_SCAN_FORMATS_TEKTON_H

#include "../find/finder.h"

/* Reads the parameters that have a default: to be called first. */
void tekton_define(struct finder *finder, const struct node *root);

/* Adds the bundles that tasks and pipelines are taken from, and the parameters
 * whose value or default is a pinned image. Steps are found by their keys. */
void tekton_find(struct finder *finder, const struct node *root);

#endif
