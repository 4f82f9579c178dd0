/* file_scan.h - read one file, decide whether to parse it, parse it. */
#ifndef DIGESTBUMP_SRC_SCAN_FILE_SCAN_H
#define DIGESTBUMP_SRC_SCAN_FILE_SCAN_H

#include "go_modules.h"
#include "merge_results.h"
#include <digestbump/config/config.h>
#include <digestbump/scan/format.h>
#include <digestbump/tree/tree.h>

/* The tree and the configuration. */
struct file_scan_input {
	struct tree *tree;
	const struct config *config;
	struct go_modules *modules; /* of the tree */
};

/* Adds the pins and skips of the file at `path`, which `format` claims (NULL: none does). A file
 * that cannot be read or parsed is a skip, never a failure. `buffer` is for the bytes: one per
 * thread, for all of its files. `into` must be empty: the limits per file count its items. */
void file_scan_run(struct findings *into, struct text *buffer, const struct file_scan_input *input,
		   const struct format *format, const char *path);

#endif
