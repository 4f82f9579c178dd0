#include "counterparts.h"
#include <digestbump/base/map.h>
#include <digestbump/base/memory.h>
#include <string.h>

/* In place of a build that two answer to. */
static const struct build ambiguous;

/* Two repositories may have the same build. */
static char *key_of(const struct build *build)
{
	return must_format("%zu\n%s", build->tree, build->key);
}

static struct map *map_keys(const struct image_graph *from)
{
	struct map *map = map_new();

	for (size_t i = 0; i < from->count; i++) {
		OWNED_STRING key = key_of(&from->builds[i]);

		map_set(map, key, &from->builds[i]);
	}
	return map;
}

static struct map *map_names(const struct image_graph *from)
{
	struct map *map = map_new();

	for (size_t i = 0; i < from->count; i++)
		map_set(map, from->builds[i].name, &from->builds[i]);
	return map;
}

/* ---- builds that were moved ---- */

/* Gives what stays when a file is moved: its own name, the target, the images. */
static char *fingerprint(const struct build *build)
{
	OWNED(text) out = text_new(0);
	OWNED(strings) images = strings_new();
	const char *slash = strrchr(build->path, '/');

	for (size_t i = 0; i < build->reached_count; i++)
		if (build->reached[i].image)
			strings_add(images, build->reached[i].image);
	strings_sort(images);
	text_add_format(out, "%zu\n%s\n%s", build->tree, slash ? slash + 1 : build->path,
			build->target ? build->target : "");
	for (size_t i = 0; i < images->count; i++)
		if (!i || strcmp(images->items[i - 1], images->items[i]) != 0)
			text_add_format(out, "\n%s", images->items[i]);
	return text_take(pass_on(&out));
}

/* Adds the build, or that there are several of its make. */
static void add_moved(struct map *map, const struct build *build)
{
	OWNED_STRING print = fingerprint(build);

	map_set(map, print, map_get(map, print) ? (void *)&ambiguous : (void *)build);
}

static void pair_moved(struct counterparts *pairs, const struct image_graph *from,
		       const struct image_graph *to)
{
	OWNED(map) paired = map_new();
	OWNED(map) gone = map_new();
	OWNED(map) come = map_new();

	for (size_t i = 0; i < to->count; i++)
		if (pairs->items[i])
			map_set(paired, pairs->items[i]->name, (void *)pairs->items[i]);
	for (size_t i = 0; i < from->count; i++)
		if (!from->builds[i].repository && !map_get(paired, from->builds[i].name))
			add_moved(gone, &from->builds[i]);
	for (size_t i = 0; map_count(gone) && i < to->count; i++)
		if (!to->builds[i].repository && !pairs->items[i])
			add_moved(come, &to->builds[i]);
	for (size_t i = 0; i < map_count(come); i++) {
		const struct build *new = map_value(come, i);
		const struct build *old = map_get(gone, map_key(come, i));

		if (new != &ambiguous && old &&old != &ambiguous)
			pairs->items[new - to->builds] = old;
	}
}

struct counterparts *counterparts_find(const struct image_graph *from, const struct image_graph *to)
{
	OWNED(counterparts) pairs = must_alloc(sizeof(*pairs));
	OWNED(map) keys = map_keys(from);
	OWNED(map) names = map_names(from);

	pairs->items = must_alloc(to->count * sizeof(*pairs->items));
	for (size_t i = 0; i < to->count; i++) {
		OWNED_STRING key = key_of(&to->builds[i]);

		pairs->items[i] = map_get(keys, key);
		if (!pairs->items[i])
			pairs->items[i] = map_get(names, to->builds[i].name);
	}
	pair_moved(pairs, from, to);
	return pass_on(&pairs);
}

void counterparts_free(struct counterparts *counterparts)
{
	if (!counterparts)
		return;
	free((void *)counterparts->items);
	free(counterparts);
}
