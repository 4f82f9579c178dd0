/* sibling_files.h - other files that are read for the one under scan: the .env of a Compose
 * file, the variables of a Terraform module.
 *
 * What is found in them is kept apart and belongs to them.
 */
#ifndef DIGESTBUMP_SRC_SCAN_FIND_SIBLING_FILES_H
#define DIGESTBUMP_SRC_SCAN_FIND_SIBLING_FILES_H

#include "occurrences.h"
#include <digestbump/limits.h>
#include <digestbump/scan/format.h>

/* Letters with origins from here on come from files beside the one under scan, each
 * of which has as many origins as a file may have bytes. */
static const uint32_t ORIGIN_ADJACENT = 1u << 30;

/* A file beside the one under scan, and what was found in it. */
struct sibling_file {
	struct scan_file file;
	char *path;
	struct text *bytes; /* NULL: it is not there, or cannot be read */
	struct occurrences occurrences;
};

struct sibling_files {
	struct sibling_file items[SIBLING_FILES_MOST];
	size_t count;
};

/* Gives the path `path` as counted from the file `from`; NULL when it leads out of the
 * tree or is absolute. */
char *path_relative_to(const char *from, const char *path) MUST_CHECK;

/* Reads a file whose `path` counts from the directory of `file`, and never leads out of
 * the tree. Every byte's origin is its offset and *base. False when there is none, or it
 * was read already. */
bool sibling_files_read(struct slice *bytes, uint32_t *base, struct sibling_files *files,
			const struct scan_file *file, const char *path);

/* The occurrences of the file that the origin belongs to, and the origin of its first
 * byte; `own` are those of the file under scan. */
struct occurrences *sibling_files_occurrences(uint32_t *base, struct occurrences *own,
					      struct sibling_files *files, size_t origin);

/* Adds what was found in them to the pins and skips of the file under scan, as found in
 * it; frees all that they hold. */
void sibling_files_end(struct sibling_files *files, const struct scan_file *file,
		       const struct format *format);

#endif
