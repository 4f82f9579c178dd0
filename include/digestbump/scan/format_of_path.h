/* format_of_path.h - format_of_path() for very many paths.
 *
 * No format claims most files of a tree, and trying every glob of every format
 * takes longer than reading the directory. So globs are indexed by the last byte
 * of the path.
 */
#ifndef DIGESTBUMP_SCAN_FORMAT_OF_PATH_H
#define DIGESTBUMP_SCAN_FORMAT_OF_PATH_H

#include <digestbump/scan/format.h>

struct path_formats;

/* Gives the index of all formats' globs. */
struct path_formats *path_formats_new(void) MUST_CHECK;
void path_formats_free(struct path_formats *path_formats); /* NULL is fine */
DEFINE_OWNED(path_formats)

/* The same result as format_of_path(). */
const struct format *path_formats_find(const struct path_formats *path_formats, const char *path);

#endif
