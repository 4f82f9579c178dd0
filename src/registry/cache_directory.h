/* cache_directory.h - the files of the cache: written whole, removed by age. */
#ifndef DIGESTBUMP_SRC_REGISTRY_CACHE_DIRECTORY_H
#define DIGESTBUMP_SRC_REGISTRY_CACHE_DIRECTORY_H

#include <digestbump/base/error.h>
#include <digestbump/base/text.h>
#include <stdint.h>

/* Writes the bytes to `path` in `directory`. Missing directories below `top` are
 * created with mode 0700. ERROR_FILE. */
struct error *cache_write(const char *top, const char *directory, const char *path,
			  struct slice bytes) MUST_CHECK;

/* Removes the oldest files below `top` until no more than `most` bytes and
 * CACHE_FILES_MOST files are left, and temporary files of killed runs that are
 * older than an hour. `clock` in seconds since 1970. */
void cache_evict(const char *top, unsigned long long most, int64_t clock);

#endif
