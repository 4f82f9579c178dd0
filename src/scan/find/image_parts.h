/* image_parts.h - an image in separate fields: registry, name, tag, digest. */
#ifndef DIGESTBUMP_SRC_SCAN_FIND_IMAGE_PARTS_H
#define DIGESTBUMP_SRC_SCAN_FIND_IMAGE_PARTS_H

#include "finder.h"

struct image_parts {
	const char *scheme; /* "oci://": removed from the start of the name; may be NULL */
	const struct node *registry;
	const struct node *name;   /* may be followed by a tag or a digest */
	const struct node *tag;    /* may be followed by a digest: "1.2@sha256:..." */
	const struct node *digest; /* also the hex alone, or with a leading '@' */
};

/* Adds the image that its parts name: name:tag@digest, as charts and Kustomize join
 * them. Digests in the tag and in a separate field are two pins.
 * Parts may be NULL or empty. True when it was one. */
bool image_parts_add(struct finder *finder, const struct image_parts *parts,
		     enum certainty certainty);

/* Adds a tag with a digest ("1.2@sha256:...") without an image name: it is listed,
 * but cannot be followed. False when the text is not of this form. */
bool image_parts_add_unnamed(struct finder *finder, const struct node *tag);

#endif
