#include "file_selection.h"

#include "formats.h"

bool file_gets_general_finder(const struct config *config, const struct format *format,
			      const char *path)
{
	return config_finder_scans(config, path, format == &format_text);
}

bool file_is_named(const struct config *config, const struct format *format, const char *path)
{
	return (format && format != &format_text) || config_finder_scans(config, path, false) ||
	       config_has_text_pattern(config, path);
}

bool file_is_selected(const struct config *config, const struct format *format, const char *path)
{
	return file_is_named(config, format, path) ||
	       file_gets_general_finder(config, format, path);
}
