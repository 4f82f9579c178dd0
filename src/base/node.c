#include "node_builder.h"

#include <digestbump/base/memory.h>
#include <string.h>

/* Recursion ends: node_builder_open() keeps the depth. Targets belong to others. */
void node_free(struct node *node)
{
	if (!node)
		return;
	for (size_t i = 0; i < node->count; i++)
		node_free(node->items[i]);
	free(node->items);
	free(node->tag);
	free(node->value);
	free(node);
}

void documents_free(struct documents *documents)
{
	if (!documents)
		return;
	for (size_t i = 0; i < documents->count; i++)
		node_free(documents->roots[i]);
	free(documents->roots);
	error_free(documents->broken);
	free(documents);
}

const struct node *node_target(const struct node *node)
{
	return node && node->kind == NODE_ALIAS ? node->target : node;
}

/* Compared with the size: a key may hold "\0". */
static bool is_key(const struct node *node, const char *key)
{
	node = node_target(node);
	return node && node->kind == NODE_SCALAR &&
	       slice_is((struct slice){ node->value, node->size }, key);
}

const struct node *node_get(const struct node *node, const char *key)
{
	node = node_target(node);
	if (!node || node->kind != NODE_MAPPING)
		return NULL;
	for (size_t i = node->count / 2; i-- > 0;)
		if (is_key(node->items[2 * i], key))
			return node_target(node->items[2 * i + 1]);
	return NULL;
}

const struct node *node_get_path(const struct node *node, const char *const *keys)
{
	node = node_target(node);
	for (; node && *keys; keys++)
		node = node_get(node, *keys);
	return node;
}

const char *node_string(const struct node *node)
{
	node = node_target(node);
	return node && node->kind == NODE_SCALAR ? node->value : NULL;
}
