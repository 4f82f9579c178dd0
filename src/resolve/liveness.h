/* liveness.h - whether what is pinned is still there.
 *
 * Comes after the tags, so that what their answers tell by the way is not asked
 * again: a digest that a tag has is alive, and one that was fetched, or refused
 * with "not there", is known.
 */
#ifndef DIGESTBUMP_SRC_RESOLVE_LIVENESS_H
#define DIGESTBUMP_SRC_RESOLVE_LIVENESS_H

#include "inspect.h"
#include <digestbump/resolve/resolve.h>

struct watch;

/* Gives a watch over the held digests. Borrows all three. */
struct watch *watch_new(struct questions *questions, struct surveys *surveys,
			struct registry *registry) MUST_CHECK;
void watch_free(struct watch *watch); /* NULL is fine; after http_run() only */
DEFINE_OWNED(watch)

/* Asks, within the next http_run(); one HEAD per digest at the most. */
void watch_start(struct watch *watch);

/* Tells the held what they lost, whatever the order of answers. After that
 * http_run(). */
void watch_tell(struct watch *watch);

#endif
