#include "embedded_yaml.h"

#include <digestbump/base/memory.h>

void embedded_yaml_find(struct finder *finder, const struct node *node, embedded_yaml_reader *find)
{
	const struct node *scalar = finder->map ? NULL : finder_once(finder, node);

	if (scalar && node_string(scalar))
		embedded_yaml_find_any(finder, scalar, find);
}

void embedded_yaml_find_any(struct finder *finder, const struct node *scalar,
			    embedded_yaml_reader *find)
{
	struct finder outer = *finder;
	OWNED(documents) documents = NULL;
	OWNED(error) failed = NULL;

	failed = yaml_read(&documents, node_text(scalar));
	OWNED(node_map) map = node_map_new(scalar, finder->text);

	finder->text = node_text(scalar);
	finder->map = map;
	finder->map_at = scalar->at.at;
	for (size_t i = 0; !failed && i < documents->count; i++)
		find(finder, documents->roots[i]);
	finder->text = outer.text;
	finder->map = NULL;
}
