/* path.h - lexical operations on paths of a tree.
 *
 * Paths are relative to the top of the tree, which is ""; parts are separated by '/'.
 * Does not access the file system: symbolic links are not resolved here.
 */
#ifndef DIGESTBUMP_BASE_PATH_H
#define DIGESTBUMP_BASE_PATH_H

#include <digestbump/base/text.h>
#include <stdbool.h>

/* Removes the last part. False: the path is the top already. */
bool path_up(struct text *path);

/* Appends `relative`: "." and empty parts are skipped, ".." removes a part. False when the
 * result is outside of the tree; path is then unspecified. */
bool path_walk(struct text *path, const char *relative);

#endif
