#include "making.h"
#include <digestbump/base/compare.h>
#include <digestbump/base/memory.h>
#include <string.h>

/* Indexes of builds under a key, in order. */
struct entry {
	size_t *items;
	size_t count;
};

struct build_index {
	struct map *by_name;      /* -> struct build */
	struct map *by_key;       /* -> struct build */
	struct map *by_reference; /* what is reached -> struct entry */
	struct map *by_need;      /* name of a build -> struct entry of those that need it */
};

static char *build_id(size_t tree, const char *key)
{
	return must_format("%zu\n%s", tree, key);
}

static const char *or_empty(const char *text)
{
	return text ? text : "";
}

static char *reference_key(size_t tree, const char *path, const char *image, const char *tag,
			   const char *digest)
{
	return must_format("%zu\n%s\n%s\n%s\n%s", tree, path, or_empty(image), or_empty(tag),
			   or_empty(digest));
}

static void add_entry(struct map *map, const char *key, size_t build)
{
	struct entry *entry = map_get(map, key);

	if (!entry) {
		entry = must_alloc(sizeof(*entry));
		map_set(map, key, entry);
	}
	if (entry->count && entry->items[entry->count - 1] == build)
		return;
	entry->items = must_grow(entry->items, entry->count, sizeof(*entry->items));
	entry->items[entry->count++] = build;
}

static void index_reached(struct build_index *index, const struct image_graph *graph, size_t build)
{
	const struct build *owner = &graph->builds[build];

	for (size_t i = 0; i < owner->reached_count; i++) {
		const struct reached *reached = &owner->reached[i];
		OWNED_STRING key = reference_key(owner->tree, reached->path, reached->image,
						 reached->tag, reached->digest);

		add_entry(index->by_reference, key, build);
		if (reached_is_need(reached))
			add_entry(index->by_need, graph->builds[reached->build].name, build);
	}
}

struct build_index *build_index_new(const struct image_graph *graph)
{
	struct build_index *index = must_alloc(sizeof(*index));

	*index = (struct build_index){ map_new(), map_new(), map_new(), map_new() };
	for (size_t i = 0; i < graph->count; i++) {
		struct build *build = &graph->builds[i];
		OWNED_STRING id = build_id(build->tree, build->key);

		map_set(index->by_name, build->name, build);
		map_set(index->by_key, id, build);
		index_reached(index, graph, i);
	}
	return index;
}

static void entries_free(struct map *map)
{
	for (size_t i = 0; map && i < map_count(map); i++) {
		struct entry *entry = map_value(map, i);

		free(entry->items);
		free(entry);
	}
	map_free(map);
}

void build_index_free(struct build_index *index)
{
	if (!index)
		return;
	map_free(index->by_name);
	map_free(index->by_key);
	entries_free(index->by_reference);
	entries_free(index->by_need);
	free(index);
}

/* ---- questions ---- */

const struct build *graph_find(const struct image_graph *graph, const char *name)
{
	return map_get(graph->index->by_name, name);
}

const struct build *graph_counterpart(const struct image_graph *other, const struct build *build)
{
	OWNED_STRING id = build_id(build->tree, build->key);
	const struct build *same = map_get(other->index->by_key, id);

	return same ? same : map_get(other->index->by_name, build->name);
}

static void sort_once(struct build_set *set)
{
	size_t kept = 0;

	if (set->count)
		qsort(set->items, set->count, sizeof(*set->items), compare_sizes);
	for (size_t i = 0; i < set->count; i++)
		if (!kept || set->items[kept - 1] != set->items[i])
			set->items[kept++] = set->items[i];
	set->count = kept;
}

static void add_build(struct build_set *set, size_t build)
{
	set->items = must_grow(set->items, set->count, sizeof(*set->items));
	set->items[set->count++] = build;
}

void graph_reaching(struct build_set *out, const struct image_graph *graph, size_t tree,
		    const struct pin *pin)
{
	OWNED_STRING key = reference_key(tree, pin->path, pin->image ? pin->image->name : NULL,
					 pin->image ? pin->image->tag : NULL, pin->pinned);
	const struct entry *entry = map_get(graph->index->by_reference, key);

	for (size_t i = 0; entry && i < entry->count; i++)
		add_build(out, entry->items[i]);
}

void graph_close_over_needs(struct build_set *set, const struct image_graph *graph)
{
	bool *seen = must_alloc(graph->count * sizeof(*seen));

	for (size_t i = 0; i < set->count; i++)
		seen[set->items[i]] = true;
	for (size_t i = 0; i < set->count; i++) {
		const struct entry *entry =
		    map_get(graph->index->by_need, graph->builds[set->items[i]].name);

		for (size_t k = 0; entry && k < entry->count; k++)
			if (!seen[entry->items[k]]) {
				seen[entry->items[k]] = true;
				add_build(set, entry->items[k]);
			}
	}
	free(seen);
	sort_once(set);
}

void build_set_clear(struct build_set *set)
{
	free(set->items);
	*set = (struct build_set){ 0 };
}
