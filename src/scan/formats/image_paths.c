#include "image_paths.h"
#include <digestbump/base/map.h>
#include <digestbump/base/memory.h>
#include <string.h>

/* A place that may still be met below, and what is left of its path. */
struct open_path {
	const struct image_path *image_path;
	const char *rest;
};

enum {
	/* Open paths at one level: a table's places, doubled by each "**" in them. */
	OPEN_PATHS_MOST = 128,
};

struct open_paths {
	struct open_path items[OPEN_PATHS_MOST];
	size_t count;
};

struct walk {
	struct finder *finder;
	struct map *seen; /* aliases' targets with the open paths they were met with */
	const struct node_set
	    *defined; /* what variables are: read when the finder is `keep_existing` */
};

static size_t segment_size(const char *rest)
{
	return strcspn(rest, "/");
}

static const char *behind(const char *rest)
{
	size_t size = segment_size(rest);

	return rest[size] ? rest + size + 1 : rest + size;
}

static bool is_segment(const char *rest, const char *segment)
{
	size_t size = segment_size(rest);

	return strlen(segment) == size && memcmp(rest, segment, size) == 0;
}

/* Adds a open path, and for "**" also the one that it stands for no level at all. */
static void add(struct open_paths *open_paths, const struct image_path *image_path,
		const char *rest)
{
	for (;;) {
		if (open_paths->count < OPEN_PATHS_MOST)
			open_paths->items[open_paths->count++] =
			    (struct open_path){ image_path, rest };
		if (!is_segment(rest, "**"))
			return;
		rest = behind(rest);
	}
}

/* What is hoped for one level deeper, behind `key` (NULL: an item). */
static void descend(struct open_paths *below, const struct open_paths *open_paths, const char *key)
{
	below->count = 0;
	for (size_t i = 0; i < open_paths->count; i++) {
		const struct open_path *open_path = &open_paths->items[i];

		if (!*open_path->rest)
			continue;
		if (is_segment(open_path->rest, "**"))
			add(below, open_path->image_path, open_path->rest);
		else if (key ? is_segment(open_path->rest, "*") || is_segment(open_path->rest, key)
			     : is_segment(open_path->rest, "[]"))
			add(below, open_path->image_path, behind(open_path->rest));
	}
}

static void visit(const struct walk *walk, const struct open_paths *open_paths,
		  const struct node *node);

/* A mapping that is merged stands for its keys, as if they were written here. */
static void visit_merged(const struct walk *walk, const struct open_paths *open_paths,
			 const struct node *value)
{
	const struct node *merged = node_target(value);

	if (!merged || merged->kind != NODE_SEQUENCE) {
		visit(walk, open_paths, value);
		return;
	}
	for (size_t i = 0; i < merged->count; i++)
		visit(walk, open_paths, merged->items[i]);
}

static void visit_mapping(const struct walk *walk, const struct open_paths *open_paths,
			  const struct node *node)
{
	struct open_paths below;

	for (size_t i = 0; i + 1 < node->count; i += 2) {
		const char *key = node_string(node_target(node->items[i]));

		if (key && strcmp(key, "<<") == 0) {
			visit_merged(walk, open_paths, node->items[i + 1]);
			continue;
		}
		descend(&below, open_paths, key ? key : "");
		if (below.count)
			visit(walk, &below, node->items[i + 1]);
	}
}

static void visit_sequence(const struct walk *walk, const struct open_paths *open_paths,
			   const struct node *node)
{
	struct open_paths below;

	descend(&below, open_paths, NULL);
	for (size_t i = 0; below.count && i < node->count; i++)
		visit(walk, &below, node->items[i]);
}

/* True when an alias leads to this node for the first time with these open paths:
 * aliases of aliases would multiply the walk without end. */
static bool is_first_visit(const struct walk *walk, const struct open_paths *open_paths,
			   const struct node *target)
{
	OWNED(text) key = text_new(0);

	text_add_format(key, "%zu+%zu", target->at.at, target->at.length);
	for (size_t i = 0; i < open_paths->count; i++)
		text_add_format(key, " %s of %s", open_paths->items[i].rest,
				open_paths->items[i].image_path->path);
	if (map_get(walk->seen, key->bytes))
		return false;
	map_set(walk->seen, key->bytes, walk->seen);
	return true;
}

/* "!reference [.job, image]" of GitLab is a path, whatever it looks like. */
static bool has_application_tag(const struct node *node)
{
	return node->tag && node->tag[0] == '!' && node->tag[1] && node->tag[1] != '!';
}

/* Reads a place with every meaning that its variables have there. */
static void read_place(struct finder *finder, const struct image_path *image_path,
		       const struct node *node)
{
	struct variables *variables = finder->variables;

	finder->group = 0;
	if (variables)
		variables_clear_groups(variables);
	image_path->read(finder, image_path, node);
	size_t groups = variables ? variables_group_count(variables) : 0;

	for (size_t i = 0; i < groups; i++) {
		finder->group = variables_group(variables, i);
		image_path->read(finder, image_path, node);
	}
	finder->group = 0;
}

static void visit(const struct walk *walk, const struct open_paths *open_paths,
		  const struct node *node)
{
	const struct node *target = node_target(node);

	if (!target || has_application_tag(target) ||
	    (target != node && !is_first_visit(walk, open_paths, target)))
		return;
	bool due =
	    !walk->defined || node_set_has(walk->defined, 0, target) == walk->finder->keep_existing;

	for (size_t i = 0; due && i < open_paths->count; i++)
		if (!*open_paths->items[i].rest)
			read_place(walk->finder, open_paths->items[i].image_path, target);
	if (target->kind == NODE_MAPPING)
		visit_mapping(walk, open_paths, target);
	else if (target->kind == NODE_SEQUENCE)
		visit_sequence(walk, open_paths, target);
}

static void read_document(struct finder *finder, const struct image_path *image_paths,
			  const struct node *root, const struct node_set *defined)
{
	OWNED(map) seen = map_new();
	const struct walk walk = { finder, seen, defined };
	struct open_paths open_paths = { .count = 0 };

	for (const struct image_path *image_path = image_paths; image_path->path; image_path++)
		add(&open_paths, image_path, image_path->path);
	visit(&walk, &open_paths, root);
}

void image_paths_read(struct finder *finder, const struct image_path *image_paths,
		      const struct node *root)
{
	read_document(finder, image_paths, root, NULL);
}

static void read_documents(struct finder *finder, const struct image_path *image_paths,
			   const struct documents *documents, const struct node_set *defined)
{
	for (size_t i = 0; i < documents->count; i++)
		read_document(finder, image_paths, documents->roots[i], defined);
}

/* What variables hold counts by itself only where no use of it says more. */
void image_paths_read_all(struct finder *finder, const struct image_path *image_paths,
			  const struct variable_paths *variable_paths,
			  const struct documents *documents)
{
	if (!variable_paths) {
		read_documents(finder, image_paths, documents, NULL);
		return;
	}
	OWNED(node_set) defined = variable_paths_define(finder, variable_paths, documents);

	read_documents(finder, image_paths, documents, defined);
	finder->keep_existing = true;
	read_documents(finder, image_paths, documents, defined);
	finder->keep_existing = false;
}
