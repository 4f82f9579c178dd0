/* rescan.h - verify that only the intended digests changed. */
#ifndef DIGESTBUMP_SRC_EDIT_RESCAN_H
#define DIGESTBUMP_SRC_EDIT_RESCAN_H

#include "splice.h"
#include <digestbump/base/strings.h>
#include <digestbump/config/config.h>
#include <digestbump/tree/tree.h>

/* A tree of files before and after an edit, and the configuration. */
struct edit_trees {
	struct tree *before;
	struct tree *after;
	const struct config *config;
};

/* Scans every file of `paths` in both trees and requires the same pins in the
 * same places, with the same images, tags and kinds, and each splice in one of
 * them. `paths` is sorted and may hold a path twice. ERROR_UNTRUSTED when they differ. */
struct error *verify_edits(const struct edit_trees *trees, struct splices *splices,
			   const struct strings *paths) MUST_CHECK;

#endif
