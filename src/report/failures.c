#include <digestbump/base/memory.h>
#include <digestbump/report/report.h>
#include <string.h>

bool skip_is_failure(const struct skip *skip)
{
	static const char *const passed_over[] = { "link", "binary", "template" };

	for (size_t i = 0; i < sizeof(passed_over) / sizeof(*passed_over); i++)
		if (strcmp(skip->code, passed_over[i]) == 0)
			return false;
	return true;
}

/* Everything from outside is escaped. line 0: the whole file. */
static void add_failure(struct report_stream *stream, const char *path, unsigned line,
			const char *code, const char *what)
{
	OWNED_STRING place = line ? must_format("%s:%u", path, line) : must_copy(path);
	OWNED_STRING text = must_format("%s: %s: %s", place, code, what);

	text_add_string(&stream->text, "digestbump: ");
	text_add_safe(&stream->text, slice_of(text));
	text_add_string(&stream->text, "\n");
	report_stream_row(stream);
}

void report_scan_failures(struct report_stream *out, const struct skips *skips)
{
	for (size_t i = 0; i < skips->count; i++) {
		const struct skip *skip = &skips->items[i];

		if (skip_is_failure(skip))
			add_failure(out, skip->path, skip->line, skip->code, skip->reason);
	}
}

static bool is_finding(const struct verdict *verdict)
{
	return verdict->code == VERDICT_BUMP || verdict->code == VERDICT_RESCUE ||
	       verdict->code == VERDICT_UNPINNED || verdict->single_platform || verdict->dead;
}

void report_run_failures(struct report_stream *out, const struct run_result *result,
			 bool with_findings)
{
	for (size_t i = 0; i < result->verdicts->count; i++) {
		const struct verdict *verdict = &result->verdicts->items[i];
		const struct pin *pin = verdict->pin;

		if (!verdict_is_failure(verdict->code) && !(with_findings && is_finding(verdict)))
			continue;
		OWNED_STRING what =
		    must_format("%s: %s%s%s", pin->image ? pin->image->name : pin->raw,
				verdict->reason, verdict->hint ? "; " : "",
				verdict->hint ? verdict->hint : "");

		add_failure(out, pin->path, pin->line, verdict_name(verdict->code), what);
	}
	report_scan_failures(out, &result->scan->skips);
}
