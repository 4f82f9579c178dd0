/* cache.h - what need not be asked twice: manifests by their digests, on disk.
 *
 * A manifest or configuration never changes behind its digest, so it is kept
 * as it came and believed as far as its hash goes: the bytes are hashed on each
 * reading, and a file that does not agree is removed. Nothing in here
 * is a secret, yet it may be private: the directories are 0700 and the
 * files 0600, and the client reads an entry only where the same repository at
 * the same endpoint has let it in during this run.
 *
 * What a tag has changes, so it is kept only where the configuration says for
 * how long (cache.tags), and serves to say that nothing moved, no more. A digest alone opens
 * nothing: the manifest behind it is only read, here or there, by who is let in.
 *
 *     DIRECTORY/manifests/HASH/sha256-HEX   HASH: of endpoint and repository
 *     DIRECTORY/tags/HASH/TAG               "DIGEST TIME TYPE"
 *
 * Files are written beside and renamed, so that runs at the same time, and one
 * that is killed, leave whole files or none. A run that has written anything removes the
 * oldest entries beyond CACHE_BYTES_MOST and CACHE_FILES_MOST when it ends. No
 * failure of the cache is a failure of the run. A directory that others own, or may
 * write to, is neither read nor written: what stands there may be theirs.
 */
#ifndef DIGESTBUMP_REGISTRY_CACHE_H
#define DIGESTBUMP_REGISTRY_CACHE_H

#include <digestbump/base/error.h>
#include <digestbump/base/text.h>
#include <stdbool.h>
#include <stdint.h>

struct cache_options {
	const char *directory;         /* absolute; made when something is written; borrowed */
	int64_t clock;                 /* seconds since 1970, by the real clock */
	unsigned tag_life_ms;          /* 0: tags are neither kept nor read */
	bool tags_read_only;           /* what tags have is read and not written */
	unsigned long long bytes_most; /* 0: CACHE_BYTES_MOST */
};

struct cache;

/* NULL: the directory is the user's own and nobody else may write to it, or it is not there yet.
 * ERROR_FILE: why the cache is not used. */
struct error *cache_check_directory(const char *directory) MUST_CHECK;

/* Gives a cache, which does nothing where cache_check_directory() has something to say. */
struct cache *cache_open(const struct cache_options *options) MUST_CHECK;
/* Tidies up when something was written. NULL is fine. */
void cache_free(struct cache *cache);
DEFINE_OWNED(cache)

/* Gives the bytes that have this digest, of this scope (any text that tells one
 * repository at one endpoint from all others), or NULL. */
struct text *cache_get(struct cache *cache, const char *scope, const char *digest) MUST_CHECK;

/* Keeps bytes that have this digest. */
void cache_put(struct cache *cache, const char *scope, const char *digest, struct slice bytes);

/* Sets what a tag had, not longer ago than its life; *media_type may come to be
 * NULL. False: not known. */
bool cache_get_tag(char **digest, char **media_type, struct cache *cache, const char *scope,
		   const char *tag);
void cache_put_tag(struct cache *cache, const char *scope, const char *tag, const char *digest,
		   const char *media_type);

#endif
