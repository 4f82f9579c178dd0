/* finder.h - adds the images that a tree of keys and values names.
 *
 * What formats of YAML and JSON share: from scalars to pins. An anchor's text
 * that is used again is one pin; used for different images, it is PIN_SHARED.
 */
#ifndef DIGESTBUMP_SCAN_FINDER_H
#define DIGESTBUMP_SCAN_FINDER_H

#include "../written.h"
#include "letters.h"
#include <digestbump/base/node.h>
#include <digestbump/scan/format.h>

struct finder {
	const struct scan_file *file;
	const struct format *format;
	size_t furthest; /* the place of the pin that stands last so far */
};

/* How sure it is that a text at this place is an image. */
enum certainty {
	IMAGE_SURE,   /* it is one: listed also when it is not pinned */
	IMAGE_TAGGED, /* listed when it has a tag or a digest */
	IMAGE_LIKELY, /* listed when it has a digest, or a tag and a registry's name */
	IMAGE_PINNED, /* listed when it has a digest */
};

/* Gives the scalar's text, every letter with its place in the file, blanks at
 * both ends dropped. Values that somebody fills in ("${X}", "$(X)") are hidden
 * letters. Aliases are followed; what is no scalar gives no letters. */
struct traced *finder_letters(const struct finder *finder, const struct node *node) MUST_CHECK;

/* Adds the image that a whole scalar names. A template's expression is a skip
 * "template" unless the place is only IMAGE_PINNED. True when there is a pin. */
bool finder_add(struct finder *finder, enum pin_kind kind, const struct node *node,
		enum certainty certainty);

/* Adds the image that the letters name; `use` is where they are used. */
bool finder_add_letters(struct finder *finder, enum pin_kind kind, struct letters letters,
			size_t use, enum certainty certainty);

/* Adds a pin whose image, pinned and tracked are known; takes pin. */
void finder_place(struct finder *finder, struct pin *pin, const struct found *found);

/* An image in fields of its own. */
struct fields {
	const char *scheme; /* "oci://": dropped in front of the name; may be NULL */
	const struct node *registry;
	const struct node *name;   /* also with a tag or a digest behind it */
	const struct node *tag;    /* also with a digest behind it: "1.2@sha256:..." */
	const struct node *digest; /* also the hex alone, or with '@' in front */
};

/* Adds the image that fields name: name:tag@digest, as charts and Kustomize put
 * them together. Digests in the tag and in a field of their own are two pins.
 * Fields may be NULL or empty. True when there is a pin. */
bool finder_add_fields(struct finder *finder, const struct fields *fields,
		       enum certainty certainty);

/* The scalar's text, aliases followed; empty when there is none. Borrowed. */
struct slice node_text(const struct node *node);

/* True for a scalar that says something: not "", "~" or null. */
bool node_is_filled(const struct node *node);

#endif
