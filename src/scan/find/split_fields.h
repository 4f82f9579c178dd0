/* split_fields.h - images in separate fields: repository, tag, digest.
 *
 * By the conventions of charts (see image_keys.h): bare keys in a mapping for one image,
 * or keys with a prefix among others ("proxyImageTag").
 */
#ifndef DIGESTBUMP_SRC_SCAN_FIND_SPLIT_FIELDS_H
#define DIGESTBUMP_SRC_SCAN_FIND_SPLIT_FIELDS_H

#include "finder.h"

/* Adds the images whose tag or digest is a key of the mapping, which is the value of
 * the key `above`. Resolves "<<" merges. `pinned`: only those that are pinned,
 * and not by the hex alone. Gives the name
 * nodes of the added images (text 0); NULL: none. */
struct node_set *split_fields_find(struct finder *finder, const struct node *map,
				   struct slice above, bool pinned) MUST_CHECK;

#endif
