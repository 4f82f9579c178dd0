/* scan.h - find every image reference in a tree of files.
 *
 * First stage. Reads files, in parallel, each once; uses neither the network
 * nor git remotes; writes nothing. A file that cannot be read or parsed does not
 * affect other files.
 */
#ifndef DIGESTBUMP_SCAN_SCAN_H
#define DIGESTBUMP_SCAN_SCAN_H

#include <digestbump/base/context.h>
#include <digestbump/base/error.h>
#include <digestbump/config/config.h>
#include <digestbump/scan/pin.h>
#include <digestbump/tree/tree.h>

struct scan {
	/* Sorted by path, line, column; each place once: a text used by
	 * different images is PIN_SHARED. */
	struct pins pins;
	struct skips skips; /* sorted by path, line; each once */
	size_t seen;        /* files in the tree */
	size_t read;        /* files opened */
};

/* Gives the pins and skips of a tree. Vendored trees (vendor/, third_party/,
 * node_modules/) are left out unless the configuration includes them. A link to
 * a file that is scanned itself is ignored, any other link is a skip.
 * The result does not depend on the number of threads (SCAN_THREADS_MOST at the most).
 * ERROR_STOPPED when context->stop was set. ERROR_LIMIT: more than PINS_MOST
 * pins. ERROR_ABSENT: `below` of the tree does not exist. */
struct error *scan_run(struct scan **out, struct tree *tree, const struct config *config,
		       const struct context *context) MUST_CHECK;
void scan_free(struct scan *scan); /* NULL is fine */
DEFINE_OWNED(scan)

/* Gives the pins and skips of one file, even if the configuration leaves it out. The
 * edit stage verifies its changes with it. A file that cannot be read is a skip here, too.
 * ERROR_UNSUPPORTED: no format or finder reads a file of this name. */
struct error *scan_file(struct scan **out, struct tree *tree, const struct config *config,
			const char *path) MUST_CHECK;

/* True for a path in vendor/, third_party/ or node_modules/ at any depth. */
bool path_is_vendored(const char *path);

#endif
