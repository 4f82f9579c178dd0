/* index.h - the paths in git's index, and nothing else of it.
 *
 * libgit2 keeps all of an entry, and hashes the whole file first: of 60,000 files
 * it makes 12 MiB and takes longer than reading the directories they are in.
 * The format: gitformat-index(5), versions 2 to 4.
 */
#ifndef DIGESTBUMP_SRC_GIT_INDEX_H
#define DIGESTBUMP_SRC_GIT_INDEX_H

#include "path_list.h"

/* Gives the paths of an index; none when there is no such file. ERROR_UNSUPPORTED:
 * a split or a sparse one, which names not all of its files. ERROR_SYNTAX: it is no index. */
struct error *index_read_paths(struct packed_paths **out, const char *file) MUST_CHECK;

#endif
