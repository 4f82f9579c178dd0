#include "positions.h"
#include <digestbump/base/memory.h>
#include <digestbump/limits.h>
#include <string.h>

struct placed_file {
	size_t tree;
	char *path;
	uint32_t base;
	uint32_t size;
	uint32_t *lines; /* where every line but the first begins, in the file */
	size_t line_count;
};

struct positions {
	struct placed_file *files; /* in the order of their addresses */
	size_t count;
	uint32_t next;
};

struct positions *positions_new(void)
{
	return must_alloc(sizeof(struct positions));
}

void positions_free(struct positions *positions)
{
	if (!positions)
		return;
	for (size_t i = 0; i < positions->count; i++) {
		free(positions->files[i].path);
		free(positions->files[i].lines);
	}
	free(positions->files);
	free(positions);
}

static void find_lines(struct placed_file *file, struct slice bytes)
{
	const char *end = bytes.at + bytes.size;
	const char *at = bytes.at;

	while (at < end && (at = memchr(at, '\n', (size_t)(end - at)))) {
		at++;
		file->lines = must_grow(file->lines, file->line_count, sizeof(*file->lines));
		file->lines[file->line_count++] = (uint32_t)(at - bytes.at);
	}
}

bool positions_add(uint32_t *base, struct positions *positions, size_t tree, const char *path,
		   struct slice bytes)
{
	if (bytes.size >= GRAPH_BYTES_MOST || positions->next >= GRAPH_BYTES_MOST - bytes.size)
		return false;
	positions->files = must_grow(positions->files, positions->count, sizeof(*positions->files));
	struct placed_file *file = &positions->files[positions->count++];

	*file = (struct placed_file){
		.tree = tree,
		.path = must_copy(path),
		.base = positions->next,
		.size = (uint32_t)bytes.size,
	};
	find_lines(file, bytes);
	*base = file->base;
	positions->next += file->size + 1;
	return true;
}

static const struct placed_file *file_at(const struct positions *positions, uint32_t address)
{
	size_t low = 0;
	size_t high = positions->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (positions->files[middle].base <= address)
			low = middle + 1;
		else
			high = middle;
	}
	return low ? &positions->files[low - 1] : NULL;
}

bool positions_find(struct position *out, const struct positions *positions, uint32_t address)
{
	const struct placed_file *file = file_at(positions, address);

	if (!file || address - file->base > file->size)
		return false;
	uint32_t at = address - file->base;
	size_t low = 0;
	size_t high = file->line_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (file->lines[middle] <= at)
			low = middle + 1;
		else
			high = middle;
	}
	*out = (struct position){ file->tree, file->path, (unsigned)low + 1 };
	return true;
}
