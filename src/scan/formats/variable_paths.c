#include "variable_paths.h"
#include "../find/digest_values.h"

#include <digestbump/base/memory.h>
#include <digestbump/limits.h>
#include <string.h>

/* What is known on the way to a definition. */
struct path_position {
	const char *rest; /* of the path */
	const char *name; /* so far */
	struct definition_scope where;
};

struct walk {
	struct finder *finder;
	struct node_set *defined; /* NULL: nobody asks */
	const struct variable_path *variable_path;
	size_t visits; /* aliases of aliases would multiply them without end */
};

static void visit(struct walk *walk, const struct path_position *position, const struct node *node);

/* ---- definitions ---- */

static void define(struct walk *walk, const char *name, const struct node *value,
		   const struct definition_scope *where)
{
	const struct node *scalar = node_target(value);
	OWNED_STRING whole =
	    must_format("%s%s", walk->variable_path->prefix ? walk->variable_path->prefix : "",
			name);

	if (!node_is_filled(scalar) || scalar->size > VARIABLE_BYTES_MOST)
		return;
	OWNED(mapped_text) text = finder_text(walk->finder, scalar);

	variables_define(walk->finder->variables, slice_of(whole),
			 mapped_trim(mapped_text_slice(text)), where);
	if (walk->defined)
		node_set_add(walk->defined, 0, scalar);
}

static void define_pair(struct walk *walk, const struct path_position *position,
			const struct node *node)
{
	const char *name = node_string(node_get(node, "name"));

	if (name)
		define(walk, name, node_get(node, walk->variable_path->value), &position->where);
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
static void descend(struct walk *walk, const struct path_position *position,
		    const struct segment *segment, const char *key, const struct node *child)
{
	const struct node *target = node_target(child);
	OWNED_STRING name = must_format("%s%s%s", position->name, key && *position->name ? "." : "",
					key ? key : "");
	struct path_position below = { segment->rest, name, position->where };

	if (!target)
		return;
	if (segment->scope)
		below.where.scope = target->at;
	if (segment->scope || (segment->group && key))
		below.name = "";
	if (segment->group)
		below.where.group = target->at.at + 1;
	visit(walk, &below, target);
}

static void visit_values(struct walk *walk, const struct path_position *position,
			 const struct segment *segment, const struct node *map)
{
	for (size_t i = 0; i + 1 < map->count; i += 2) {
		const char *key = node_string(node_target(map->items[i]));

		if (key && strcmp(key, "<<") == 0)
			visit(walk, position, node_target(map->items[i + 1]));
		else if (key)
			descend(walk, position, segment, key, map->items[i + 1]);
	}
}

static void visit_items(struct walk *walk, const struct path_position *position,
			const struct segment *segment, const struct node *list)
{
	for (size_t i = 0; i < list->count; i++)
		descend(walk, position, segment, NULL, list->items[i]);
}

static void visit_key(struct walk *walk, const struct path_position *position,
		      const struct segment *segment, const struct node *map)
{
	OWNED_STRING key = must_copy_bytes(position->rest, segment->size);

	descend(walk, position, segment, NULL, node_get(map, key));
}

static void visit(struct walk *walk, const struct path_position *position, const struct node *node)
{
	struct segment segment = segment_of(position->rest);

	if (!node || ++walk->visits > NODES_MOST)
		return;
	if (!*position->rest && walk->variable_path->value)
		define_pair(walk, position, node);
	else if (!*position->rest)
		define(walk, position->name, node, &position->where);
	else if (slice_starts(slice_of(position->rest), "[]") && node->kind == NODE_SEQUENCE)
		visit_items(walk, position, &segment, node);
	else if (node->kind == NODE_MAPPING && position->rest[0] == '*')
		visit_values(walk, position, &segment, node);
	else if (node->kind == NODE_MAPPING)
		visit_key(walk, position, &segment, node);
}

static void read_root(struct walk *walk, const struct variable_paths *variable_paths,
		      const struct node *root, struct range scope)
{
	const struct variable_path *variable_path = variable_paths->bindings;
	struct path_position position = { .name = "", .where = { scope, 0 } };

	for (; variable_path->path; variable_path++) {
		walk->variable_path = variable_path;
		position.rest = variable_path->path;
		visit(walk, &position, root);
	}
}

/* ---- files beside ---- */

static void define_pairs(struct finder *finder, const struct node *map, struct slice bytes,
			 uint32_t base)
{
	struct definition_scope where = { definition_scope_file.scope, base };

	for (size_t i = 0; map->kind == NODE_MAPPING && i + 1 < map->count; i += 2) {
		const struct node *scalar = node_target(map->items[i + 1]);

		if (!node_is_filled(scalar) || scalar->size > VARIABLE_BYTES_MOST)
			continue;
		OWNED(mapped_text) text = finder_text_adjacent(scalar, bytes, base);

		variables_define(finder->variables, node_text(map->items[i]),
				 mapped_text_slice(text), &where);
	}
}

static void read_neighbour(struct finder *finder, const char *path)
{
	OWNED(documents) documents = NULL;
	struct slice bytes;
	uint32_t base;

	if (!finder_read_adjacent(&bytes, &base, finder, path))
		return;
	OWNED(error) failed = yaml_read(&documents, bytes);

	for (size_t i = 0; !failed && i < documents->count; i++)
		define_pairs(finder, documents->roots[i], bytes, base);
}

/* ---- all of it ---- */

struct node_set *variable_paths_define(struct finder *finder,
				       const struct variable_paths *variable_paths,
				       const struct documents *documents)
{
	OWNED(node_set) defined = node_set_new();
	struct walk walk = { .finder = finder, .defined = defined };
	const char *const *path = variable_paths->sibling_files;

	finder->variables =
	    variables_new(variable_paths->dialect, variable_paths->prefixes, &digest_values);
	for (size_t i = 0; i < documents->count; i++)
		read_root(&walk, variable_paths, documents->roots[i], definition_scope_file.scope);
	if (path && slice_find(NULL, finder->file->bytes, variable_paths->sign))
		for (; *path; path++)
			read_neighbour(finder, *path);
	return pass_on(&defined);
}

void variable_paths_define_in(struct finder *finder, const struct variable_paths *variable_paths,
			      const struct node *root)
{
	struct walk walk = { .finder = finder };

	if (!finder->variables)
		finder->variables = variables_new(variable_paths->dialect, variable_paths->prefixes,
						  &digest_values);
	read_root(&walk, variable_paths, root, root->at);
}
