#include <digestbump/base/map.h>
#include <digestbump/base/memory.h>
#include <stdint.h>
#include <string.h>

struct entry {
	char *key;
	void *value;
};

struct map {
	struct entry *entries; /* in the order of adding */
	size_t count;
	size_t *slots; /* index into entries plus one; 0: free */
	size_t room;   /* a power of two, at least twice count */
};

/* FNV-1a, 64 bits. Keys are references out of one's own repository; a flood of
 * collisions only slows down whoever made it. */
static size_t hash(const char *key)
{
	uint64_t value = 14695981039346656037u;

	for (; *key; key++)
		value = (value ^ (unsigned char)*key) * 1099511628211u;
	return (size_t)(value ^ (value >> 32));
}

struct map *map_new(void)
{
	return must_alloc(sizeof(struct map));
}

void map_free(struct map *map)
{
	if (!map)
		return;
	for (size_t i = 0; i < map->count; i++)
		free(map->entries[i].key);
	free(map->entries);
	free(map->slots);
	free(map);
}

/* The slot that holds key, or the free one where it belongs. */
static size_t *find(const struct map *map, const char *key)
{
	size_t at = hash(key) & (map->room - 1);

	while (map->slots[at] && strcmp(map->entries[map->slots[at] - 1].key, key) != 0)
		at = (at + 1) & (map->room - 1);
	return &map->slots[at];
}

void *map_get(const struct map *map, const char *key)
{
	if (!map->room)
		return NULL;
	size_t index = *find(map, key);

	return index ? map->entries[index - 1].value : NULL;
}

static void make_room(struct map *map)
{
	if (map->count * 2 < map->room)
		return;
	map->room = map->room ? map->room * 2 : 16;
	free(map->slots);
	map->slots = must_alloc(map->room * sizeof(*map->slots));
	for (size_t i = 0; i < map->count; i++)
		*find(map, map->entries[i].key) = i + 1;
}

void map_set(struct map *map, const char *key, void *value)
{
	make_room(map);
	size_t *slot = find(map, key);

	if (*slot) {
		map->entries[*slot - 1].value = value;
		return;
	}
	map->entries = must_grow(map->entries, map->count, sizeof(*map->entries));
	map->entries[map->count++] = (struct entry){ must_copy(key), value };
	*slot = map->count;
}

size_t map_count(const struct map *map)
{
	return map->count;
}

const char *map_key(const struct map *map, size_t index)
{
	return map->entries[index].key;
}

void *map_value(const struct map *map, size_t index)
{
	return map->entries[index].value;
}
