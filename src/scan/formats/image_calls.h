/* image_calls.h - an image in several named strings of one pair of brackets.
 *
 * oci.pull(image = "...", digest = "...") and image: { repository: "...", tag: "...",
 * digest: "..." }: for languages that nested_settings.h reads.
 */
#ifndef DIGESTBUMP_SRC_SCAN_FORMATS_IMAGE_CALLS_H
#define DIGESTBUMP_SRC_SCAN_FORMATS_IMAGE_CALLS_H

#include "../find/finder.h"
#include <digestbump/syntax/nested_settings.h>

enum call_field { CALL_IMAGE, CALL_REGISTRY, CALL_REPOSITORY, CALL_TAG, CALL_DIGEST, CALL_FIELDS };

struct image_calls {
	const char *const *paths; /* globs of the path to the brackets; NULL at the end */
	const char *const names[CALL_FIELDS]; /* NULL: no such field */
	enum certainty certainty;
	bool loads;      /* a file may load them under names of its own (Starlark) */
	bool split_only; /* an image in one string is not read */
};

/* Adds the images of all calls in the file. A digest takes precedence over the tag, which is
 * then the tag to follow. */
void image_calls_find(const struct scan_file *file, const struct format *format,
		      const struct language_syntax *syntax, const struct image_calls *calls);

#endif
