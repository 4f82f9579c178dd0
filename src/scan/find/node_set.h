/* node_set.h - a set of nodes of YAML or JSON, known by where they stand.
 *
 * Never by their address: a document that was embedded in a scalar is freed once it
 * was read, and the next one may lie in the same memory.
 */
#ifndef DIGESTBUMP_SRC_SCAN_FIND_NODE_SET_H
#define DIGESTBUMP_SRC_SCAN_FIND_NODE_SET_H

#include <digestbump/base/node.h>
#include <digestbump/base/own.h>

struct node_set;

struct node_set *node_set_new(void) MUST_CHECK;
void node_set_free(struct node_set *set); /* NULL is fine */
DEFINE_OWNED(node_set)

/* Adds the node, which stands in the text `text`: any number that differs between the
 * texts that the set's nodes come from. False when it was in the set. */
bool node_set_add(struct node_set *set, size_t text, const struct node *node);

/* True when the node is in the set. `set` may be NULL: empty. */
bool node_set_has(const struct node_set *set, size_t text, const struct node *node);

#endif
