#include "variable_paths.h"

#include <digestbump/base/memory.h>
#include <digestbump/limits.h>
#include <string.h>

/* What is known on the way to a definition. */
struct way {
	const char *rest; /* of the path */
	const char *name; /* so far */
	struct validity validity;
};

struct walk {
	struct finder *finder;
	struct map *defined; /* NULL: nobody asks */
	const struct binding *binding;
	size_t visits; /* aliases of aliases would multiply them without end */
};

static void visit(struct walk *walk, const struct way *way, const struct node *node);

static char *key_of(const struct node *node)
{
	return must_format("%p", (const void *)node);
}

bool bindings_have(const struct map *defined, const struct node *node)
{
	if (!defined)
		return false;
	OWNED_STRING key = key_of(node);

	return map_get(defined, key) != NULL;
}

/* ---- definitions ---- */

static void define(struct walk *walk, const char *name, const struct node *value,
		   const struct validity *validity)
{
	const struct node *scalar = node_target(value);
	OWNED_STRING whole =
	    must_format("%s%s", walk->binding->front ? walk->binding->front : "", name);

	if (!node_is_filled(scalar) || scalar->size > VARIABLE_BYTES_MOST)
		return;
	OWNED(traced) text = finder_text(walk->finder, scalar);
	OWNED_STRING key = key_of(scalar);

	variables_define(walk->finder->variables, slice_of(whole),
			 letters_trim(traced_letters(text)), validity);
	if (walk->defined)
		map_set(walk->defined, key, walk);
}

static void define_pair(struct walk *walk, const struct way *way, const struct node *node)
{
	const char *name = node_string(node_get(node, "name"));

	if (name)
		define(walk, name, node_get(node, walk->binding->value), &way->validity);
}

/* ---- the way there ---- */

/* One segment of a path. */
struct segment {
	size_t size;
	bool scope; /* '|' behind it */
	bool group; /* '&' behind it */
	const char *rest;
};

static struct segment segment_of(const char *path)
{
	struct segment segment = { .size = strcspn(path, "/|&") };
	const char *behind = path + segment.size;

	for (; *behind && *behind != '/'; behind++) {
		segment.scope |= *behind == '|';
		segment.group |= *behind == '&';
	}
	segment.rest = *behind ? behind + 1 : behind;
	return segment;
}

/* Goes on from a child, whose key (NULL: none) is a part of the name. */
static void descend(struct walk *walk, const struct way *way, const struct segment *segment,
		    const char *key, const struct node *child)
{
	const struct node *target = node_target(child);
	OWNED_STRING name =
	    must_format("%s%s%s", way->name, key && *way->name ? "." : "", key ? key : "");
	struct way below = { segment->rest, name, way->validity };

	if (!target)
		return;
	if (segment->scope)
		below.validity.scope = target->at;
	if (segment->scope || (segment->group && key))
		below.name = "";
	if (segment->group)
		below.validity.group = target->at.at + 1;
	visit(walk, &below, target);
}

static void visit_values(struct walk *walk, const struct way *way, const struct segment *segment,
			 const struct node *map)
{
	for (size_t i = 0; i + 1 < map->count; i += 2) {
		const char *key = node_string(node_target(map->items[i]));

		if (key && strcmp(key, "<<") == 0)
			visit(walk, way, node_target(map->items[i + 1]));
		else if (key)
			descend(walk, way, segment, key, map->items[i + 1]);
	}
}

static void visit_items(struct walk *walk, const struct way *way, const struct segment *segment,
			const struct node *list)
{
	for (size_t i = 0; i < list->count; i++)
		descend(walk, way, segment, NULL, list->items[i]);
}

static void visit_key(struct walk *walk, const struct way *way, const struct segment *segment,
		      const struct node *map)
{
	OWNED_STRING key = must_copy_bytes(way->rest, segment->size);

	descend(walk, way, segment, NULL, node_get(map, key));
}

static void visit(struct walk *walk, const struct way *way, const struct node *node)
{
	struct segment segment = segment_of(way->rest);

	if (!node || ++walk->visits > NODES_MOST)
		return;
	if (!*way->rest && walk->binding->value)
		define_pair(walk, way, node);
	else if (!*way->rest)
		define(walk, way->name, node, &way->validity);
	else if (slice_starts(slice_of(way->rest), "[]") && node->kind == NODE_SEQUENCE)
		visit_items(walk, way, &segment, node);
	else if (node->kind == NODE_MAPPING && way->rest[0] == '*')
		visit_values(walk, way, &segment, node);
	else if (node->kind == NODE_MAPPING)
		visit_key(walk, way, &segment, node);
}

static void read_root(struct walk *walk, const struct vocabulary *vocabulary,
		      const struct node *root, struct range scope)
{
	const struct binding *binding = vocabulary->bindings;
	struct way way = { .name = "", .validity = { scope, 0 } };

	for (; binding->path; binding++) {
		walk->binding = binding;
		way.rest = binding->path;
		visit(walk, &way, root);
	}
}

/* ---- files beside ---- */

static void define_pairs(struct finder *finder, const struct node *map, struct slice bytes,
			 uint32_t base)
{
	struct validity validity = { validity_everywhere.scope, base };

	for (size_t i = 0; map->kind == NODE_MAPPING && i + 1 < map->count; i += 2) {
		const struct node *scalar = node_target(map->items[i + 1]);

		if (!node_is_filled(scalar) || scalar->size > VARIABLE_BYTES_MOST)
			continue;
		OWNED(traced) text = finder_text_beside(scalar, bytes, base);

		variables_define(finder->variables, node_text(map->items[i]), traced_letters(text),
				 &validity);
	}
}

static void read_neighbour(struct finder *finder, const char *path)
{
	OWNED(documents) documents = NULL;
	struct slice bytes;
	uint32_t base;

	if (!finder_read_beside(&bytes, &base, finder, path))
		return;
	OWNED(error) failed = yaml_read(&documents, bytes);

	for (size_t i = 0; !failed && i < documents->count; i++)
		define_pairs(finder, documents->roots[i], bytes, base);
}

/* ---- all of it ---- */

struct map *bindings_define(struct finder *finder, const struct vocabulary *vocabulary,
			    const struct documents *documents)
{
	OWNED(map) defined = map_new();
	struct walk walk = { .finder = finder, .defined = defined };
	const char *const *path = vocabulary->neighbours;

	finder->variables = variables_new(vocabulary->dialect, vocabulary->fronts);
	for (size_t i = 0; i < documents->count; i++)
		read_root(&walk, vocabulary, documents->roots[i], validity_everywhere.scope);
	if (path && slice_find(NULL, finder->file->bytes, vocabulary->sign))
		for (; *path; path++)
			read_neighbour(finder, *path);
	return pass_on(&defined);
}

void bindings_define_in(struct finder *finder, const struct vocabulary *vocabulary,
			const struct node *root)
{
	struct walk walk = { .finder = finder };

	if (!finder->variables)
		finder->variables = variables_new(vocabulary->dialect, vocabulary->fronts);
	read_root(&walk, vocabulary, root, root->at);
}
