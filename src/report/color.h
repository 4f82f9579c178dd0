/* color.h - colours, when the terminal has them. */
#ifndef DIGESTBUMP_SRC_REPORT_COLOR_H
#define DIGESTBUMP_SRC_REPORT_COLOR_H

#include <digestbump/base/text.h>
#include <digestbump/report/report.h>

enum paint { PAINT_PLAIN, PAINT_BOLD, PAINT_DIM, PAINT_RED, PAINT_GREEN, PAINT_YELLOW, PAINT_CYAN };

/* Adds the string in a colour, padded with blanks to `width` columns (0: not). */
void paint(struct text *out, const struct style *style, enum paint colour, const char *string,
	   size_t width);

#endif
