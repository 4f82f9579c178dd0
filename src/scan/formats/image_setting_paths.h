/* image_setting_paths.h - which settings of a language are images, as a table of paths.
 *
 * For formats that nested_settings.h reads: such a format is a table, its names and its
 * language_syntax. Independent of any format.
 */
#ifndef DIGESTBUMP_SRC_SCAN_FORMATS_IMAGE_SETTING_PATHS_H
#define DIGESTBUMP_SRC_SCAN_FORMATS_IMAGE_SETTING_PATHS_H

#include "language_variables.h"
#include <digestbump/scan/format.h>

/* What a setting's value is. */
enum setting_value {
	VALUE_IMAGE,      /* an image, pinned or not; a scheme in front is dropped */
	VALUE_PINNED,     /* possibly an image: only when it is pinned */
	VALUE_TAGGED,     /* the same, but it may be a tag alone: only with a tag of its own */
	VALUE_WORDS,      /* a command: the pinned images that are words of it */
	VALUE_SCHEME,     /* an image when it has a scheme: docker-image:// */
	VALUE_CACHE,      /* an image, or type=registry,ref=IMAGE */
	VALUE_DOCKERFILE, /* the text of a Dockerfile */
	VALUE_MANIFESTS,  /* lines of Kubernetes' manifests, in quotes of three */
	VALUE_NO_IMAGE,   /* never an image: names of build outputs */
};

struct setting_path {
	const char *path; /* a glob (glob.h) of setting.path */
	enum pin_kind kind;
	enum setting_value value;
};

/* Adds the images of a file, with variables expanded. The first entry whose
 * path matches decides; the table ends with a NULL path. A variable's own value is read
 * only if no use of it names the image of its digest. */
void setting_paths_find(const struct scan_file *file, const struct format *format,
			const struct language *language, const struct setting_path *entries);

#endif
