#include "document_kind.h"

#include <string.h>

/* ---- manifests ---- */

static document_reader *reader_of(struct slice version, struct slice kind)
{
	const char *slash = version.size ? memchr(version.at, '/', version.size) : NULL;
	struct slice group = { version.at, slash ? (size_t)(slash - version.at) : version.size };

	const struct manifest_kind *found = manifest_kinds;

	while ((found->group && !slice_is(group, found->group)) ||
	       (found->kind && !slice_is(kind, found->kind)))
		found++;
	return found->read;
}

bool document_is_manifest(const struct node *root)
{
	return node_text(node_get(root, "apiVersion")).size &&
	       node_text(node_get(root, "kind")).size;
}

/* The items of a PodList may leave out what they are. */
void document_find_manifest(struct finder *finder, const struct node *root)
{
	struct slice version = node_text(node_get(root, "apiVersion"));
	struct slice kind = node_text(node_get(root, "kind"));
	const struct node *items = node_get(root, "items");

	if (!document_is_manifest(root))
		return;
	if (!slice_ends(kind, "List") || !items || items->kind != NODE_SEQUENCE) {
		reader_of(version, kind)(finder, root);
		return;
	}
	for (size_t i = 0; i < items->count; i++) {
		const struct node *item = items->items[i];

		if (item->kind == NODE_MAPPING && node_get(item, "kind"))
			reader_of(node_text(node_get(item, "apiVersion")),
				  node_text(node_get(item, "kind")))(finder, item);
		else if (item->kind == NODE_MAPPING)
			reader_of(slice_of(""), slice_of(""))(finder, item);
	}
}

/* ---- other documents ---- */

static bool is_of(const struct node *root, const struct schema_kind *kind)
{
	for (size_t i = 0; i < 3 && kind->keys[i]; i++)
		if (!node_get(root, kind->keys[i]))
			return false;
	return !kind->value || slice_is(node_text(node_get(root, kind->keys[0])), kind->value);
}

void document_find_schema(struct finder *finder, const struct node *root)
{
	for (const struct schema_kind *kind = schema_kinds; kind->keys[0]; kind++)
		if (is_of(root, kind)) {
			image_paths_read(finder, kind->image_paths, root);
			return;
		}
}
