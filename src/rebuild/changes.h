/* changes.h - which of the pins that a build reaches have other bytes now. */
#ifndef DIGESTBUMP_SRC_REBUILD_CHANGES_H
#define DIGESTBUMP_SRC_REBUILD_CHANGES_H

#include "counterparts.h"
#include <digestbump/rebuild/rebuild.h>

/* The two revisions. Borrowed. */
struct revisions {
	const struct image_graph *from;
	const struct image_graph *to;
	const struct counterparts *counterparts;
};

/* Adds a reason for each pin of the build (index in `to`) that differs, sorted by path
 * and line; one reason for a build that is new. Bytes are compared: a digest is the
 * same wherever and beside whatever tag it stands; without one the name and the tag
 * count. What a build says of its own image does not: that would never end. */
void changes_find(struct rebuild *out, const struct revisions *revisions, size_t build);

#endif
