#include "sibling_files.h"

#include <digestbump/base/memory.h>
#include <digestbump/base/path.h>
#include <string.h>

char *path_relative_to(const char *from, const char *path)
{
	OWNED(text) out = text_new(PATH_BYTES_MOST);

	text_add_string(out, from);
	if (*path == '/' || !path_up(out) || !path_walk(out, path))
		return NULL;
	return out->over || !out->size ? NULL : text_take(pass_on(&out));
}

/* A missing sibling file is not reported. */
static void read_file(struct sibling_file *adjacent, const struct scan_file *file)
{
	OWNED(error) failed = tree_read(&adjacent->bytes, file->tree, adjacent->path);

	if (failed && error_kind(failed) != ERROR_ABSENT)
		skips_add(file->skips, adjacent->path, 0, "unreadable", error_text(failed));
	adjacent->file = *file;
	adjacent->file.path = adjacent->path;
	adjacent->file.mark = NULL;
	if (adjacent->bytes)
		adjacent->file.bytes = text_slice(adjacent->bytes);
}

static uint32_t base_of(size_t index)
{
	return ORIGIN_ADJACENT + (uint32_t)(index * FILE_BYTES_MOST);
}

bool sibling_files_read(struct slice *bytes, uint32_t *base, struct sibling_files *files,
			const struct scan_file *file, const char *path)
{
	OWNED_STRING whole = path_relative_to(file->path, path);
	size_t i = 0;

	if (!file->tree || !whole || strcmp(whole, file->path) == 0)
		return false;
	while (i < files->count && strcmp(files->items[i].path, whole) != 0)
		i++;
	if (i < files->count || i == SIBLING_FILES_MOST)
		return false;
	struct sibling_file *adjacent = &files->items[files->count++];

	*adjacent = (struct sibling_file){ .path = pass_on(&whole) };
	read_file(adjacent, file);
	if (!adjacent->bytes)
		return false;
	*bytes = adjacent->file.bytes;
	*base = base_of(i);
	return true;
}

struct occurrences *sibling_files_occurrences(uint32_t *base, struct occurrences *own,
					      struct sibling_files *files, size_t origin)
{
	if (origin < ORIGIN_ADJACENT) {
		*base = 0;
		return own;
	}
	size_t index = (origin - ORIGIN_ADJACENT) / FILE_BYTES_MOST;

	*base = base_of(index);
	return &files->items[index].occurrences;
}

static void emit(struct sibling_file *adjacent, const struct scan_file *file,
		 const struct format *format)
{
	struct line_cache mark = { 0 };
	struct pins *pins = file->pins;
	size_t first = pins->count;

	adjacent->file.mark = &mark;
	occurrences_emit(&adjacent->occurrences, &adjacent->file, format);
	for (size_t i = first; i < pins->count; i++) {
		free(pins->items[i]->found_in);
		pins->items[i]->found_in = must_copy(file->path);
	}
}

void sibling_files_end(struct sibling_files *files, const struct scan_file *file,
		       const struct format *format)
{
	for (size_t i = 0; i < files->count; i++) {
		struct sibling_file *adjacent = &files->items[i];

		emit(adjacent, file, format);
		occurrences_clear(&adjacent->occurrences);
		text_free(adjacent->bytes);
		free(adjacent->path);
	}
}
