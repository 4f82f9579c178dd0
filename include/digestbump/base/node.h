/* node.h - a YAML or JSON document as a tree of nodes with source positions.
 *
 * Every node carries the byte range of its text, so that a value can be
 * edited in place and an error can be reported with line and column. Aliases are not expanded: they
 * point to their anchor's node, so a document of n bytes has at most n nodes. Does not interpret
 * the document.
 */
#ifndef DIGESTBUMP_BASE_NODE_H
#define DIGESTBUMP_BASE_NODE_H

#include <digestbump/base/error.h>
#include <digestbump/base/text.h>
#include <stdbool.h>
#include <stddef.h>

enum node_kind { NODE_SCALAR, NODE_SEQUENCE, NODE_MAPPING, NODE_ALIAS };
enum node_style {
	NODE_PLAIN, /* also JSON's numbers, true, false and null */
	NODE_SINGLE,
	NODE_DOUBLE,
	NODE_LITERAL,
	NODE_FOLDED,
	NODE_JSON, /* a string of JSON: as double quotes, but never folded */
};

struct node {
	enum node_kind kind;
	enum node_style style; /* of a scalar */
	char *tag;             /* as written ("!!str", "!reset"), NULL: none */
	char *value;           /* a scalar's text, decoded, NUL-terminated */
	size_t size;           /* bytes of value */
	struct range at; /* position of the node's text in bytes of the file, quotes included */
	unsigned line;   /* from 1, of its first byte */
	unsigned column; /* from 1, in bytes */

	/* A sequence's items; a mapping's keys and values in turn. */
	struct node **items;
	size_t count;

	struct node *target; /* of an alias: the anchor's node; NULL: no such anchor */
};

/* The documents of one file, in order. */
struct documents {
	struct node **roots; /* NULL roots do not occur: empty documents are left out */
	size_t count;

	/* NULL, or the first syntax error, as "line 3, column 7: ...". The documents
	 * before it are complete. Owned by the documents. */
	struct error *broken;
	unsigned broken_line;
	unsigned broken_column;
};

/* Gives the documents of a YAML file (YAML 1.1 as libyaml reads it, duplicate
 * keys kept). A BOM is skipped; UTF-16 is ERROR_UNSUPPORTED; a NUL byte,
 * more than NODE_DEPTH_MOST levels or NODES_MOST nodes are `broken`. */
struct error *yaml_read(struct documents **out, struct slice bytes) MUST_CHECK;

/* Gives the documents of a JSON file (RFC 8259; `comments` also allows //, block
 * comments and trailing commas). Each top-level value is one
 * document. Duplicate keys are kept. */
struct error *json_read(struct documents **out, struct slice bytes, bool comments) MUST_CHECK;

void documents_free(struct documents *documents); /* NULL is fine */
DEFINE_OWNED(documents)

/* The node that an alias refers to, else the node itself. NULL gives NULL. */
const struct node *node_target(const struct node *node);

/* The value of key in a mapping (the last one of duplicates), with
 * aliases followed; NULL when node is not a mapping or has no such key. Does not
 * look into "<<" merges. */
const struct node *node_get(const struct node *node, const char *key);

/* As node_get(), along a path of keys that ends with NULL. */
const struct node *node_get_path(const struct node *node, const char *const *keys);

/* The scalar's text, or NULL when node is NULL or not a scalar. */
const char *node_string(const struct node *node);

/* Sets *out to the position in the file of the bytes [from, from+length) of a scalar's
 * decoded value. False when they are not contiguous and unchanged there (escapes,
 * folds): then they cannot be edited in place. Borrows file, the bytes that were
 * parsed. Reads the whole scalar each time: for many calls on a long scalar make a
 * node_map. */
bool node_locate(struct range *out, const struct node *node, struct slice file, size_t from,
		 size_t length);

/* For many node_locate() calls on one scalar: reads it once. */
struct node_map;

/* Gives the map of a scalar (for other nodes: an empty map). */
struct node_map *node_map_new(const struct node *node, struct slice file) MUST_CHECK;
void node_map_free(struct node_map *map); /* NULL is fine */
DEFINE_OWNED(node_map)

bool node_map_locate(struct range *out, const struct node_map *map, size_t from, size_t length);

#endif
