/* finder.h - add the images in a tree of keys and values.
 *
 * Shared by the YAML and JSON formats: turns scalars into pins. An anchor's text
 * that is used again is one pin; used for different images, it is PIN_SHARED.
 */
#ifndef DIGESTBUMP_SRC_SCAN_FIND_FINDER_H
#define DIGESTBUMP_SRC_SCAN_FIND_FINDER_H

#include "node_set.h"
#include "occurrences.h"
#include "sibling_files.h"
#include <digestbump/base/node.h>
#include <digestbump/limits.h>
#include <digestbump/scan/format.h>
#include <digestbump/syntax/mapped_text.h>
#include <digestbump/syntax/variable_definitions.h>
#include <digestbump/syntax/variable_expansion.h>

struct finder {
	const struct scan_file *file;
	const struct format *format;

	/* The text that nodes' places refer to: the file's bytes, or the value of a
	 * scalar that contains a document; then `map` leads to the file, and text that
	 * is not there in one piece is placed at `map_at`. */
	struct slice text;
	const struct node_map *map;
	size_t map_at;

	/* How variables are replaced; NULL: "$X", "${X}", "$(X)" and similar
	 * forms are unknown values. */
	struct expansion *expansion;

	/* The variables of this file; NULL: none are known. Owned by the finder. */
	struct variables *variables;

	/* For what is added from now on: a digest outside of the range belongs to a variable,
	 * PIN_ARG (length 0: not checked); with `keep_existing`, a digest that was added before
	 * is not changed. */
	struct range stretch;
	bool keep_existing;
	enum pin_obstacle obstacle; /* of what is added from now on */
	bool foreign; /* the text is from another file: only digests in this file are added */
	size_t group; /* group of definitions of the text: see variable_definitions.h */

	struct sibling_files sibling_files;

	struct node_set *seen;     /* collections that were read */
	struct node_set *excluded; /* nodes that are never images */
	struct occurrences occurrences;
};

/* Starts with a file's own bytes. Borrows all until finder_end(). */
void finder_begin(struct finder *finder, const struct scan_file *file, const struct format *format);

/* Adds all findings to the file's pins and skips, in file order. */
void finder_end(struct finder *finder);

/* Gives a sibling of the file under scan: `path` is relative to its directory and never
 * leaves the tree. Every byte's origin is its offset plus *base. False when there
 * is no such file, or it was given already. */
bool finder_read_adjacent(struct slice *bytes, uint32_t *base, struct finder *finder,
			  const char *path);

/* From now on nodes are those of documents that were read from `text`, which is as long
 * as the file (NULL: from the file). Borrows text. */
void finder_use_text(struct finder *finder, const char *text);

/* True when the scalar contains a template expression. */
bool finder_is_template(const struct finder *finder, const struct node *scalar);

/* The bytes of a range of finder->text as in the file, including template
 * expressions. */
struct slice finder_bytes(const struct finder *finder, struct range at);

/* The number of the text that nodes' places refer to, unique among the texts that the
 * finder reads from its file: see node_set.h. */
size_t finder_text_id(const struct finder *finder);

/* Gives the node, aliases resolved, on the first call for it, then NULL: aliases may
 * lead to the same large node ten thousand times. NULL gives NULL. */
const struct node *finder_once(struct finder *finder, const struct node *node);

/* How certain it is that a text at this place is an image. */
enum certainty {
	IMAGE_SURE,   /* always an image: listed also when not pinned */
	IMAGE_TAGGED, /* listed when it has a tag or a digest */
	IMAGE_LIKELY, /* listed when it has a digest, or a tag and a registry's name */
	IMAGE_PINNED, /* listed when it has a digest */
};

/* The offset in the file of the byte `at` of finder->text, or ORIGIN_NONE. */
uint32_t finder_origin(const struct finder *finder, size_t at);

/* Gives the scalar's whole text, every byte with its place in the file. Aliases
 * are followed; a node that is not a scalar gives no bytes. */
struct mapped_text *finder_text(const struct finder *finder, const struct node *node) MUST_CHECK;

/* The same for a scalar of a sibling file, read from these bytes (finder_read_adjacent()). */
struct mapped_text *finder_text_adjacent(const struct node *node, struct slice bytes, uint32_t base)
    MUST_CHECK;

/* Gives the text of a reference: without blanks at both ends, its variables
 * replaced, unknown ones hidden. A text far longer than any reference
 * gives no bytes; one that cannot be expanded is a skip "invalid". */
struct mapped_text *finder_letters(struct finder *finder, const struct node *node) MUST_CHECK;

/* Adds the image that the bytes are, used at the byte `use` of finder->text.
 * True when they are one. */
bool finder_add_letters(struct finder *finder, enum pin_kind kind, struct mapped_slice mapped,
			size_t use, enum certainty certainty);

/* The same for a range of finder->text, as written. */
bool finder_add_range(struct finder *finder, struct range at, enum certainty certainty);

/* True for a scalar that is far longer than any reference. */
bool finder_is_too_long(const struct node *scalar);

/* Adds a skip for the byte `at` of finder->text; code must be static. */
void finder_skip(struct finder *finder, size_t at, const char *code, const char *reason);

/* The scalar's text, aliases followed; empty when there is none. Borrowed. */
struct slice node_text(const struct node *node);

/* True for a scalar with a value: not "", "~" or null. */
bool node_is_filled(const struct node *node);

#endif
