#include "cache_directory.h"
#include <digestbump/base/file.h>
#include <digestbump/base/log.h>
#include <digestbump/base/memory.h>
#include <digestbump/image/digest.h>
#include <digestbump/limits.h>
#include <digestbump/registry/cache.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct cache {
	struct cache_options options;
	bool is_written; /* something is new */
	bool is_broken;  /* writing does not work: not tried again */
	bool is_foreign; /* others own the directory, or may write to it */
};

struct cache *cache_open(const struct cache_options *options)
{
	struct cache *cache = must_alloc(sizeof(*cache));

	cache->options = *options;
	cache->options.directory = must_copy(options->directory);
	if (!cache->options.bytes_most)
		cache->options.bytes_most = CACHE_BYTES_MOST;
	OWNED(error) error = cache_check_directory(options->directory);

	cache->is_foreign = error != NULL;
	return cache;
}

void cache_free(struct cache *cache)
{
	if (!cache)
		return;
	if (cache->is_written)
		cache_evict(cache->options.directory, cache->options.bytes_most,
			    cache->options.clock);
	free((char *)cache->options.directory);
	free(cache);
}

/* ---- places ---- */

/* Gives the directory of a scope. Endpoints hold what no file's name can. */
static char *scope_directory(const struct cache *cache, const char *folder, const char *scope)
{
	OWNED_STRING hash = NULL;
	OWNED(error) error = digest_of(&hash, "sha256:", slice_of(scope));

	return error
		   ? NULL
		   : must_format("%s/%s/%.32s", cache->options.directory, folder, digest_hex(hash));
}

/* Gives the path of a digest's file: "sha256-...". A ':' is no sign for every file
 * system. */
static char *digest_path(const char *directory, const char *digest)
{
	const char *hex = digest_hex(digest);

	return must_format("%s/%.*s-%s", directory, (int)(hex - digest) - 1, digest, hex);
}

/* ---- writing ---- */

/* Takes error. The run goes on without. */
static void disable_cache(struct cache *cache, struct error *error)
{
	log_debug("the cache cannot be written: %s", error_text(error));
	error_free(error);
	cache->is_broken = true;
}

static void store(struct cache *cache, const char *directory, const char *path, struct slice bytes)
{
	struct error *error = cache_write(cache->options.directory, directory, path, bytes);

	if (error)
		disable_cache(cache, error);
	else
		cache->is_written = true;
}

static bool is_writable(const struct cache *cache)
{
	return !cache->is_foreign && !cache->is_broken;
}

void cache_put(struct cache *cache, const char *scope, const char *digest, struct slice bytes)
{
	if (!is_writable(cache) || bytes.size > MANIFEST_BYTES_MOST)
		return;
	OWNED_STRING directory = scope_directory(cache, "manifests", scope);
	OWNED_STRING path = digest_path(directory, digest);

	store(cache, directory, path, bytes);
}

/* A tag is a file's name as it is: it begins with no '.', and holds no '/'. */
void cache_put_tag(struct cache *cache, const char *scope, const char *tag, const char *digest,
		   const char *media_type)
{
	if (!is_writable(cache) || !cache->options.tag_life_ms || cache->options.tags_read_only)
		return;
	OWNED_STRING directory = scope_directory(cache, "tags", scope);
	OWNED_STRING path = must_format("%s/%s", directory, tag);
	OWNED_STRING line = must_format("%s %lld %s\n", digest, (long long)cache->options.clock,
					media_type ? media_type : "-");

	store(cache, directory, path, slice_of(line));
}

/* ---- reading ---- */

/* Gives what a file holds; NULL when there is none that can be read. */
static struct text *load(const char *path, size_t most)
{
	struct text *bytes = NULL;
	struct error *error = file_read(&bytes, AT_FDCWD, path, most);

	if (error && error_kind(error) != ERROR_ABSENT)
		log_debug("the cache: %s", error_text(error));
	error_free(error);
	return bytes;
}

/* The oldest go first, so what is of use is made young. */
static void touch(const char *path)
{
	(void)utimensat(AT_FDCWD, path, NULL, 0);
}

static void remove_broken(const char *path)
{
	log_debug("the cache: '%s' does not have its digest", path);
	(void)unlink(path);
}

struct text *cache_get(struct cache *cache, const char *scope, const char *digest)
{
	if (cache->is_foreign)
		return NULL;
	OWNED_STRING directory = scope_directory(cache, "manifests", scope);
	OWNED_STRING path = digest_path(directory, digest);
	OWNED(text) bytes = load(path, MANIFEST_BYTES_MOST);

	if (!bytes)
		return NULL;
	OWNED(error) error = digest_verify(digest, text_slice(bytes));

	if (error) {
		remove_broken(path);
		return NULL;
	}
	touch(path);
	return pass_on(&bytes);
}

/* A clock that was set back makes nothing young. */
static bool is_fresh(const struct cache *cache, long long asked)
{
	int64_t age_s = cache->options.clock - asked;

	return age_s >= 0 && age_s <= DURATION_MOST_MS / 1000 &&
	       age_s * 1000 < (int64_t)cache->options.tag_life_ms;
}

bool cache_get_tag(char **digest, char **media_type, struct cache *cache, const char *scope,
		   const char *tag)
{
	char said[DIGEST_BYTES_MOST + 1] = "";
	char type[CACHE_TYPE_BYTES_MOST + 1] = "";
	long long asked = 0;

	if (!cache->options.tag_life_ms || cache->is_foreign)
		return false;
	OWNED_STRING directory = scope_directory(cache, "tags", scope);
	OWNED_STRING path = must_format("%s/%s", directory, tag);
	OWNED(text) line = load(path, CACHE_LINE_BYTES_MOST);

	/* The widths are DIGEST_BYTES_MOST and CACHE_TYPE_BYTES_MOST. */
	if (!line || !line->size ||
	    sscanf(line->bytes, "%135s %lld %255s", said, &asked, type) != 3)
		return false;
	if (!digest_is_valid(said) || !is_fresh(cache, asked))
		return false;
	*digest = must_copy(said);
	*media_type = strcmp(type, "-") == 0 ? NULL : must_copy(type);
	return true;
}
