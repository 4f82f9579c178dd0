/* format_independent.h - what is found in a file besides what its format finds.
 *
 * The user's patterns, then Renovate's marks, then the general finder: each adds
 * what stands where nothing was found before it. Where a format found a digest and
 * not whose it is, or not what it follows, who knows it takes its place.
 */
#ifndef DIGESTBUMP_SRC_SCAN_FIND_FORMAT_INDEPENDENT_H
#define DIGESTBUMP_SRC_SCAN_FIND_FORMAT_INDEPENDENT_H

#include <digestbump/config/config.h>
#include <digestbump/scan/format.h>

/* Adds to the file's pins and skips. `format` is what claims it, or NULL. */
void format_independent_find(const struct scan_file *file, const struct format *format,
			     const struct config *config);

#endif
