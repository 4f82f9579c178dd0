/* path.h - paths of a tree, by their letters alone.
 *
 * From the top of the tree, with '/' between the parts, "" for the top itself.
 * Touches no file system: what a link stands for is not looked up here.
 */
#ifndef DIGESTBUMP_BASE_PATH_H
#define DIGESTBUMP_BASE_PATH_H

#include <digestbump/base/text.h>
#include <stdbool.h>

/* Drops the last part; false at the top. */
bool path_up(struct text *path);

/* Goes on along `relative`: "." and empty parts stay, ".." goes up. False when that
 * leads out of the tree; path is anywhere then. */
bool path_walk(struct text *path, const char *relative);

#endif
