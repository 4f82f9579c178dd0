#include "image_values.h"

#include "image_keys.h"
#include "split_fields.h"
#include "template.h"
#include <digestbump/base/memory.h>
#include <string.h>

/* Where in the tree a node stands. */
struct place {
	const struct values *values;
	struct slice key; /* the nearest key above it */
	bool listed;      /* it is an item of the list under that key */
};

static void walk(const struct node *node, const struct place *place);

static bool is_one_of(struct slice key, const char *const *keys)
{
	for (size_t i = 0; keys && keys[i]; i++)
		if (slice_is(key, keys[i]))
			return true;
	return false;
}

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
static bool certainty_at(enum certainty *out, struct slice key, const struct place *place)
{
	static const char *const lists[] = { "args", "command", NULL };
	static const char *const names[] = { "name", "url", "uri", "location", NULL };
	bool pinned = slice_is(key, "value") && slice_is(place->key, "env");

	if (slice_is(key, "image"))
		*out = is_one_of(place->key, container_keys) ? IMAGE_SURE : place->values->image;
	else if (slice_is(key, "reference") && slice_is(place->key, "image"))
		*out = IMAGE_SURE; /* volumes[].image.reference */
	else if (key_names_image(key))
		*out = IMAGE_LIKELY;
	else if (pinned || (is_one_of(key, names) && slice_is(place->key, "image")))
		*out = IMAGE_PINNED;
	else if (place->listed && (key_names_images(key) || is_one_of(key, lists)))
		*out = IMAGE_PINNED;
	else
		return false;
	return true;
}

/* Operators are told of their operands so: --proxy-image=IMAGE. */
static void find_in_flag(struct finder *finder, const struct node *node)
{
	struct slice text = node_text(node);
	size_t at;

	if (!slice_starts(text, "-") || !slice_find(&at, text, "=") ||
	    !slice_find(NULL, text, "@sha") || slice_find(NULL, text, ","))
		return;
	OWNED(traced) letters = finder_letters(finder, node_target(node));

	finder_add_letters(finder, PIN_IMAGE, letters_behind(traced_letters(letters), at + 1),
			   node->at.at, IMAGE_PINNED);
}

static void find_whole(const struct node *node, struct slice key, const struct place *place)
{
	enum certainty certainty;

	if (!certainty_at(&certainty, key, place))
		return;
	if (certainty == IMAGE_PINNED && place->listed)
		find_in_flag(place->values->finder, node);
	if (place->values->pinned)
		certainty = IMAGE_PINNED;
	finder_add(place->values->finder, PIN_IMAGE, node, certainty);
}

/* {{ .image | default "x" }} without quotes around it is YAML, too: a mapping in
 * a mapping. */
static bool is_expression(const struct node *node, const struct place *place)
{
	struct slice file = place->values->finder->text;

	return slice_starts((struct slice){ file.at + node->at.at, file.size - node->at.at }, "{{");
}

/* ---- the tree ---- */

static void walk_value(const struct node *node, struct slice key, const struct place *place)
{
	struct place below = { .values = place->values, .key = key };
	const struct node *scalar = node_target(node);

	if (node_string(scalar))
		find_whole(node, key, place);
	else if (node->kind != NODE_MAPPING || !is_expression(node, place))
		walk(node, &below);
	else if (key_names_image(key))
		template_add_value(place->values->finder, node->at);
}

static void walk_mapping(const struct node *map, const struct place *place)
{
	const struct values *values = place->values;
	OWNED(map) used = fields_find(values->finder, map, place->key, values->pinned);

	for (size_t i = 0; i < map->count / 2; i++) {
		const struct node *value = map->items[2 * i + 1];
		struct slice key = node_text(map->items[2 * i]);

		if (!fields_have(used, value) && !is_one_of(key, values->skip))
			walk_value(value, key, place);
	}
}

static void walk_sequence(const struct node *list, const struct place *place)
{
	struct place item = { .values = place->values, .key = place->key, .listed = true };

	for (size_t i = 0; i < list->count; i++) {
		if (node_string(list->items[i]))
			find_whole(list->items[i], place->key, &item);
		else
			walk(list->items[i], &item);
	}
}

static void walk(const struct node *node, const struct place *place)
{
	if (node->kind == NODE_MAPPING)
		walk_mapping(node, place);
	else if (node->kind == NODE_SEQUENCE)
		walk_sequence(node, place);
}

void values_find(const struct values *values, const struct node *node, const char *key)
{
	struct place place = { .values = values, .key = slice_of(key) };
	struct place top = { .values = values, .key = slice_of("") };

	if (key && node_string(node_target(node)))
		find_whole(node, slice_of(key), &top);
	else if (finder_once(values->finder, node))
		walk(node, &place);
}
