#include "file_selection.h"

#include "formats.h"

bool wants_finder(const struct config *config, const struct format *format, const char *path)
{
	return config_finder_looks(config, path, format == &format_text);
}

bool wants_named(const struct config *config, const struct format *format, const char *path)
{
	return (format && format != &format_text) || config_finder_looks(config, path, false) ||
	       config_has_text_pattern(config, path);
}

bool wants_file(const struct config *config, const struct format *format, const char *path)
{
	return wants_named(config, format, path) || wants_finder(config, format, path);
}
