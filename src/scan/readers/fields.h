/* fields.h - images in fields of their own: repository, tag, digest.
 *
 * By the conventions of charts (see keys.h): bare keys in a mapping of an image's
 * own, or keys with a prefix among others ("proxyImageTag").
 */
#ifndef DIGESTBUMP_SCAN_FIELDS_H
#define DIGESTBUMP_SCAN_FIELDS_H

#include "finder.h"

enum { FIELDS_USED_MOST = 16 };

/* Scalars of a mapping that are the names of images in fields. */
struct fields_used {
	const struct node *items[FIELDS_USED_MOST];
	size_t count;
};

/* Adds the images whose tag or digest is a key of the mapping, which stands under
 * the key `above`; notes their names in *used. Sees through "<<" merges. */
void fields_find(struct fields_used *used, struct finder *finder, const struct node *map,
		 struct slice above);

bool fields_have(const struct fields_used *used, const struct node *node);

#endif
