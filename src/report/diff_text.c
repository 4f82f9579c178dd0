#include "color.h"
#include <digestbump/edit/diff.h>

/* What a line of a unified diff begins with, and its colour. The file headers
 * come first: "---" would also match "-". */
static const struct {
	const char *start;
	enum paint colour;
} line_colours[] = {
	{ "diff ", PAINT_BOLD }, { "--- ", PAINT_BOLD }, { "+++ ", PAINT_BOLD },
	{ "@@", PAINT_CYAN },    { "-", PAINT_RED },     { "+", PAINT_GREEN },
};

static enum paint colour_of(struct slice line)
{
	for (size_t i = 0; i < sizeof(line_colours) / sizeof(*line_colours); i++)
		if (slice_starts(line, line_colours[i].start))
			return line_colours[i].colour;
	return PAINT_PLAIN;
}

/* Coloured lines are for eyes, so what came from files is escaped. */
static void add_coloured(struct text *out, struct slice rest, const struct style *style)
{
	for (struct slice line; slice_line(&line, &rest);) {
		OWNED_STRING text = slice_copy(line);

		paint(out, style, colour_of(line), text, 0);
		text_add_string(out, "\n");
	}
}

/* Without colours the bytes are for `git apply` and stay what they are. */
void report_diff(struct text *out, const struct edits *edits, const struct style *style)
{
	for (size_t i = 0; i < edits->count; i++) {
		OWNED(text) diff = text_new(0);

		diff_add(diff, &edits->items[i]);
		if (style->color)
			add_coloured(out, text_slice(diff), style);
		else
			text_add(out, diff->bytes, diff->size);
	}
}
