/* node_set.h - a set of nodes of YAML or JSON, identified by their place.
 *
 * Not by address: a document embedded in a scalar is freed after it was read, and
 * the next one may be at the same address.
 */
#ifndef DIGESTBUMP_SRC_SCAN_FIND_NODE_SET_H
#define DIGESTBUMP_SRC_SCAN_FIND_NODE_SET_H

#include <digestbump/base/node.h>
#include <digestbump/base/own.h>

struct node_set;

struct node_set *node_set_new(void) MUST_CHECK; /* gives an empty set */
void node_set_free(struct node_set *set);       /* NULL is fine */
DEFINE_OWNED(node_set)

/* Adds the node of the text `text`, a number that is different for each text that
 * nodes of the set come from. False when it was in the set. */
bool node_set_add(struct node_set *set, size_t text, const struct node *node);

/* True when the node is in the set. `set` may be NULL: empty. */
bool node_set_has(const struct node_set *set, size_t text, const struct node *node);

#endif
