/* path_list.h - a sorted list of very many paths in little memory.
 *
 * Neighbours share their common prefix, which is stored once: about 15 bytes for a path
 * instead of 64 for a string.
 */
#ifndef DIGESTBUMP_SRC_GIT_PATH_LIST_H
#define DIGESTBUMP_SRC_GIT_PATH_LIST_H

#include <digestbump/base/text.h>

struct packed_paths;

struct packed_paths *packed_paths_new(void) MUST_CHECK; /* gives an empty list */
void packed_paths_free(struct packed_paths *paths);     /* NULL is fine */
DEFINE_OWNED(packed_paths)

/* Adds a path of at most PATH_BYTES_MOST bytes, which must sort bytewise after the last
 * one or equal it. False: it does not, and was not added. */
bool packed_paths_add(struct packed_paths *paths, struct slice path) MUST_CHECK;

/* True when the path is in the list. */
bool packed_paths_has(const struct packed_paths *paths, const char *path);

/* True when a path in the list begins with `start`. */
bool packed_paths_has_prefix(const struct packed_paths *paths, const char *start);

#endif
