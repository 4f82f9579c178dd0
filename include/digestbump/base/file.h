/* file.h - whole files, in and out.
 *
 * Never follows a path out of the directory it was given when that is asked
 * for, never leaves half a file behind.
 */
#ifndef DIGESTBUMP_BASE_FILE_H
#define DIGESTBUMP_BASE_FILE_H

#include <digestbump/base/error.h>
#include <digestbump/base/text.h>
#include <stddef.h>

/* Gives the bytes of the regular file at `path` below the open directory
 * `directory` (AT_FDCWD: the current one), `most` bytes at the most.
 * ERROR_FILE: cannot be read, or no regular file. ERROR_ABSENT: is not there.
 * ERROR_LIMIT: is larger. */
struct error *file_read(struct text **out, int directory, const char *path, size_t most) MUST_CHECK;

/* Replaces the file at `path` below `directory` by one with these bytes: a
 * temporary file beside it, same mode and (where permitted) owner, synced,
 * then renamed over. A file that was not there gets mode 0644. A symbolic
 * link at `path` itself is refused, ERROR_FILE. */
struct error *file_replace(int directory, const char *path, struct slice bytes) MUST_CHECK;

/* Makes `path` and the directories above it (mode 0755) when missing. */
struct error *file_make_directories(const char *path) MUST_CHECK;

#endif
