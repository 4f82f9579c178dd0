/* node_builder.h - builds the node tree for the YAML and JSON readers.
 *
 * Enforces the limits of limits.h and counts lines in one forward pass. Does not
 * depend on either grammar.
 */
#ifndef DIGESTBUMP_SRC_BASE_NODE_BUILDER_H
#define DIGESTBUMP_SRC_BASE_NODE_BUILDER_H

#include <digestbump/base/node.h>
#include <digestbump/limits.h>

/* A byte of the file and its line, advanced by builder_walk(). */
struct place {
	size_t at;
	size_t line_start;
	unsigned line;
};

struct builder {
	struct slice file;
	struct documents *documents; /* borrowed until node_builder_end() */
	struct node *root;           /* of the current document; owned */
	struct node *open[NODE_DEPTH_MOST];
	size_t depth;
	size_t nodes;
	struct place place;
};

/* Sets *builder for a new file; borrows documents and file. */
void node_builder_start(struct builder *builder, struct documents *documents, struct slice file);

/* Adds a node at the position `at` to the innermost open node, or as the root.
 * *out is borrowed from the tree. ERROR_LIMIT: too many nodes. */
struct error *node_builder_add(struct node **out, struct builder *builder, enum node_kind kind,
			       struct range at) MUST_CHECK;

/* Makes `node` the innermost open node. ERROR_LIMIT: nested too deeply. */
struct error *node_builder_open(struct builder *builder, struct node *node) MUST_CHECK;

/* Closes the innermost open node, which ends at byte `end`. */
void node_builder_close(struct builder *builder, size_t end);

/* Ends the document: passes its root to the documents, unless it is empty. */
void node_builder_end_document(struct builder *builder);

/* Drops an unfinished document. When `failed` is an error, stores it as `broken` with
 * the line and column of byte `at`. Takes failed; NULL is fine. */
void node_builder_end(struct builder *builder, struct error *failed, size_t at);

/* ERROR_UNSUPPORTED: the bytes are UTF-16. */
struct error *node_builder_refuse_utf16(struct slice bytes) MUST_CHECK;

/* ERROR_SYNTAX: there is a NUL byte, at *at. */
struct error *node_builder_find_nul(size_t *at, struct slice bytes) MUST_CHECK;

/* Length in bytes of the line break at the start, 0 when there is none. In YAML 1.1 (4.1.4)
 * NEL, LS and PS break lines, too. */
size_t slice_break(struct slice slice);

void node_free(struct node *node); /* with all below it; NULL is fine */

#endif
