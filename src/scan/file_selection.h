/* file_selection.h - which files are looked at: those of a format, and those that the user
 * names. */
#ifndef DIGESTBUMP_SRC_SCAN_FILE_SELECTION_H
#define DIGESTBUMP_SRC_SCAN_FILE_SELECTION_H

#include <digestbump/config/config.h>
#include <digestbump/scan/format.h>

/* True when somebody looks into the file at `path`; `format` is what claims it, or
 * NULL. */
bool file_is_selected(const struct config *config, const struct format *format, const char *path);

/* True when the general finder does. */
bool file_gets_general_finder(const struct config *config, const struct format *format,
			      const char *path);

/* True when a format or the user has named the file: then it is told of when it
 * cannot be read. What the general finder tries unasked may be anything. */
bool file_is_named(const struct config *config, const struct format *format, const char *path);

#endif
