/* map.h - hash map from strings to pointers.
 *
 * Open addressing, grows as needed, keeps insertion order: iteration is
 * deterministic. Owns its keys, never its values.
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

/* Sets the value of key (not NULL); replaces an existing one. Copies key. */
void map_set(struct map *map, const char *key, void *value);

/* Iteration in insertion order; index from 0. */
size_t map_count(const struct map *map);
const char *map_key(const struct map *map, size_t index); /* borrowed */
void *map_value(const struct map *map, size_t index);     /* as given to map_set() */

#endif
