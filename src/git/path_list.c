#include "path_list.h"
#include <digestbump/base/memory.h>
#include <digestbump/limits.h>
#include <string.h>

enum {
	/* Paths of a block: its first is written whole, and the search goes over the
	 * blocks' firsts. */
	BLOCK = 16,
};

struct packed_paths {
	/* Per path: how many bytes it shares with the one before (two bytes), the rest
	 * of it, a NUL. */
	struct text *bytes;
	size_t *blocks; /* where each one begins */
	size_t block_count;
	size_t count;

	char last[PATH_BYTES_MOST + 1];
	size_t last_size;
};

struct packed_paths *packed_paths_new(void)
{
	struct packed_paths *paths = must_alloc(sizeof(*paths));

	paths->bytes = text_new(0);
	return paths;
}

void packed_paths_free(struct packed_paths *paths)
{
	if (!paths)
		return;
	text_free(paths->bytes);
	free(paths->blocks);
	free(paths);
}

static size_t shared_size(const struct packed_paths *paths, struct slice path)
{
	size_t most = path.size < paths->last_size ? path.size : paths->last_size;
	size_t size = 0;

	while (size < most && path.at[size] == paths->last[size])
		size++;
	return size;
}

static void write_path(struct packed_paths *paths, struct slice path, size_t shared)
{
	const unsigned char size[2] = { (unsigned char)(shared >> 8), (unsigned char)shared };

	text_add(paths->bytes, (const char *)size, sizeof(size));
	text_add(paths->bytes, path.at + shared, path.size - shared);
	text_add(paths->bytes, "", 1);
}

static void begin_block(struct packed_paths *paths)
{
	paths->blocks = must_grow(paths->blocks, paths->block_count, sizeof(*paths->blocks));
	paths->blocks[paths->block_count++] = paths->bytes->size;
}

bool packed_paths_add(struct packed_paths *paths, struct slice path)
{
	size_t shared = shared_size(paths, path);

	if (path.size > PATH_BYTES_MOST || memchr(path.at, '\0', path.size))
		return false;
	if (paths->count && shared == path.size && shared == paths->last_size)
		return true;
	if (paths->count && (shared == path.size ||
			     (shared < paths->last_size &&
			      (unsigned char)path.at[shared] < (unsigned char)paths->last[shared])))
		return false;
	bool is_first = paths->count++ % BLOCK == 0;

	if (is_first)
		begin_block(paths);
	write_path(paths, path, is_first ? 0 : shared);
	memcpy(paths->last, path.at, path.size);
	paths->last[path.size] = '\0';
	paths->last_size = path.size;
	return true;
}

/* The whole first path of a block. */
static const char *first_of(const struct packed_paths *paths, size_t block)
{
	return paths->bytes->bytes + paths->blocks[block] + 2;
}

/* The last block whose first path does not sort behind `path`; 0: none does. */
static size_t block_of(const struct packed_paths *paths, const char *path)
{
	size_t from = 0;
	size_t to = paths->block_count;

	while (from < to) {
		size_t middle = from + (to - from) / 2;

		if (strcmp(first_of(paths, middle), path) <= 0)
			from = middle + 1;
		else
			to = middle;
	}
	return from ? from - 1 : 0;
}

/* Reads the path at *at over the one before it, and moves *at behind it. */
static void read_path(char *path, const struct packed_paths *paths, size_t *at)
{
	const char *bytes = paths->bytes->bytes + *at;
	size_t shared = (size_t)(unsigned char)bytes[0] << 8 | (unsigned char)bytes[1];
	size_t size = strlen(bytes + 2) + 1;

	memcpy(path + shared, bytes + 2, size);
	*at += 2 + size;
}

/* Reads the first path that does not sort before `key`. False: all of them do. */
static bool find(char *path, const struct packed_paths *paths, const char *key)
{
	if (!paths->count)
		return false;
	for (size_t at = paths->blocks[block_of(paths, key)]; at < paths->bytes->size;) {
		read_path(path, paths, &at);
		if (strcmp(path, key) >= 0)
			return true;
	}
	return false;
}

bool packed_paths_has(const struct packed_paths *paths, const char *path)
{
	char found[PATH_BYTES_MOST + 1];

	return find(found, paths, path) && strcmp(found, path) == 0;
}

bool packed_paths_has_prefix(const struct packed_paths *paths, const char *start)
{
	char found[PATH_BYTES_MOST + 1];

	return find(found, paths, start) && strncmp(found, start, strlen(start)) == 0;
}
