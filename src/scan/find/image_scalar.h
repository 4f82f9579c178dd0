/* image_scalar.h - the image that a whole scalar names. */
#ifndef DIGESTBUMP_SRC_SCAN_FIND_IMAGE_SCALAR_H
#define DIGESTBUMP_SRC_SCAN_FIND_IMAGE_SCALAR_H

#include "finder.h"

/* Adds the image that a whole scalar names. A template's expression is a skip
 * "template" unless the place is only IMAGE_PINNED. */
void image_scalar_add(struct finder *finder, enum pin_kind kind, const struct node *node,
		      enum certainty certainty);

#endif
