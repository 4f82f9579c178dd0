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
#include <digestbump/scan/source.h>

struct scan {
	struct pins pins;   /* sorted by path, line, column; each place once */
	struct skips skips; /* sorted by path, line */
	size_t seen;        /* files in the tree */
	size_t read;        /* files opened */
};

/* Gives what is in source. Vendored trees (vendor/, third_party/,
 * node_modules/) are left out unless the configuration lets them in.
 * ERROR_STOPPED when context->stop was set. */
struct error *scan_run(struct scan **out, struct source *source, const struct config *config,
		       const struct context *context) MUST_CHECK;
void scan_free(struct scan *scan); /* NULL is fine */
DEFINE_OWNED(scan)

/* Gives what is in one file of source, by the format of its name. How edit
 * proves what it did. */
struct error *scan_file(struct scan **out, struct source *source, const char *path) MUST_CHECK;

#endif
