#include "color.h"
#include <string.h>

static const char *const codes[] = {
	[COLOR_PLAIN] = "",   [COLOR_BOLD] = "1",    [COLOR_DIM] = "2",   [COLOR_RED] = "31",
	[COLOR_GREEN] = "32", [COLOR_YELLOW] = "33", [COLOR_CYAN] = "36",
};

/* Columns that UTF-8 text takes: bytes that begin a character. Wide characters
 * may push a column out; that costs looks, nothing else. */
static size_t columns(const char *string)
{
	size_t count = 0;

	for (; *string; string++)
		count += ((unsigned char)*string & 0xc0) != 0x80;
	return count;
}

void add_colored(struct text *out, const struct style *style, enum color color, const char *string,
		 size_t width)
{
	bool is_colored = style->color && *codes[color];

	if (is_colored)
		text_add_format(out, "\033[%sm", codes[color]);
	text_add_safe(out, slice_of(string));
	if (is_colored)
		text_add_string(out, "\033[0m");
	for (size_t used = columns(string); used < width; used++)
		text_add_string(out, " ");
}
