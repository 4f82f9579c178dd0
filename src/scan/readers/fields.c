#include "fields.h"

#include "keys.h"
#include "merge.h"
#include <digestbump/base/memory.h>
#include <string.h>

/* A mapping, its keys where they are quickly found, and the key above it. */
struct group {
	struct finder *finder;
	struct map *index; /* key to value, as it stands: an alias stays one */
	struct slice above;
	struct fields_used tried; /* names: an image's tag and digest lead to the same */
};

/* The first of the words that the group has beside `key`, filled. */
static const struct node *beside(const struct group *group, const struct key *key,
				 const char *const *list)
{
	for (size_t i = 0; list[i]; i++) {
		OWNED_STRING name = key_beside(key, list[i]);
		const struct node *found = map_get(group->index, name);

		if (node_is_filled(found))
			return found;
	}
	return NULL;
}

/* A "name" is an image's only where the place says so. */
static const struct node *name_beside(const struct group *group, const struct key *key)
{
	static const char *const sure[] = { "repository", "image", "baseImage", "repo", NULL };
	static const char *const perhaps[] = { "", "name", NULL };
	const struct node *name = beside(group, key, sure);
	struct slice says = key->style == KEY_BARE ? group->above : key->prefix;

	return !name && key_names_images(says) ? beside(group, key, perhaps) : name;
}

/* Not pinned, it is an image only where something says so: the key above, the
 * key's own prefix, or a policy for pulling beside it. */
static enum certainty certainty_of(const struct group *group, const struct key *key)
{
	static const char *const pulled[] = { "registry", "pullPolicy", "imagePullPolicy", NULL };

	if (key_names_images(group->above) || key_names_images(key->prefix) ||
	    beside(group, key, pulled))
		return IMAGE_TAGGED;
	return IMAGE_PINNED;
}

static void note(struct fields_used *used, const struct node *name)
{
	if (used->count < FIELDS_USED_MOST)
		used->items[used->count++] = name;
}

static void find_image(struct fields_used *used, struct group *group, const struct key *key)
{
	static const char *const registries[] = { "registry", NULL };
	static const char *const tags[] = { "tag", NULL };
	static const char *const versions[] = { "version", NULL };
	static const char *const digests[] = { "digest", "sha256", "sha", NULL };
	const struct node *tag = beside(group, key, tags);
	struct parts parts = {
		.registry = beside(group, key, registries),
		.name = name_beside(group, key),
		.tag = tag ? tag : beside(group, key, versions),
		.digest = beside(group, key, digests),
	};

	if (!parts.name || fields_have(&group->tried, parts.name))
		return;
	note(&group->tried, parts.name);
	if (finder_add_parts(group->finder, &parts, certainty_of(group, key)))
		note(used, parts.name);
}

static bool has_roles(const struct node *map)
{
	for (size_t i = 0; i < map->count / 2; i++)
		if (key_parse(node_text(map->items[2 * i])).role != KEY_OTHER)
			return true;
	return false;
}

void fields_find(struct fields_used *used, struct finder *finder, const struct node *map,
		 struct slice above)
{
	if (!has_roles(map))
		return;
	OWNED(map) index = merge_index(map);
	struct group group = { .finder = finder, .index = index, .above = above };
	for (size_t i = 0; i < map->count / 2; i++) {
		struct key key = key_parse(node_text(map->items[2 * i]));

		if (key.role != KEY_OTHER && node_is_filled(map->items[2 * i + 1]))
			find_image(used, &group, &key);
	}
}

bool fields_have(const struct fields_used *used, const struct node *node)
{
	for (size_t i = 0; i < used->count; i++)
		if (used->items[i] == node)
			return true;
	return false;
}
