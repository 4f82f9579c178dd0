/* helm.h - the images in a chart's values, wherever they stand. */
#ifndef DIGESTBUMP_SRC_SCAN_FORMATS_HELM_H
#define DIGESTBUMP_SRC_SCAN_FORMATS_HELM_H

#include "../find/finder.h"

/* Adds the images of values: whole references and images in fields of their own.
 * A global.imageRegistry changes none of them: who installs may set it, and what
 * is pinned is in the image's own registry. NULL is no values. */
void helm_find_values(struct finder *finder, const struct node *values);

#endif
