/* cache.h - cache on disk: manifests by digest, and digests of tags.
 *
 * The content of a digest never changes, so manifests and configurations are stored
 * unchanged and hashed on each read; a file that does not match is removed. The
 * contents are not secret but may be private: directories have mode 0700 and
 * files 0600, and the client reads an entry only after the same repository at
 * the same endpoint has authorized it during this run.
 *
 * The digest of a tag can change, so it is stored only for the time that cache.tags sets,
 * and used only to conclude that nothing changed. A cached digest grants no access: the
 * manifest is read only after authorization, from the cache as from the registry.
 *
 *     DIRECTORY/manifests/HASH/sha256-HEX   HASH: of endpoint and repository
 *     DIRECTORY/tags/HASH/TAG               "DIGEST TIME TYPE"
 *
 * Files are written to a temporary file and renamed, so that parallel or killed runs leave no
 * partial files. A run that has written anything removes the
 * oldest entries beyond CACHE_BYTES_MOST and CACHE_FILES_MOST when it ends. A
 * failure of the cache never fails the run. A directory that other users own or can
 * write to is not used: they could have changed its contents.
 */
#ifndef DIGESTBUMP_REGISTRY_CACHE_H
#define DIGESTBUMP_REGISTRY_CACHE_H

#include <digestbump/base/error.h>
#include <digestbump/base/text.h>
#include <stdbool.h>
#include <stdint.h>

struct cache_options {
	const char *directory;         /* absolute; created on the first write; borrowed */
	int64_t clock;                 /* seconds since 1970, by the real clock */
	unsigned tag_life_ms;          /* 0: tags are neither kept nor read */
	bool tags_read_only;           /* tags are read but not written */
	unsigned long long bytes_most; /* 0: CACHE_BYTES_MOST */
};

struct cache;

/* NULL: the directory belongs to the user and no other user can write to it, or it does not exist
 * yet. ERROR_FILE: why the cache is not used. */
struct error *cache_check_directory(const char *directory) MUST_CHECK;

/* Gives a cache; it does nothing when cache_check_directory() fails. */
struct cache *cache_open(const struct cache_options *options) MUST_CHECK;
/* Evicts old entries when something was written, then frees. NULL is fine. */
void cache_free(struct cache *cache);
DEFINE_OWNED(cache)

/* Gives the bytes with this digest in this scope (any text that identifies one
 * repository at one endpoint), or NULL. */
struct text *cache_get(struct cache *cache, const char *scope, const char *digest) MUST_CHECK;

/* Stores bytes that have this digest. */
void cache_put(struct cache *cache, const char *scope, const char *digest, struct slice bytes);

/* Gives the stored digest of a tag, unless it is older than tag_life_ms; *media_type
 * may be NULL. False: not stored. */
bool cache_get_tag(char **digest, char **media_type, struct cache *cache, const char *scope,
		   const char *tag);
/* Stores the digest and media type (may be NULL) of a tag. Does nothing when tag_life_ms is 0 or
 * tags_read_only is set. */
void cache_put_tag(struct cache *cache, const char *scope, const char *tag, const char *digest,
		   const char *media_type);

#endif
