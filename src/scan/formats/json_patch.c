#include "json_patch.h"

#include "../find/image_keys.h"
#include "../find/image_scalar.h"
#include "../find/image_values.h"
#include <string.h>

static bool is_operation(const struct node *node)
{
	return node_get(node, "op") && node_get(node, "path");
}

/* What a path's last part says of its value. */
static bool leads_to_image(struct slice path)
{
	const char *slash = path.size ? memrchr(path.at, '/', path.size) : NULL;

	return slash && key_names_image(slice_tail(path, (size_t)(slash - path.at) + 1)) &&
	       !slice_find(NULL, path, "/annotations/") && !slice_find(NULL, path, "/labels/");
}

static void find_in_operation(struct finder *finder, const struct node *operation)
{
	const struct image_values values = { .finder = finder, .image = IMAGE_SURE };
	const struct node *value = node_target(node_get(operation, "value"));

	if (value && value->kind != NODE_SCALAR)
		image_values_find(&values, value, NULL);
	else if (leads_to_image(node_text(node_get(operation, "path"))))
		image_scalar_add(finder, PIN_IMAGE, value, IMAGE_SURE);
}

bool json_patch_find(struct finder *finder, const struct node *root)
{
	if (root->kind != NODE_SEQUENCE)
		return false;
	if (!root->count || !is_operation(node_target(root->items[0])))
		return false;
	for (size_t i = 0; i < root->count; i++)
		find_in_operation(finder, root->items[i]);
	return true;
}
