#include "adjacent_files.h"

#include <digestbump/base/memory.h>
#include <digestbump/base/path.h>
#include <string.h>

char *path_beside(const char *from, const char *path)
{
	OWNED(text) out = text_new(PATH_BYTES_MOST);

	text_add_string(out, from);
	if (*path == '/' || !path_up(out) || !path_walk(out, path))
		return NULL;
	return out->over || !out->size ? NULL : text_take(pass_on(&out));
}

/* One that is missing is none that anybody wants to hear of. */
static void read_file(struct beside *beside, const struct scan_file *file)
{
	OWNED(error) failed = tree_read(&beside->bytes, file->tree, beside->path);

	if (failed && error_kind(failed) != ERROR_ABSENT)
		skips_add(file->skips, beside->path, 0, "unreadable", error_text(failed));
	beside->file = *file;
	beside->file.path = beside->path;
	beside->file.mark = NULL;
	if (beside->bytes)
		beside->file.bytes = text_slice(beside->bytes);
}

static uint32_t base_of(size_t index)
{
	return ORIGIN_BESIDE + (uint32_t)(index * FILE_BYTES_MOST);
}

bool finder_read_beside(struct slice *bytes, uint32_t *base, struct finder *finder,
			const char *path)
{
	const struct scan_file *file = finder->file;
	OWNED_STRING whole = path_beside(file->path, path);
	size_t i = 0;

	if (!file->tree || !whole || strcmp(whole, file->path) == 0)
		return false;
	while (i < finder->beside_count && strcmp(finder->besides[i].path, whole) != 0)
		i++;
	if (i < finder->beside_count || i == BESIDES_MOST)
		return false;
	struct beside *beside = &finder->besides[finder->beside_count++];

	*beside = (struct beside){ .path = pass_on(&whole) };
	read_file(beside, file);
	if (!beside->bytes)
		return false;
	*bytes = beside->file.bytes;
	*base = base_of(i);
	return true;
}

struct sightings *beside_sightings(uint32_t *base, struct finder *finder, size_t origin)
{
	if (origin < ORIGIN_BESIDE) {
		*base = 0;
		return &finder->sightings;
	}
	size_t index = (origin - ORIGIN_BESIDE) / FILE_BYTES_MOST;

	*base = base_of(index);
	return &finder->besides[index].sightings;
}

static void tell(struct beside *beside, const struct finder *finder)
{
	struct line_mark mark = { 0 };
	struct pins *pins = finder->file->pins;
	size_t first = pins->count;

	beside->file.mark = &mark;
	sightings_tell(&beside->sightings, &beside->file, finder->format);
	for (size_t i = first; i < pins->count; i++) {
		free(pins->items[i]->found_in);
		pins->items[i]->found_in = must_copy(finder->file->path);
	}
}

void beside_end(struct finder *finder)
{
	for (size_t i = 0; i < finder->beside_count; i++) {
		struct beside *beside = &finder->besides[i];

		tell(beside, finder);
		sightings_clear(&beside->sightings);
		text_free(beside->bytes);
		free(beside->path);
	}
}
