#include "tree_kind.h"
#include <digestbump/base/map.h>
#include <digestbump/base/memory.h>

struct overlay {
	struct source source;
	struct source *base;
	struct map *files; /* path to struct text */
};

static struct error *list(const struct listing *into, struct source *source)
{
	const struct overlay *overlay = (const struct overlay *)source;

	for (size_t i = 0; i < map_count(overlay->files); i++) {
		const char *path = map_key(overlay->files, i);

		into->files->seen++;
		if (into->visitor->want(into->visitor->data, path))
			TRY(listing_add(into, path, false));
	}
	return NULL;
}

static bool has(struct source *source, const char *path)
{
	return map_get(((const struct overlay *)source)->files, path) != NULL;
}

static struct error *absent(const char *path)
{
	return error_new(ERROR_ABSENT, "'%s': no such file", path);
}

static struct error *read_file(struct text *into, struct source *source, const char *path)
{
	const struct overlay *overlay = (const struct overlay *)source;
	const struct text *text = map_get(overlay->files, path);

	if (!text)
		return overlay->base ? source_read_into(into, overlay->base, path) : absent(path);
	text_empty(into);
	text_add(into, text->bytes, text->size);
	return NULL;
}

static struct error *read_link(char **target, struct source *source, const char *path)
{
	const struct overlay *overlay = (const struct overlay *)source;

	return overlay->base ? source_link(target, overlay->base, path) : absent(path);
}

static void overlay_free(struct source *source)
{
	struct overlay *overlay = (struct overlay *)source;

	for (size_t i = 0; i < map_count(overlay->files); i++)
		text_free(map_value(overlay->files, i));
	map_free(overlay->files);
	free(overlay);
}

static const struct source_kind overlay_kind = {
	.list = list,
	.has = has,
	.read = read_file,
	.link = read_link,
	.free = overlay_free,
};

struct source *source_overlay(struct source *base)
{
	struct overlay *overlay = must_alloc(sizeof(*overlay));

	overlay->source.kind = &overlay_kind;
	overlay->base = base;
	overlay->files = map_new();
	return &overlay->source;
}

void source_overlay_set(struct source *source, const char *path, struct slice bytes)
{
	struct overlay *overlay = (struct overlay *)source;
	struct text *text = text_new(0);

	text_add(text, bytes.at, bytes.size);
	text_free(map_get(overlay->files, path));
	map_set(overlay->files, path, text);
}
