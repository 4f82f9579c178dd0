/* fuzz_directory.h - a directory for fuzz targets of what is read from files.
 *
 * Made once below $TMPDIR (/tmp), removed when the process ends.
 */
#ifndef DIGESTBUMP_TESTS_SUPPORT_FUZZ_DIRECTORY_H
#define DIGESTBUMP_TESTS_SUPPORT_FUZZ_DIRECTORY_H

#include <digestbump/base/text.h>

/* Its path. Borrowed. */
const char *fuzz_directory(void);

/* Writes a file at a path below it; directories are made. Ends the process when that
 * cannot be done. */
void fuzz_directory_write(const char *path, struct slice bytes);

/* Removes all that is in it. */
void fuzz_directory_empty(void);

#endif
