#include "color.h"
#include <string.h>

static const char *const codes[] = {
	[PAINT_PLAIN] = "",   [PAINT_BOLD] = "1",    [PAINT_DIM] = "2",   [PAINT_RED] = "31",
	[PAINT_GREEN] = "32", [PAINT_YELLOW] = "33", [PAINT_CYAN] = "36",
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

void paint(struct text *out, const struct style *style, enum paint colour, const char *string,
	   size_t width)
{
	bool painted = style->color && *codes[colour];

	if (painted)
		text_add_format(out, "\033[%sm", codes[colour]);
	text_add_safe(out, slice_of(string));
	if (painted)
		text_add_string(out, "\033[0m");
	for (size_t used = columns(string); used < width; used++)
		text_add_string(out, " ");
}
