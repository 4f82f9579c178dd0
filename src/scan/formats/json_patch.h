/* json_patch.h - the images of a JSON patch (RFC 6902), in JSON or YAML. */
#ifndef DIGESTBUMP_SRC_SCAN_FORMATS_JSON_PATCH_H
#define DIGESTBUMP_SRC_SCAN_FORMATS_JSON_PATCH_H

#include "../find/finder.h"

/* Adds the values whose path means an image, and the images in values that
 * are objects. False when the document is not a list of operations. */
bool json_patch_find(struct finder *finder, const struct node *root);

#endif
