/* liveness.h - whether what is pinned is still there.
 *
 * Comes after the tags, so that what their answers tell by the way is not asked
 * again: a digest that a tag has is alive, and one that was fetched, or refused
 * with "not there", is known.
 *
 * And whether the children of a new index are there, before it is taken: one HEAD each, and
 * one GET where its Content-Length is not what their descriptor says.
 */
#ifndef DIGESTBUMP_SRC_RESOLVE_LIVENESS_H
#define DIGESTBUMP_SRC_RESOLVE_LIVENESS_H

#include "manifest_contents.h"
#include <digestbump/resolve/resolve.h>

struct liveness_checks;

/* Gives the checks of all pinned digests. Borrows all three. */
struct liveness_checks *liveness_checks_new(struct questions *questions,
					    struct inspections *inspections,
					    struct registry *registry) MUST_CHECK;
void liveness_checks_free(struct liveness_checks *checks); /* NULL is fine; after http_run() only */
DEFINE_OWNED(liveness_checks)

/* Asks, within the next http_run(); one HEAD per digest at the most. */
void liveness_checks_start(struct liveness_checks *checks);

/* Adds what is missing to the pinned digests, whatever the order of answers. After that
 * http_run(). */
void liveness_checks_report(struct liveness_checks *checks);

#endif
