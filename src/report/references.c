#include "references.h"
#include "color.h"
#include <digestbump/base/memory.h>

void add_reference_count(struct text *out, size_t references, size_t pinned)
{
	text_add_format(out, "%zu reference%s, %zu pinned", references, references == 1 ? "" : "s",
			pinned);
}

static void add_skip(struct text *out, const struct skip *skip, const struct style *style)
{
	OWNED_STRING place = skip->line ? must_format("%s:%u:", skip->path, skip->line)
					: must_format("%s:", skip->path);

	add_colored(out, style, COLOR_BOLD, place, 0);
	text_add_string(out, " ");
	add_colored(out, style, COLOR_YELLOW, skip->code, 0);
	text_add_string(out, ": ");
	add_colored(out, style, COLOR_PLAIN, skip->reason, 0);
	text_add_string(out, "\n");
}

void add_skips(struct report_stream *stream, const struct skips *skips, const struct style *style)
{
	if (skips->count)
		text_add_string(&stream->text, "not read completely\n");
	for (size_t i = 0; i < skips->count; i++) {
		add_skip(&stream->text, &skips->items[i], style);
		report_stream_row(stream);
	}
}
