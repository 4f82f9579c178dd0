/* sibling_files.h - other files that are read for the one under scan: the .env of a Compose
 * file, the variables of a Terraform module.
 *
 * Their findings are kept separate, with their own path.
 */
#ifndef DIGESTBUMP_SRC_SCAN_FIND_SIBLING_FILES_H
#define DIGESTBUMP_SRC_SCAN_FIND_SIBLING_FILES_H

#include "occurrences.h"
#include <digestbump/limits.h>
#include <digestbump/scan/format.h>

/* Origins from here on belong to sibling files; each has a range as large as the
 * maximum size of a file. */
static const uint32_t ORIGIN_ADJACENT = 1u << 30;

/* A sibling of the file under scan, and its findings. */
struct sibling_file {
	struct scan_file file;
	char *path;
	struct text *bytes; /* NULL: it does not exist, or cannot be read */
	struct occurrences occurrences;
};

struct sibling_files {
	struct sibling_file items[SIBLING_FILES_MOST];
	size_t count;
};

/* Gives `path`, which is relative to the directory of the file `from`, as a path in the
 * tree; NULL when it leaves the tree or is absolute. */
char *path_relative_to(const char *from, const char *path) MUST_CHECK;

/* Reads a file whose `path` is relative to the directory of `file`, and never leaves
 * the tree. Every byte's origin is its offset plus *base. False when there is no such file,
 * or it was read already. */
bool sibling_files_read(struct slice *bytes, uint32_t *base, struct sibling_files *files,
			const struct scan_file *file, const char *path);

/* The occurrences of the file that the origin belongs to, and the origin of its first
 * byte; `own` are those of the file under scan. */
struct occurrences *sibling_files_occurrences(uint32_t *base, struct occurrences *own,
					      struct sibling_files *files, size_t origin);

/* Adds their findings to the pins and skips of the file under scan, which becomes their
 * `found_in`; frees the siblings. */
void sibling_files_end(struct sibling_files *files, const struct scan_file *file,
		       const struct format *format);

#endif
