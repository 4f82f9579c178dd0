/* workers.h - the threads that read and parse a scan's files while others are still
 * being listed.
 *
 * Files wait in a queue with a ceiling: memory does not grow with the tree.
 */
#ifndef DIGESTBUMP_SRC_SCAN_WORKERS_H
#define DIGESTBUMP_SRC_SCAN_WORKERS_H

#include "file_scan.h"
#include <digestbump/base/context.h>
#include <stdatomic.h>

struct scan; /* see scan.h */
struct worker_pool;

/* Gives a pool of at most `threads` (SCAN_THREADS_MOST at the most), the caller's
 * own among them. A thread is started when there is work for it. Borrows examined. */
struct worker_pool *worker_pool_new(const struct file_scan_input *input, const atomic_int *stop,
				    unsigned threads) MUST_CHECK;

/* Ends the threads. NULL is fine. */
void worker_pool_free(struct worker_pool *pool);
DEFINE_OWNED(worker_pool)

/* Hands the pool a file and the format that claims it (NULL: none). Works in this thread as well
 * when the others cannot keep up. ERROR_STOPPED. ERROR_LIMIT: more than PINS_MOST pins. */
struct error *worker_pool_add(struct worker_pool *pool, const struct format *format,
			      const char *path) MUST_CHECK;

/* Works until nothing is left and adds all findings to `into`; those of one file
 * in their order, the files in any. Errors as above. */
struct error *worker_pool_finish(struct findings *into, struct worker_pool *pool) MUST_CHECK;

/* scan_run() with as many threads as are asked for. */
struct error *scan_run_with_threads(struct scan **out, struct tree *tree,
				    const struct config *config, const struct context *context,
				    unsigned threads) MUST_CHECK;

#endif
