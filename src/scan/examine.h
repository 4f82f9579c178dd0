/* examine.h - one file: read it, look whether it is worth parsing, parse it. */
#ifndef DIGESTBUMP_SCAN_EXAMINE_H
#define DIGESTBUMP_SCAN_EXAMINE_H

#include "gather.h"
#include <digestbump/scan/source.h>

/* Adds what is in the file at `path`, by the format of its name. A file that
 * cannot be read or parsed is a skip, never a failure. `buffer` is for the
 * bytes: one per thread, for all of its files. */
void examine(struct findings *into, struct text *buffer, struct source *source, const char *path);

#endif
