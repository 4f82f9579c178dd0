/* format_of_path.h - format_of_path() for very many paths.
 *
 * Most files of a tree are nobody's, and to hear that from every glob of every
 * format takes longer than to read the directory. Globs are looked up by the
 * last byte of the path.
 */
#ifndef DIGESTBUMP_SCAN_FORMAT_OF_PATH_H
#define DIGESTBUMP_SCAN_FORMAT_OF_PATH_H

#include <digestbump/scan/format.h>

struct path_formats;

/* Gives the claims of all formats. */
struct path_formats *path_formats_new(void) MUST_CHECK;
void path_formats_free(struct path_formats *path_formats); /* NULL is fine */
DEFINE_OWNED(path_formats)

/* What format_of_path() says. */
const struct format *path_formats_find(const struct path_formats *path_formats, const char *path);

#endif
