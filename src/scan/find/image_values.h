/* image_values.h - images in a tree of keys and values, found by the keys' names.
 *
 * For charts' values and for custom resources, which have no schema that this
 * program could know: whole references, and images in fields of their own.
 */
#ifndef DIGESTBUMP_SRC_SCAN_FIND_IMAGE_VALUES_H
#define DIGESTBUMP_SRC_SCAN_FIND_IMAGE_VALUES_H

#include "finder.h"

struct image_values {
	struct finder *finder;
	const char *const *skip; /* keys that are not looked into; NULL at the end; may be NULL */
	enum certainty image;    /* of a scalar whose key is just "image" */
	bool pinned;             /* only what is pinned counts, and no hex alone is a digest */
};

/* Adds what is below node, which stands under `key` (NULL: at the top). What an
 * alias stands for is looked into where its anchor is; only a scalar that is
 * an image here and no image there is added through its alias. */
void image_values_find(const struct image_values *values, const struct node *node, const char *key);

#endif
