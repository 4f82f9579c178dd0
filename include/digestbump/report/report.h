/* report.h - results as text and JSON.
 *
 * Pure: cli/ prints what is written into the stream. External input is escaped for
 * the output format. JSON is one document, `schema` first;
 * fields are only ever added within a schema's version.
 */
#ifndef DIGESTBUMP_REPORT_REPORT_H
#define DIGESTBUMP_REPORT_REPORT_H

#include <digestbump/edit/edit.h>
#include <digestbump/judge/judge.h>
#include <digestbump/plan/plan.h>
#include <digestbump/publish/publish.h>
#include <digestbump/report/report_stream.h>
#include <digestbump/resolve/resolve.h>
#include <digestbump/scan/format.h>
#include <digestbump/scan/scan.h>

/* How text is laid out. */
struct style {
	bool color;   /* SGR escapes */
	bool verbose; /* also list pins that need no action: current, ignored */
};

/* Something that failed outside of a single pin: a branch, a remote. */
struct run_error {
	const char *code;
	char *subject;
	char *reason;
};

/* Everything that a run reports. All borrowed; what does not apply is NULL. */
struct run_result {
	const struct scan *scan;
	const struct verdicts *verdicts;
	const struct plan *plan;
	const struct edits *edits;             /* of a dry run: for the diff */
	const struct publication *publication; /* NULL: no branches were made */
	const struct run_error *errors;
	size_t error_count;
	size_t question_count;
	unsigned request_count;
	bool dry_run;
	bool written; /* --write: the files were edited in place */
};

/* Each adds its report to out. */
void report_scan_text(struct report_stream *out, const struct scan *scan,
		      const struct style *style);
void report_scan_json(struct report_stream *out, const struct scan *scan); /* the same as JSON */
/* The formats as a Markdown table, as src/scan/README.md holds it. */
void report_formats(struct report_stream *out, const struct format *const *formats);

/* Prints the result for people. */
void report_run_text(struct report_stream *out, const struct run_result *result,
		     const struct style *style);
/* The same as JSON. */
void report_run_json(struct report_stream *out, const struct run_result *result);

/* For -q: a line for each reference that could not be judged and each file that could
 * not be read, "digestbump: PATH:LINE: CODE: REASON"; with_findings: also for
 * outdated, dead and unpinned ones. Nothing when there is no failure. */
void report_run_failures(struct report_stream *out, const struct run_result *result,
			 bool with_findings);
/* The same for a scan: one line per file that could not be read. */
void report_scan_failures(struct report_stream *out, const struct skips *skips);

/* True when a reference may have been missed: the exit code is 1 then. Not for what is
 * skipped on purpose: links, binary files, names that a template fills in. */
bool skip_is_failure(const struct skip *skip);

/* `asked` in the order in which the user gave the images; the same question
 * may occur twice. The text has a line per answer and none per failure:
 * cli/ prints failures on standard error. */
void report_resolve_text(struct report_stream *out, const struct question *const *asked,
			 size_t count);
/* The same as JSON. */
void report_resolve_json(struct report_stream *out, const struct question *const *asked,
			 size_t count);

/* Adds the unified diff of the edits, colored when style says so. */
void report_diff(struct report_stream *out, const struct edits *edits, const struct style *style);

#endif
