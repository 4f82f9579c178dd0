/* format_independent.h - finders that run on a file in addition to its format.
 *
 * The user's patterns, then Renovate's marks, then the general finder: each adds
 * references at places where nothing was found before. Where a format found a digest
 * without its image or tag, a finder that knows them replaces the pin.
 */
#ifndef DIGESTBUMP_SRC_SCAN_FIND_FORMAT_INDEPENDENT_H
#define DIGESTBUMP_SRC_SCAN_FIND_FORMAT_INDEPENDENT_H

#include <digestbump/config/config.h>
#include <digestbump/scan/format.h>

/* Adds to the file's pins and skips. `format` claims the file, or is NULL. */
void format_independent_find(const struct scan_file *file, const struct format *format,
			     const struct config *config);

#endif
