#include "image_values.h"

#include "image_keys.h"
#include "image_scalar.h"
#include "split_fields.h"
#include "template.h"
#include "template_expression.h"
#include <digestbump/base/memory.h>
#include <string.h>

/* Where in the tree a node stands. */
struct value_position {
	const struct image_values *values;
	struct slice key; /* the nearest key above it */
	bool listed;      /* it is an item of the list under that key */
};

static void walk(const struct node *node, const struct value_position *position);

/* ---- whole references ---- */

static const char *const container_keys[] = {
	"containers",
	"initContainers",
	"ephemeralContainers",
	"sidecars",
	"container",
	"script",
	"steps",
	"stepTemplate",
	"extraContainers",
	"extraInitContainers",
	NULL,
};

/* A scalar under `key` in a mapping that stands at `place`. */
static bool certainty_at(enum certainty *out, struct slice key,
			 const struct value_position *position)
{
	static const char *const lists[] = { "args", "command", NULL };
	static const char *const names[] = { "name", "url", "uri", "location", NULL };
	bool pinned = slice_is(key, "value") && slice_is(position->key, "env");

	if (slice_is(key, "image"))
		*out = slice_is_one_of(position->key, container_keys) ? IMAGE_SURE
								      : position->values->image;
	else if (slice_is(key, "reference") && slice_is(position->key, "image"))
		*out = IMAGE_SURE; /* volumes[].image.reference */
	else if (key_names_image(key))
		*out = IMAGE_LIKELY;
	else if (pinned || (slice_is_one_of(key, names) && slice_is(position->key, "image")))
		*out = IMAGE_PINNED;
	else if (position->listed && (key_names_images(key) || slice_is_one_of(key, lists)))
		*out = IMAGE_PINNED;
	else
		return false;
	return true;
}

/* Operators get their operands in this way: --proxy-image=IMAGE. */
static void find_in_flag(struct finder *finder, const struct node *node)
{
	struct slice text = node_text(node);
	size_t at;

	if (!slice_starts(text, "-") || !slice_find(&at, text, "=") ||
	    !slice_find(NULL, text, "@sha") || slice_find(NULL, text, ","))
		return;
	OWNED(mapped_text) mapped = finder_letters(finder, node_target(node));

	finder_add_letters(finder, PIN_IMAGE, mapped_tail(mapped_text_slice(mapped), at + 1),
			   node->at.at, IMAGE_PINNED);
}

static void find_whole(const struct node *node, struct slice key,
		       const struct value_position *position)
{
	enum certainty certainty;

	if (!certainty_at(&certainty, key, position))
		return;
	if (certainty == IMAGE_PINNED && position->listed)
		find_in_flag(position->values->finder, node);
	if (position->values->pinned)
		certainty = IMAGE_PINNED;
	image_scalar_add(position->values->finder, PIN_IMAGE, node, certainty);
}

/* {{ .image | default "x" }} without quotes around it is YAML, too: a mapping in
 * a mapping. */
static bool is_expression(const struct node *node, const struct value_position *position)
{
	struct slice file = position->values->finder->text; /* never masked there */

	return slice_starts((struct slice){ file.at + node->at.at, file.size - node->at.at }, "{{");
}

/* ---- the tree ---- */

static void walk_value(const struct node *node, struct slice key,
		       const struct value_position *position)
{
	struct value_position below = { .values = position->values, .key = key };
	const struct node *scalar = node_target(node);
	struct finder *finder = position->values->finder;

	if (node_set_has(finder->excluded, finder_text_id(finder), node))
		return;
	if (node_string(scalar))
		find_whole(node, key, position);
	else if (node->kind != NODE_MAPPING || !is_expression(node, position))
		walk(node, &below);
	else if (key_names_image(key))
		template_expression_find(position->values->finder, node->at);
}

static void walk_mapping(const struct node *map, const struct value_position *position)
{
	const struct image_values *values = position->values;
	OWNED(node_set)
	used = split_fields_find(values->finder, map, position->key, values->pinned);

	for (size_t i = 0; i < map->count / 2; i++) {
		const struct node *value = map->items[2 * i + 1];
		struct slice key = node_text(map->items[2 * i]);

		if (!node_set_has(used, 0, value) && !slice_is_one_of(key, values->skip))
			walk_value(value, key, position);
	}
}

static void walk_sequence(const struct node *list, const struct value_position *position)
{
	struct value_position item = { .values = position->values,
				       .key = position->key,
				       .listed = true };

	for (size_t i = 0; i < list->count; i++) {
		if (node_string(list->items[i]))
			find_whole(list->items[i], position->key, &item);
		else
			walk(list->items[i], &item);
	}
}

static void walk(const struct node *node, const struct value_position *position)
{
	if (node->kind == NODE_MAPPING)
		walk_mapping(node, position);
	else if (node->kind == NODE_SEQUENCE)
		walk_sequence(node, position);
}

void image_values_find(const struct image_values *values, const struct node *node, const char *key)
{
	struct value_position position = { .values = values, .key = slice_of(key) };
	struct value_position top = { .values = values, .key = slice_of("") };

	if (key && node_string(node_target(node)))
		find_whole(node, slice_of(key), &top);
	else if (finder_once(values->finder, node))
		walk(node, &position);
}
