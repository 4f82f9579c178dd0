/* color.h - colored text, when the style asks for color. */
#ifndef DIGESTBUMP_SRC_REPORT_COLOR_H
#define DIGESTBUMP_SRC_REPORT_COLOR_H

#include <digestbump/base/text.h>
#include <digestbump/report/report.h>

enum color { COLOR_PLAIN, COLOR_BOLD, COLOR_DIM, COLOR_RED, COLOR_GREEN, COLOR_YELLOW, COLOR_CYAN };

/* Adds the string in a color, padded with blanks to `width` columns (0: not). */
void add_colored(struct text *out, const struct style *style, enum color color, const char *string,
		 size_t width);

#endif
