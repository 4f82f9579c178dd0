/* file_scan.h - one file: read it, look whether it is worth parsing, parse it. */
#ifndef DIGESTBUMP_SRC_SCAN_FILE_SCAN_H
#define DIGESTBUMP_SRC_SCAN_FILE_SCAN_H

#include "go_modules.h"
#include "merge_results.h"
#include <digestbump/config/config.h>
#include <digestbump/scan/format.h>
#include <digestbump/tree/tree.h>

/* Files, and what the user wants of them. */
struct file_scan_input {
	struct tree *tree;
	const struct config *config;
	struct go_modules *modules; /* of the tree */
};

/* Adds what is in the file at `path`, which `format` claims (NULL: none does). A file that cannot
 * be read or parsed is a skip, never a failure. `buffer` is for the bytes: one per thread, for all
 * of its files. `into` is empty before: the ceilings of one file count what is in it. */
void file_scan_run(struct findings *into, struct text *buffer, const struct file_scan_input *input,
		   const struct format *format, const char *path);

#endif
