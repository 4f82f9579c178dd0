#include "embedded.h"

#include <digestbump/base/memory.h>

/* Moves a place in the scalar's text to its place in the file; nowhere, when it
 * does not stand there in one piece. */
static struct range placed(const struct node_map *map, struct range in)
{
	struct range out = { 0 };

	if (in.length && !node_map_locate(&out, map, in.at, in.length))
		out.length = 0;
	return out;
}

/* Takes pin, which was found in the scalar's text. */
static void move_pin(struct finder *finder, const struct node_map *map, struct pin *pin, size_t use)
{
	struct range start;
	struct found found = {
		.kind = pin->kind,
		.text = slice_of(pin->raw),
		.at = node_map_locate(&start, map, pin->digest.at, 1) ? start.at : use,
		.digest = placed(map, pin->digest),
		.tag = placed(map, pin->tag),
	};
	struct pin *moved = pin_new(finder->format->name, finder->file->path);

	moved->image = pass_on(&pin->image);
	moved->pinned = pass_on(&pin->pinned);
	moved->tracked = pass_on(&pin->tracked);
	moved->obstacle = pin->obstacle;
	finder_place(finder, moved, &found);
	pin_free(pin);
}

void embedded_find(struct finder *finder, const struct node *node, embedded_document *find)
{
	const struct node *scalar = node_target(node);
	struct pins pins = { 0 };
	struct skips skips = { 0 };

	if (!node_string(scalar))
		return;
	struct scan_file inner_file = {
		.path = finder->file->path,
		.bytes = { scalar->value, scalar->size },
		.pins = &pins,
		.skips = &skips,
	};
	struct finder inner = { .file = &inner_file, .format = finder->format };
	OWNED(documents) documents = NULL;
	OWNED(error) failed = yaml_read(&documents, inner_file.bytes);

	for (size_t i = 0; !failed && i < documents->count; i++)
		find(&inner, documents->roots[i]);
	OWNED(node_map) map = node_map_new(scalar, finder->file->bytes);

	for (size_t i = 0; i < pins.count; i++)
		move_pin(finder, map, pass_on(&pins.items[i]), scalar->at.at);
	pins_clear(&pins);
	skips_clear(&skips);
}
