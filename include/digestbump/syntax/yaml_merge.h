/* yaml_merge.h - a mapping as it is once its "<<" keys are merged in (YAML 1.1). */
#ifndef DIGESTBUMP_SYNTAX_YAML_MERGE_H
#define DIGESTBUMP_SYNTAX_YAML_MERGE_H

#include <digestbump/base/map.h>
#include <digestbump/base/node.h>

/* Gives key -> value (const struct node, borrowed, aliases as they stand) of a
 * mapping: its own keys first, then what it merges, which may be a list. Empty
 * for other nodes. The merged size is limited: nested merges multiply. */
struct map *yaml_merge_index(const struct node *map) MUST_CHECK;

#endif
