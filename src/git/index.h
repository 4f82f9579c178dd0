/* index.h - the paths in git's index, and nothing else of it.
 *
 * libgit2 keeps every field of an entry, and hashes the whole file first: for 60,000 files
 * it uses 12 MiB and takes longer than reading their directories.
 * The format: gitformat-index(5), versions 2 to 4.
 */
#ifndef DIGESTBUMP_SRC_GIT_INDEX_H
#define DIGESTBUMP_SRC_GIT_INDEX_H

#include "path_list.h"

/* Gives the paths of an index; an empty list when there is no such file.
 * ERROR_UNSUPPORTED: a split or sparse index, which does not list every file. ERROR_SYNTAX: not an
 * index. */
struct error *index_read_paths(struct packed_paths **out, const char *file) MUST_CHECK;

#endif
