/* scan.h - find every image reference in a tree of files.
 *
 * First stage. Reads files, in parallel, each once; touches neither network
 * nor git's wire; writes nothing. A file that cannot be read or parsed costs
 * its own pins only.
 */
#ifndef DIGESTBUMP_SCAN_SCAN_H
#define DIGESTBUMP_SCAN_SCAN_H

#include <digestbump/base/context.h>
#include <digestbump/base/error.h>
#include <digestbump/config/config.h>
#include <digestbump/scan/pin.h>
#include <digestbump/tree/tree.h>

struct scan {
	/* Sorted by path, line, column; each place once: one text that serves
	 * different images is PIN_SHARED. */
	struct pins pins;
	struct skips skips; /* sorted by path, line; each once */
	size_t seen;        /* files in the tree */
	size_t read;        /* files opened */
};

/* Gives what is in tree. Vendored trees (vendor/, third_party/,
 * node_modules/) are left out unless the configuration lets them in. A link to
 * what is scanned by its own name is passed over, any other one is a skip.
 * The same whatever the number of threads (SCAN_THREADS_MOST at the most).
 * ERROR_STOPPED when context->stop was set. ERROR_LIMIT: more than PINS_MOST
 * pins. ERROR_ABSENT: `below` of the tree is not there. */
struct error *scan_run(struct scan **out, struct tree *tree, const struct config *config,
		       const struct context *context) MUST_CHECK;
void scan_free(struct scan *scan); /* NULL is fine */
DEFINE_OWNED(scan)

/* Gives what is in one file of tree, whatever the configuration leaves out. How
 * edit proves what it did. A file that cannot be read is a skip here, too.
 * ERROR_UNSUPPORTED: nothing looks at a file of this name. */
struct error *scan_file(struct scan **out, struct tree *tree, const struct config *config,
			const char *path) MUST_CHECK;

/* True for what stands in vendor/, third_party/ or node_modules/, wherever in the tree. */
bool path_is_vendored(const char *path);

#endif
