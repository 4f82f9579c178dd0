/* renovate_comment.h - pins marked by Renovate's comments.
 *
 *     # renovate: datasource=docker depName=ghcr.io/x/y
 *     ENV Y_VERSION=1.2.3@sha256:...
 *
 * is how Renovate's users declare a value in any file; its customManagers presets
 * read it. The image is packageName (lookupName), else depName, or
 * image; registryUrl's host is prefixed to a name without one. The value
 * is on the comment's own line or on the lines below, up to an empty one:
 * "TAG@sha256:...", a tag and a digest on lines of their own in either order, or a
 * digest alone, whose tag "currentValue=" may name. A value without a digest is
 * ignored.
 */
#ifndef DIGESTBUMP_SRC_SCAN_FIND_RENOVATE_COMMENT_H
#define DIGESTBUMP_SRC_SCAN_FIND_RENOVATE_COMMENT_H

#include <digestbump/scan/format.h>

/* Adds the marked pins as PIN_PATTERN of the format "renovate". */
void renovate_find(const struct scan_file *file);

#endif
