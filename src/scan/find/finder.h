/* finder.h - adds the images that a tree of keys and values names.
 *
 * What formats of YAML and JSON share: from scalars to pins. An anchor's text
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

	/* What nodes' places are places in: the file's bytes, or the value of the
	 * scalar that holds a document; then `map` leads to the file, and what does
	 * not stand there in one piece is placed at `map_at`. */
	struct slice text;
	const struct node_map *map;
	size_t map_at;

	/* How variables are replaced; NULL: "$X", "${X}", "$(X)" and other
	 * signs of that kind are somebody's to fill in. */
	struct expansion *expansion;

	/* What is known of those in this file; NULL: nothing. Owned by the finder. */
	struct variables *variables;

	/* What is added from now on: a digest outside of the range is a variable's,
	 * PIN_ARG (length 0: nobody asks); and, `keep_existing`, a digest that was met before
	 * is what it was. */
	struct range stretch;
	bool keep_existing;
	enum pin_obstacle obstacle; /* of what is added from now on */
	bool foreign; /* what is read stands elsewhere: only a digest of this file counts */
	size_t group; /* of definitions that it stands among: see variable_definitions.h */

	struct sibling_files sibling_files;

	struct node_set *seen;     /* collections that were read */
	struct node_set *excluded; /* nodes that name no image whatever they look like */
	struct occurrences occurrences;
};

/* Starts with a file's own bytes. Borrows all until finder_end(). */
void finder_begin(struct finder *finder, const struct scan_file *file, const struct format *format);

/* Adds all that was found to the file's pins and skips, in file order. */
void finder_end(struct finder *finder);

/* Gives a file beside the one under scan: `path` counts from its directory, never
 * leads out of the tree. Every byte's origin is its offset and *base. False when there
 * is none, or it was given already. */
bool finder_read_adjacent(struct slice *bytes, uint32_t *base, struct finder *finder,
			  const char *path);

/* From now on nodes are those of documents that were read from `text`, which is as long
 * as the file (NULL: from the file). Borrows text. */
void finder_use_text(struct finder *finder, const char *text);

/* True when a template's expression stands in the scalar. */
bool finder_is_template(const struct finder *finder, const struct node *scalar);

/* The bytes of a range of finder->text as the file has them, expressions of templates
 * included. */
struct slice finder_bytes(const struct finder *finder, struct range at);

/* Names the text that nodes' places are places in, among all that the finder reads
 * from its file: see node_set.h. */
size_t finder_text_id(const struct finder *finder);

/* Gives what node stands for the first time that it is asked, then NULL: aliases
 * lead to the same large thing ten thousand times. NULL stays NULL. */
const struct node *finder_once(struct finder *finder, const struct node *node);

/* How sure it is that a text at this place is an image. */
enum certainty {
	IMAGE_SURE,   /* it is one: listed also when it is not pinned */
	IMAGE_TAGGED, /* listed when it has a tag or a digest */
	IMAGE_LIKELY, /* listed when it has a digest, or a tag and a registry's name */
	IMAGE_PINNED, /* listed when it has a digest */
};

/* Where the byte `at` of finder->text stands in the file, or ORIGIN_NONE. */
uint32_t finder_origin(const struct finder *finder, size_t at);

/* Gives the scalar's whole text, every byte with its place in the file. Aliases
 * are followed; what is no scalar gives no bytes. */
struct mapped_text *finder_text(const struct finder *finder, const struct node *node) MUST_CHECK;

/* The same for a scalar of a file beside, read from these bytes (finder_read_adjacent()). */
struct mapped_text *finder_text_adjacent(const struct node *node, struct slice bytes, uint32_t base)
    MUST_CHECK;

/* Gives the text of a reference: without blanks at both ends, its variables
 * replaced, those that are not known hidden. What is far longer than any reference
 * gives no bytes; what cannot be expanded is a skip "invalid". */
struct mapped_text *finder_letters(struct finder *finder, const struct node *node) MUST_CHECK;

/* Adds the image that the bytes name, used at the byte `use` of finder->text.
 * True when it was one. */
bool finder_add_letters(struct finder *finder, enum pin_kind kind, struct mapped_slice mapped,
			size_t use, enum certainty certainty);

/* The same for a range of finder->text, as it stands. */
bool finder_add_range(struct finder *finder, struct range at, enum certainty certainty);

/* True for a scalar that is far longer than any reference. */
bool finder_is_too_long(const struct node *scalar);

/* Adds a skip for the byte `at` of finder->text; code must be static. */
void finder_skip(struct finder *finder, size_t at, const char *code, const char *reason);

/* The scalar's text, aliases followed; empty when there is none. Borrowed. */
struct slice node_text(const struct node *node);

/* True for a scalar that says something: not "", "~" or null. */
bool node_is_filled(const struct node *node);

#endif
