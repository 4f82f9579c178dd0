#include "tree_kind.h"
#include <digestbump/base/map.h>
#include <digestbump/base/memory.h>

struct overlay {
	struct tree tree;
	struct tree *base;
	struct map *files; /* path to struct text */
};

static struct error *list(const struct listing *into, struct tree *tree)
{
	const struct overlay *overlay = (const struct overlay *)tree;

	for (size_t i = 0; i < map_count(overlay->files); i++) {
		const char *path = map_key(overlay->files, i);

		into->files->seen++;
		if (into->visitor->wants(into->visitor->data, path))
			TRY(listing_add(into, path, false));
	}
	return NULL;
}

static bool has(struct tree *tree, const char *path)
{
	return map_get(((const struct overlay *)tree)->files, path) != NULL;
}

static struct error *absent(const char *path)
{
	return error_new(ERROR_ABSENT, "'%s': no such file", path);
}

static struct error *read_file(struct text *into, struct tree *tree, const char *path)
{
	const struct overlay *overlay = (const struct overlay *)tree;
	const struct text *text = map_get(overlay->files, path);

	if (!text)
		return overlay->base ? tree_read_into(into, overlay->base, path) : absent(path);
	text_empty(into);
	text_add(into, text->bytes, text->size);
	return NULL;
}

static struct error *read_link(char **target, struct tree *tree, const char *path)
{
	const struct overlay *overlay = (const struct overlay *)tree;

	return overlay->base ? tree_link(target, overlay->base, path) : absent(path);
}

static void overlay_free(struct tree *tree)
{
	struct overlay *overlay = (struct overlay *)tree;

	for (size_t i = 0; i < map_count(overlay->files); i++)
		text_free(map_value(overlay->files, i));
	map_free(overlay->files);
	free(overlay);
}

static const struct tree_kind overlay_kind = {
	.list = list,
	.has = has,
	.read = read_file,
	.link = read_link,
	.free = overlay_free,
};

struct tree *tree_overlay(struct tree *base)
{
	struct overlay *overlay = must_alloc(sizeof(*overlay));

	overlay->tree.kind = &overlay_kind;
	overlay->base = base;
	overlay->files = map_new();
	return &overlay->tree;
}

void tree_overlay_set(struct tree *tree, const char *path, struct slice bytes)
{
	struct overlay *overlay = (struct overlay *)tree;
	struct text *text = text_new(0);

	text_add(text, bytes.at, bytes.size);
	text_free(map_get(overlay->files, path));
	map_set(overlay->files, path, text);
}
