/* image_values.h - images in a tree of keys and values, found by the keys' names.
 *
 * For charts' values and for custom resources, which have no schema known to
 * this program: whole references, and images in separate fields.
 */
#ifndef DIGESTBUMP_SRC_SCAN_FIND_IMAGE_VALUES_H
#define DIGESTBUMP_SRC_SCAN_FIND_IMAGE_VALUES_H

#include "finder.h"

struct image_values {
	struct finder *finder;
	const char *const *skip; /* keys that are not read; NULL at the end; may be NULL */
	enum certainty image;    /* of a scalar whose key is exactly "image" */
	bool pinned;             /* only pinned images; hex alone is not a digest */
};

/* Adds the images below node, the value of `key` (NULL: at the top). The target of an
 * alias is read at its anchor; only a scalar that is an image here but not there
 * is added through its alias. */
void image_values_find(const struct image_values *values, const struct node *node, const char *key);

#endif
