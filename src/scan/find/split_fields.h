/* split_fields.h - images in fields of their own: repository, tag, digest.
 *
 * By the conventions of charts (see image_keys.h): bare keys in a mapping of an image's
 * own, or keys with a prefix among others ("proxyImageTag").
 */
#ifndef DIGESTBUMP_SRC_SCAN_FIND_SPLIT_FIELDS_H
#define DIGESTBUMP_SRC_SCAN_FIND_SPLIT_FIELDS_H

#include "finder.h"

/* Adds the images whose tag or digest is a key of the mapping, which stands under
 * the key `above`. Sees through "<<" merges. `pinned`: only those that are pinned,
 * and not by the hex alone. Gives the nodes of
 * the names of those that were added (text 0); NULL: none. */
struct node_set *split_fields_find(struct finder *finder, const struct node *map,
				   struct slice above, bool pinned) MUST_CHECK;

#endif
