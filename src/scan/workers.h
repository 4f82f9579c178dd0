/* workers.h - the threads that read and parse a scan's files while others are still
 * being listed.
 *
 * Files wait in a queue with a ceiling: memory does not grow with the tree.
 */
#ifndef DIGESTBUMP_SRC_SCAN_WORKERS_H
#define DIGESTBUMP_SRC_SCAN_WORKERS_H

#include "file_scan.h"
#include <digestbump/base/context.h>
#include <digestbump/scan/scan.h>

struct crew;

/* Gives a crew of at most `threads` (SCAN_THREADS_MOST at the most), the caller's
 * own among them. A thread is started when there is work for it. Borrows examined. */
struct crew *crew_new(const struct examined *examined, const volatile sig_atomic_t *stop,
		      unsigned threads) MUST_CHECK;

/* Ends the threads. NULL is fine. */
void crew_free(struct crew *crew);
DEFINE_OWNED(crew)

/* Hands the crew a file. Works in this thread as well when the others cannot keep
 * up. ERROR_STOPPED. ERROR_LIMIT: more than PINS_MOST pins. */
struct error *crew_add(struct crew *crew, const char *path) MUST_CHECK;

/* Works until nothing is left and adds all findings to `into`; those of one file
 * in their order, the files in any. Errors as above. */
struct error *crew_finish(struct findings *into, struct crew *crew) MUST_CHECK;

/* scan_run() with as many threads as are asked for. */
struct error *scan_run_with(struct scan **out, struct tree *tree, const struct config *config,
			    const struct context *context, unsigned threads) MUST_CHECK;

#endif
