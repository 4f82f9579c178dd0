/* file.h - reads and replaces whole files.
 *
 * file_open_below() never leaves its directory. A replaced file is never left
 * half written.
 */
#ifndef DIGESTBUMP_BASE_FILE_H
#define DIGESTBUMP_BASE_FILE_H

#include <digestbump/base/error.h>
#include <digestbump/base/text.h>
#include <stdbool.h>
#include <stddef.h>

/* Gives the bytes of the regular file at `path` below the open directory
 * `directory` (AT_FDCWD: the current one), `most` bytes at the most.
 * ERROR_FILE: cannot be read, or is not a regular file. ERROR_ABSENT: does not exist.
 * ERROR_LIMIT: is larger. */
struct error *file_read(struct text **out, int directory, const char *path, size_t most) MUST_CHECK;

/* Opens `path` below the open directory `directory` for reading, with the
 * open(2) `flags` added (O_DIRECTORY, O_PATH). Does not block on
 * a FIFO. No part of path may be a symbolic link, "..", or empty; the empty
 * path is the directory itself. ERROR_ABSENT, ERROR_FILE. Gives *fd. */
struct error *file_open_below(int *fd, int directory, const char *path, int flags) MUST_CHECK;

/* Replaces the contents of `into` with the bytes of an open regular file;
 * `path` is for error texts. Needs one read(2) unless the file changes its size.
 * ERROR_FILE: not a regular file. ERROR_LIMIT: larger than `most`. */
struct error *file_read_open(struct text *into, int fd, const char *path, size_t most) MUST_CHECK;

/* True when a path is relative and has no empty part, no "." and no "..". */
bool file_path_is_inner(const char *path);

/* Replaces the file at `path` below `directory` by one with these bytes: a
 * temporary file beside it, same mode and (where permitted) owner, synced,
 * then renamed. A new file gets mode 0644. A symbolic
 * link at `path` itself is refused, ERROR_FILE. */
struct error *file_replace(int directory, const char *path, struct slice bytes) MUST_CHECK;

/* True for the name of a temporary file of file_replace(): ".digestbump-" and 16 hex digits. */
bool file_is_temporary(const char *name);

/* Removes temporary files that killed processes left in `directory`. */
void file_remove_leftovers(int directory);

/* Creates `path` and its parent directories (mode 0755) when missing. */
struct error *file_make_directories(const char *path) MUST_CHECK;

#endif
