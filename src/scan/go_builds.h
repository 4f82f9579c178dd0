/* go_builds.h - the build specifications beside a go.sum: their pins know the Go module and
 * the main package that the image is built from.
 */
#ifndef DIGESTBUMP_SRC_SCAN_GO_BUILDS_H
#define DIGESTBUMP_SRC_SCAN_GO_BUILDS_H

#include "go_modules.h"
#include <digestbump/scan/format.h>

/* Completes the pins of a file that was read by `format`, from file->pins->items[0]
 * on: those of a format that builds Go programs, in a module's directory. */
void go_builds_complete_pins(const struct scan_file *file, const struct format *format,
			     struct go_modules *modules);

#endif
