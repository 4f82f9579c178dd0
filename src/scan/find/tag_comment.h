/* tag_comment.h - the tag that a comment beside a digest names.
 *
 * A digest alone says not what to follow; frizbee, pinact, ratchet, Renovate and
 * people leave the tag in a comment. Beside it, on its line, count: a version
 * ("1.27", "v1.27-alpine"), "latest", "tag=nonroot", "tag: nonroot", "version:
 * 1.27", "nginx:1.27" and "ratchet:nginx:1.27" when that is the pin's own image,
 * Renovate's "pin @v1" and "renovate: tag=1". On a line of its own directly above
 * only what cannot be about anything else: "tag=...", Renovate's forms
 * ("renovate: ... currentValue=1.27"), and the pin's whole reference. Everything
 * else is prose: a comment is the tag alone or no hint. Never edited.
 */
#ifndef DIGESTBUMP_SRC_SCAN_FIND_TAG_COMMENT_H
#define DIGESTBUMP_SRC_SCAN_FIND_TAG_COMMENT_H

#include <digestbump/scan/pin.h>

/* Sets the pin's tracked and tag_comment_line when it is pinned, follows no tag, and a
 * comment beside its digest names one. Its place must be known.
 * `bytes` are those of the file that it stands in. */
void tag_comment_apply(struct pin *pin, struct slice bytes);

#endif
