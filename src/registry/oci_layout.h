/* oci_layout.h - an OCI image layout on disk, read like a registry.
 *
 * registry.h describes where tags and blobs are searched.
 */
#ifndef DIGESTBUMP_SRC_REGISTRY_OCI_LAYOUT_H
#define DIGESTBUMP_SRC_REGISTRY_OCI_LAYOUT_H

#include <digestbump/base/error.h>
#include <digestbump/base/map.h>
#include <digestbump/base/strings.h>
#include <digestbump/base/text.h>
#include <stdbool.h>

struct json_t;

/* Layouts that were already read, by directory. */
struct layouts {
	struct map *read;
};

/* A location in a layout: valid parts of a reference. */
struct layout_location {
	const char *directory;
	const char *host;
	const char *repository;
};

void layouts_clear(struct layouts *layouts); /* frees what it holds */

/* Gives digest and media type of the tag's descriptor; media_type may be NULL.
 * ERROR_ABSENT, ERROR_FILE (not a layout), ERROR_SYNTAX, ERROR_UNTRUSTED (two
 * descriptors have the name). */
struct error *layout_find(char **digest, char **media_type, struct layouts *layouts,
			  const struct layout_location *location, const char *tag) MUST_CHECK;

/* Adds the tags of the location's repository, in the layouts' order. Errors as
 * layout_find(). */
struct error *layout_tags(struct strings *tags, struct layouts *layouts,
			  const struct layout_location *location) MUST_CHECK;

/* The descriptors without a name, as an array: tools store referrers this way. From the
 * layout itself, or with `is_inner` from the one in the repository's subdirectory. Borrowed. */
const struct json_t *layout_unnamed(struct layouts *layouts, const struct layout_location *location,
				    bool is_inner);

/* Gives a blob's bytes, which have this digest. ERROR_ABSENT, ERROR_FILE,
 * ERROR_LIMIT, ERROR_UNTRUSTED. */
struct error *layout_blob(struct text **out, const struct layout_location *location,
			  const char *digest) MUST_CHECK;

#endif
