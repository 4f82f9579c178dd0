/* replacement.h - which digest replaces a pinned one, so that its kind is kept.
 *
 * Pure: two inspections in, a decision out.
 */
#ifndef DIGESTBUMP_SRC_RESOLVE_REPLACEMENT_H
#define DIGESTBUMP_SRC_RESOLVE_REPLACEMENT_H

#include "manifest_contents.h"
#include <digestbump/resolve/resolve.h>

/* Records that the pinned digest, or its replacement, is this image of the tag's index. */
void note_entry(struct pinned_digest *pinned, const struct inspection *now,
		const struct image *image);

/* Sets to, is_entry, lost_platforms, missing or error of `pinned`: `before` is the pinned manifest,
 * `now` the tag's. An index stays an index, the image of one platform is replaced by that
 * platform's. `now` has no error; `before` may have one. */
void choose_replacement(struct pinned_digest *pinned, const struct inspection *before,
			const struct inspection *now);

#endif
