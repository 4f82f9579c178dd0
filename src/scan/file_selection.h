/* file_selection.h - which files are scanned: those of a format, and those that the user
 * names. */
#ifndef DIGESTBUMP_SRC_SCAN_FILE_SELECTION_H
#define DIGESTBUMP_SRC_SCAN_FILE_SELECTION_H

#include <digestbump/config/config.h>
#include <digestbump/scan/format.h>

/* True when a format, pattern or finder reads the file at `path`; `format` claims it, or
 * is NULL. */
bool file_is_selected(const struct config *config, const struct format *format, const char *path);

/* True when the general finder reads the file. */
bool file_gets_general_finder(const struct config *config, const struct format *format,
			      const char *path);

/* True when a format or the user has named the file: a read error is then
 * reported. Not for other files that the general finder tries: they may be anything. */
bool file_is_named(const struct config *config, const struct format *format, const char *path);

#endif
