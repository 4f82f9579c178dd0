/* split_fields.h - images in fields of their own: repository, tag, digest.
 *
 * By the conventions of charts (see keys.h): bare keys in a mapping of an image's
 * own, or keys with a prefix among others ("proxyImageTag").
 */
#ifndef DIGESTBUMP_SRC_SCAN_FIND_SPLIT_FIELDS_H
#define DIGESTBUMP_SRC_SCAN_FIND_SPLIT_FIELDS_H

#include "finder.h"
#include <digestbump/base/map.h>

/* Adds the images whose tag or digest is a key of the mapping, which stands under
 * the key `above`. Sees through "<<" merges. `pinned`: only those that are pinned,
 * and not by the hex alone. Gives the names of those that were
 * added, by their nodes; NULL: none. */
struct map *split_fields_find(struct finder *finder, const struct node *map, struct slice above,
			      bool pinned) MUST_CHECK;

/* True when node is one of these names. `names` may be NULL. */
bool split_fields_has(const struct map *names, const struct node *node);

#endif
