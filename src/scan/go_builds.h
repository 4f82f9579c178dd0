/* go_builds.h - the build specifications beside a go.sum: sets the Go module and main package
 * of their pins.
 */
#ifndef DIGESTBUMP_SRC_SCAN_GO_BUILDS_H
#define DIGESTBUMP_SRC_SCAN_GO_BUILDS_H

#include "go_modules.h"
#include <digestbump/scan/format.h>

/* Completes all pins of a file that was read by `format`, if that format builds Go
 * programs and the file is in a module's directory. */
void go_builds_complete_pins(const struct scan_file *file, const struct format *format,
			     struct go_modules *modules);

#endif
