/* counterparts.h - which build of one revision is which of the other. */
#ifndef DIGESTBUMP_SRC_REBUILD_COUNTERPARTS_H
#define DIGESTBUMP_SRC_REBUILD_COUNTERPARTS_H

#include <digestbump/graph/graph.h>

struct counterparts {
	const struct build **items; /* one per build of `to`; NULL: it is new */
};

/* Pairs builds by key, else by name, else as one that was only moved: it has no name
 * but its path, and there is exactly one of the same file name, target and images that
 * is gone. Borrows both. */
struct counterparts *counterparts_find(const struct image_graph *from, const struct image_graph *to)
    MUST_CHECK;
void counterparts_free(struct counterparts *counterparts); /* NULL is fine */
DEFINE_OWNED(counterparts)

#endif
