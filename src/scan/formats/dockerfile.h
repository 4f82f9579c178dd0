/* formats/dockerfile.h - the images of a Dockerfile, in a file of its own or embedded. */
#ifndef DIGESTBUMP_SRC_SCAN_FORMATS_DOCKERFILE_H
#define DIGESTBUMP_SRC_SCAN_FORMATS_DOCKERFILE_H

#include "../find/occurrences.h"
#include <digestbump/base/strings.h>
#include <digestbump/scan/format.h>
#include <digestbump/syntax/mapped_text.h>

/* Adds the pins of a Dockerfile that is `text` to those of `file`, as `format`'s.
 * The origins of text are offsets in file->bytes: for a Dockerfile that is the
 * value of a key (dockerfile_inline), so that its pins are edited there.
 * Bytes that are not in the file have ORIGIN_NONE. */
void dockerfile_find(const struct scan_file *file, const struct format *format,
		     struct mapped_slice text);

/* The same for a build with named contexts (BuildKit's --build-context; up to the count,
 * borrowed; NULL: none): they take precedence over images of that name. */
void dockerfile_find_with_contexts(const struct scan_file *file, const struct format *format,
				   struct mapped_slice text, const struct strings *contexts);

/* The same, added to existing occurrences: a variable's digest may be used in an
 * inline Dockerfile and elsewhere. */
void dockerfile_find_occurrences(struct occurrences *into, struct mapped_slice text,
				 const struct strings *contexts);

#endif
