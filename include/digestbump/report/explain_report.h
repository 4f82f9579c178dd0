/* explain_report.h - the output of `digestbump explain`, as text: a verdict's meaning,
 * or the full explanation of a pin. Pure, as report.h.
 */
#ifndef DIGESTBUMP_REPORT_EXPLAIN_REPORT_H
#define DIGESTBUMP_REPORT_EXPLAIN_REPORT_H

#include <digestbump/report/report.h>
#include <digestbump/resolve/pin_question.h>

/* A verdict's meaning for users. */
struct verdict_help {
	const char *cause;
	const char *example; /* an example of its reason in a report */
	const char *action;  /* what to do */
	const char *exit;    /* which exit codes it leads to */
};

/* Borrowed. */
const struct verdict_help *verdict_help(enum verdict_code code);

/* A line per verdict: its name and its meaning. */
void report_verdict_list(struct report_stream *out);
/* Prints the help text of one verdict. */
void report_verdict_help(struct report_stream *out, enum verdict_code code,
			 const struct style *style);

/* Everything known about one pin. All borrowed. */
struct pin_story {
	const struct verdict *verdict; /* with its pin */
	const char *config_path;       /* NULL: there is no configuration file */
	struct ruling ruling;
	struct tracked_tag tracked_tag;
	const struct question *question;    /* NULL: this pin has none */
	const struct pinned_digest *pinned; /* of the question */
	const struct error *resolve_error;  /* why no registry could be asked; NULL: they were */
	const struct bump *bump;            /* that would change the pin; NULL: none */
};

/* Prints how the verdict of one pin was reached. */
void report_pin_story(struct report_stream *out, const struct pin_story *story,
		      const struct style *style);

#endif
