/* image_parts.h - an image in fields of its own: registry, name, tag, digest. */
#ifndef DIGESTBUMP_SRC_SCAN_FIND_IMAGE_PARTS_H
#define DIGESTBUMP_SRC_SCAN_FIND_IMAGE_PARTS_H

#include "finder.h"

struct image_parts {
	const char *scheme; /* "oci://": dropped in front of the name; may be NULL */
	const struct node *registry;
	const struct node *name;   /* also with a tag or a digest behind it */
	const struct node *tag;    /* also with a digest behind it: "1.2@sha256:..." */
	const struct node *digest; /* also the hex alone, or with '@' in front */
};

/* Adds the image that its parts name: name:tag@digest, as charts and Kustomize put
 * them together. Digests in the tag and in a field of their own are two pins.
 * Parts may be NULL or empty. True when it was one. */
bool image_parts_add(struct finder *finder, const struct image_parts *parts,
		     enum certainty certainty);

/* Adds a tag with a digest ("1.2@sha256:...") whose image nobody names here: it is listed,
 * and cannot be followed. False when the text is something else. */
bool image_parts_add_unnamed(struct finder *finder, const struct node *tag);

#endif
