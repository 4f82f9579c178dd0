/* workers.h - the threads that read and parse a scan's files while others are still
 * being listed.
 *
 * Files wait in a bounded queue: memory does not grow with the tree.
 */
#ifndef DIGESTBUMP_SRC_SCAN_WORKERS_H
#define DIGESTBUMP_SRC_SCAN_WORKERS_H

#include "file_scan.h"
#include <digestbump/base/context.h>
#include <stdatomic.h>

struct scan; /* see scan.h */
struct worker_pool;

/* Gives a pool of at most `threads` (SCAN_THREADS_MOST at the most), including
 * the caller's. A thread is started when there is work for it. Borrows input. */
struct worker_pool *worker_pool_new(const struct file_scan_input *input, const atomic_int *stop,
				    unsigned threads) MUST_CHECK;

/* Ends the threads. NULL is fine. */
void worker_pool_free(struct worker_pool *pool);
DEFINE_OWNED(worker_pool)

/* Adds a file and the format that claims it (NULL: none). Also works in the calling thread
 * when the queue is full. ERROR_STOPPED. ERROR_LIMIT: more than PINS_MOST pins. */
struct error *worker_pool_add(struct worker_pool *pool, const struct format *format,
			      const char *path) MUST_CHECK;

/* Works until the queue is empty and adds all findings to `into`: those of one file
 * in order, the files in any order. Errors as above. */
struct error *worker_pool_finish(struct findings *into, struct worker_pool *pool) MUST_CHECK;

/* scan_run() with the given number of threads. */
struct error *scan_run_with_threads(struct scan **out, struct tree *tree,
				    const struct config *config, const struct context *context,
				    unsigned threads) MUST_CHECK;

#endif
