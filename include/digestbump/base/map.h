/* map.h - strings to pointers, for asking each question once.
 *
 * Open addressing, grows by itself, keeps the order of adding: walking it is
 * deterministic whatever the hash. Owns its keys, never its values.
 */
#ifndef DIGESTBUMP_BASE_MAP_H
#define DIGESTBUMP_BASE_MAP_H

#include <digestbump/base/own.h>
#include <stddef.h>

struct map;

/* Gives an empty map. */
struct map *map_new(void) MUST_CHECK;
void map_free(struct map *map); /* NULL is fine; values are the caller's */
DEFINE_OWNED(map)

/* The value of key, or NULL. */
void *map_get(const struct map *map, const char *key);

/* Sets key's value (not NULL), new or in place of the one before. */
void map_set(struct map *map, const char *key, void *value);

/* Walking, in the order of adding. */
size_t map_count(const struct map *map);
const char *map_key(const struct map *map, size_t index);
void *map_value(const struct map *map, size_t index);

#endif
