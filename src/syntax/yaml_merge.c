#include <digestbump/syntax/yaml_merge.h>

#include <digestbump/base/memory.h>

enum {
	/* Keys that "<<" brings into one mapping: an image has five, a service some
	 * dozen. Merges of merges would multiply without a ceiling. */
	MERGED_KEYS_MOST = 256,
	MERGED_LEVELS_MOST = 8,
};

static struct slice text_of(const struct node *key)
{
	key = node_target(key);
	return node_string(key) ? (struct slice){ key->value, key->size } : slice_of("");
}

static void index_keys(struct map *index, const struct node *map)
{
	for (size_t i = 0; i < map->count / 2; i++) {
		OWNED_STRING key = slice_copy(text_of(map->items[2 * i]));

		map_set(index, key, map->items[2 * i + 1]);
	}
}

static void index_merged(struct map *index, const struct node *map, size_t *keys, unsigned levels);

/* What stands behind "<<": a mapping, or a list of them, the first of which wins. */
static void index_source(struct map *index, const struct node *source, size_t *keys,
			 unsigned levels)
{
	source = node_target(source);
	if (!source || !levels)
		return;
	for (size_t i = source->count; source->kind == NODE_SEQUENCE && i-- > 0 && *keys; --*keys)
		index_source(index, source->items[i], keys, levels - 1);
	if (source->kind != NODE_MAPPING || source->count / 2 > *keys)
		return;
	*keys -= source->count / 2;
	index_merged(index, source, keys, levels - 1);
	index_keys(index, source);
}

static void index_merged(struct map *index, const struct node *map, size_t *keys, unsigned levels)
{
	for (size_t i = 0; i < map->count / 2; i++)
		if (slice_is(text_of(map->items[2 * i]), "<<"))
			index_source(index, map->items[2 * i + 1], keys, levels);
}

struct map *yaml_merge_index(const struct node *map)
{
	struct map *index = map_new();
	size_t keys = MERGED_KEYS_MOST;

	map = node_target(map);
	if (map && map->kind == NODE_MAPPING) {
		index_merged(index, map, &keys, MERGED_LEVELS_MOST);
		index_keys(index, map);
	}
	return index;
}
