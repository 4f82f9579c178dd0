#include "split_fields.h"

#include "image_keys.h"
#include "image_parts.h"
#include <digestbump/base/memory.h>
#include <digestbump/syntax/yaml_merge.h>
#include <string.h>

/* A mapping, its keys where they are quickly found, and the key above it. */
struct key_group {
	struct finder *finder;
	struct map *index; /* key to value, as it stands: an alias stays one */
	struct slice above;
	bool pinned;            /* only what is pinned counts, and says which algorithm it is of */
	struct node_set *tried; /* names: an image's tag and digest lead to the same */
	struct node_set *added; /* those of them that were images */
};

/* The first of the words that the group has beside `key`, filled. */
static const struct node *adjacent(const struct key_group *group, const struct image_key *key,
				   const char *const *list)
{
	for (size_t i = 0; list[i]; i++) {
		OWNED_STRING name = key_sibling(key, list[i]);
		const struct node *found = map_get(group->index, name);

		if (node_is_filled(found))
			return found;
	}
	return NULL;
}

/* A "name" is an image's only where the place says so. */
static const struct node *name_beside(const struct key_group *group, const struct image_key *key)
{
	static const char *const sure[] = { "repository", "image", "baseImage",
					    "base-image", "repo",  NULL };
	static const char *const perhaps[] = { "", "name", NULL };
	const struct node *name = adjacent(group, key, sure);
	const struct node *base = map_get(group->index, "base-image");

	if (!name && slice_is(key->prefix, "image") && node_is_filled(base))
		return base; /* base-image, image-version (BlueBuild) */
	struct slice says = key->style == KEY_BARE ? group->above : key->prefix;

	return !name && key_names_images(says) ? adjacent(group, key, perhaps) : name;
}

/* Not pinned, it is an image only where something says so: the key above, the
 * key's own prefix, or a policy for pulling beside it. */
static enum certainty certainty_of(const struct key_group *group, const struct image_key *key)
{
	static const char *const pulled[] = { "registry", "pullPolicy", "imagePullPolicy", NULL };

	if (group->pinned)
		return IMAGE_PINNED;
	if (key_names_images(group->above) || key_names_images(key->prefix) ||
	    adjacent(group, key, pulled))
		return IMAGE_TAGGED;
	return IMAGE_PINNED;
}

static const char *const registries[] = { "registry", NULL };

/* Some charts call the whole name a registry: "ghcr.io/acme/app". */
static const struct node *name_in_registry(const struct key_group *group,
					   const struct image_key *key)
{
	const struct node *registry = adjacent(group, key, registries);
	struct slice text = node_text(registry);

	return text.size && memchr(text.at, '/', text.size) ? registry : NULL;
}

/* A chart's own default may name the image. */
static void add_unnamed(struct key_group *group, const struct image_key *key)
{
	static const char *const tags[] = { "tag", "version", NULL };
	const struct node *tag = adjacent(group, key, tags);

	if (tag && slice_find(NULL, node_text(tag), "@sha256:"))
		image_parts_add_unnamed(group->finder, node_target(tag));
}

static void find_image(struct key_group *group, const struct image_key *key)
{
	static const char *const tags[] = { "tag", "version", "image-version", NULL };
	static const char *const digests[] = { "digest", "sha256", "sha", NULL };
	const struct node *name = name_beside(group, key);

	const struct node *registry = name ? adjacent(group, key, registries) : NULL;

	if (!name)
		name = name_in_registry(group, key);
	if (!name)
		add_unnamed(group, key);
	if (!name || !node_set_add(group->tried, 0, name))
		return;
	struct image_parts parts = {
		.registry = registry,
		.name = name,
		.tag = adjacent(group, key, tags),
		.digest = adjacent(group, key, digests),
	};

	if (name == map_get(group->index, "base-image") && !node_is_filled(parts.digest))
		parts.digest = map_get(group->index, "digest");
	if (group->pinned && !slice_find(NULL, node_text(parts.digest), ":"))
		parts.digest = NULL;
	if (image_parts_add(group->finder, &parts, certainty_of(group, key)))
		node_set_add(group->added, 0, name);
}

static bool has_roles(const struct node *map)
{
	for (size_t i = 0; i < map->count / 2; i++)
		if (key_parse(node_text(map->items[2 * i])).role != KEY_OTHER)
			return true;
	return false;
}

struct node_set *split_fields_find(struct finder *finder, const struct node *map,
				   struct slice above, bool pinned)
{
	if (!has_roles(map))
		return NULL;
	OWNED(map) index = yaml_merge_index(map);
	OWNED(node_set) tried = node_set_new();
	struct key_group group = {
		.finder = finder,
		.index = index,
		.above = above,
		.pinned = pinned,
		.tried = tried,
		.added = node_set_new(),
	};

	for (size_t i = 0; i < map->count / 2; i++) {
		struct image_key key = key_parse(node_text(map->items[2 * i]));

		if (key.role != KEY_OTHER && node_is_filled(map->items[2 * i + 1]))
			find_image(&group, &key);
	}
	return group.added;
}
