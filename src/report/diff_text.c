#include "color.h"
#include <digestbump/git/git.h>

/* What a line of a unified diff begins with, and its color. The file headers
 * come first: "---" would also match "-". */
static const struct {
	const char *start;
	enum color color;
} line_colors[] = {
	{ "diff ", COLOR_BOLD }, { "--- ", COLOR_BOLD }, { "+++ ", COLOR_BOLD },
	{ "@@", COLOR_CYAN },    { "-", COLOR_RED },     { "+", COLOR_GREEN },
};

static enum color line_color(struct slice line)
{
	for (size_t i = 0; i < sizeof(line_colors) / sizeof(*line_colors); i++)
		if (slice_starts(line, line_colors[i].start))
			return line_colors[i].color;
	return COLOR_PLAIN;
}

/* Coloured lines are for eyes, so what came from files is escaped. */
static void add_colored_lines(struct text *out, struct slice rest, const struct style *style)
{
	for (struct slice line; slice_line(&line, &rest);) {
		OWNED_STRING text = slice_copy(line);

		add_colored(out, style, line_color(line), text, 0);
		text_add_string(out, "\n");
	}
}

/* libgit2 takes files up to 1 GiB, far above FILE_BYTES_MOST; should it refuse one all
 * the same, `git apply` passes over the line that says so. */
static void add_diff(struct text *out, const struct edit *edit)
{
	OWNED(error)
	error = git_diff_add(out, edit->path, text_slice(edit->before), text_slice(edit->after));

	if (error)
		text_add_format(out, "# %s\n", error_text(error));
}

/* Without colors the bytes are for `git apply` and stay what they are. */
void report_diff(struct report_stream *out, const struct edits *edits, const struct style *style)
{
	for (size_t i = 0; i < edits->count; i++) {
		OWNED(text) diff = text_new(0);

		add_diff(diff, &edits->items[i]);
		if (style->color)
			add_colored_lines(&out->text, text_slice(diff), style);
		else
			text_add(&out->text, diff->bytes, diff->size);
		report_stream_row(out);
	}
}
