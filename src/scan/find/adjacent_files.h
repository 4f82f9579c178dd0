/* adjacent_files.h - the files beside the one under scan that a finder has read.
 *
 * finder_read_adjacent() (finder.h) reads them; what is found in them goes here.
 */
#ifndef DIGESTBUMP_SRC_SCAN_FIND_ADJACENT_FILES_H
#define DIGESTBUMP_SRC_SCAN_FIND_ADJACENT_FILES_H

#include "finder.h"

/* Gives the path `path` as counted from the file `from`; NULL when it leads out of the
 * tree or is absolute. */
char *path_relative_to(const char *from, const char *path) MUST_CHECK;

/* Where the bytes of that origin are gathered, and the origin of its file's first
 * byte: the file's own, or those of a file beside. */
struct occurrences *adjacent_file_occurrences(uint32_t *base, struct finder *finder, size_t origin);

/* Adds what was found in files beside to the pins and skips of the finder's file, as
 * found in it; gives back what they took. */
void adjacent_files_end(struct finder *finder);

#endif
