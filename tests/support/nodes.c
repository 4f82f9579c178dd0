#include "nodes.h"

#include <stdlib.h>
#include <string.h>

static void demand(bool holds)
{
	if (!holds)
		abort();
}

/* Every stretch of up to four bytes, and the whole. */
static void check_scalar(const struct node *node, struct slice file)
{
	OWNED(node_map) map = node_map_new(node, file);
	struct range at;

	for (size_t from = 0; from <= node->size; from++) {
		for (size_t length = 1; length <= 4; length++) {
			if (!node_map_locate(&at, map, from, length))
				continue;
			demand(from + length <= node->size);
			demand(at.length == length && at.at >= node->at.at);
			demand(at.at + length <= node->at.at + node->at.length);
			demand(memcmp(file.at + at.at, node->value + from, length) == 0);
		}
	}
	if (node_locate(&at, node, file, 0, node->size))
		demand(memcmp(file.at + at.at, node->value, node->size) == 0);
	demand(node->value[node->size] == '\0');
}

static void check_node(const struct node *node, struct slice file)
{
	unsigned line;
	unsigned column;

	demand(node->at.at <= file.size && node->at.length <= file.size - node->at.at);
	text_position(&line, &column, file, node->at.at);
	demand(line == node->line && column == node->column);
	demand(node->kind != NODE_MAPPING || node->count % 2 == 0);
	if (node->kind == NODE_SCALAR)
		check_scalar(node, file);
	for (size_t i = 0; i < node->count; i++)
		check_node(node->items[i], file);
}

void nodes_check(const struct documents *documents, struct slice file)
{
	for (size_t i = 0; i < documents->count; i++)
		check_node(documents->roots[i], file);
	demand(!documents->broken || documents->broken_line > 0);
}
