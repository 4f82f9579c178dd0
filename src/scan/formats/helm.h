/* helm.h - the images in a chart's values, at any place. */
#ifndef DIGESTBUMP_SRC_SCAN_FORMATS_HELM_H
#define DIGESTBUMP_SRC_SCAN_FORMATS_HELM_H

#include "../find/finder.h"

/* Adds the images of values: whole references and images in separate fields.
 * global.imageRegistry is ignored: it is set at installation, and a pinned digest
 * belongs to the image's own registry. Adds nothing for NULL. */
void helm_find_values(struct finder *finder, const struct node *values);

#endif
