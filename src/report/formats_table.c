#include <digestbump/report/report.h>

static void add_globs(struct text *out, const char *const *globs)
{
	for (size_t i = 0; globs && globs[i]; i++)
		text_add_format(out, "%s`%s`", i ? " " : "", globs[i]);
}

void report_formats(struct report_stream *stream, const struct format *const *formats)
{
	struct text *out = &stream->text;

	text_add_string(out, "| format | files | what is read | what is not read |\n"
			     "| --- | --- | --- | --- |\n");
	for (size_t i = 0; formats[i]; i++) {
		text_add_format(out, "| %s | ", formats[i]->name);
		add_globs(out, formats[i]->globs);
		text_add_format(out, " | %s | %s |\n", formats[i]->summary, formats[i]->omits);
		report_stream_row(stream);
	}
}
