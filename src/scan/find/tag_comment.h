/* tag_comment.h - the tag in a comment next to a digest.
 *
 * A digest alone does not name a tag to follow; frizbee, pinact, ratchet, Renovate and
 * people write the tag in a comment. Accepted on the digest's line: a version
 * ("1.27", "v1.27-alpine"), "latest", "tag=nonroot", "tag: nonroot", "version:
 * 1.27", "nginx:1.27" and "ratchet:nginx:1.27" when that is the pin's own image,
 * Renovate's "pin @v1" and "renovate: tag=1". On a line of its own directly above
 * only unambiguous forms: "tag=...", Renovate's forms
 * ("renovate: ... currentValue=1.27"), and the pin's whole reference. Any other
 * comment is ignored: it must be the tag alone. Comments are never edited.
 */
#ifndef DIGESTBUMP_SRC_SCAN_FIND_TAG_COMMENT_H
#define DIGESTBUMP_SRC_SCAN_FIND_TAG_COMMENT_H

#include <digestbump/scan/pin.h>

/* Sets the pin's tracked and tag_comment_line when it is pinned, follows no tag, and a
 * comment next to its digest names one. The pin's place must be set.
 * `bytes` are those of the pin's file. */
void tag_comment_apply(struct pin *pin, struct slice bytes);

#endif
