/* liveness.h - whether pinned manifests still exist.
 *
 * Runs after the tags, and uses their answers instead of further requests: a digest
 * that a tag has exists, and the state of one that was fetched, or answered with
 * "not found", is known.
 *
 * Also checks that the children of a new index exist before it is used: one HEAD each, and
 * one GET where Content-Length differs from the descriptor.
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

/* Queues the requests for the next http_run(); at most one HEAD per digest. */
void liveness_checks_start(struct liveness_checks *checks);

/* Adds what is missing to the pinned digests; the order of answers does not matter.
 * Call it after that http_run(). */
void liveness_checks_report(struct liveness_checks *checks);

#endif
