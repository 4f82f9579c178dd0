/* explain_report.h - what `digestbump explain` tells, as text: a verdict's meaning,
 * or the whole story of a pin. Pure, as report.h.
 */
#ifndef DIGESTBUMP_REPORT_EXPLAIN_REPORT_H
#define DIGESTBUMP_REPORT_EXPLAIN_REPORT_H

#include <digestbump/report/report.h>
#include <digestbump/resolve/pin_question.h>

/* What a verdict means to people. */
struct verdict_help {
	const char *cause;
	const char *example; /* the reason as a report tells it */
	const char *action;  /* what to do */
	const char *exit;    /* which exit codes it leads to */
};

/* Borrowed. */
const struct verdict_help *verdict_help(enum verdict_code code);

/* A line per verdict: its name and its meaning. */
void report_verdict_list(struct report_stream *out);
void report_verdict_help(struct report_stream *out, enum verdict_code code,
			 const struct style *style);

/* All that is known of one pin. Everything borrowed. */
struct pin_story {
	const struct verdict *verdict; /* and by it, the pin */
	const char *config_path;       /* NULL: there is no configuration file */
	struct ruling ruling;
	struct tracked_tag tracked_tag;
	const struct question *question;    /* NULL: nothing is asked for this pin */
	const struct pinned_digest *pinned; /* of the question */
	const struct error *resolve_error;  /* no registry could be asked; NULL: they were */
	const struct bump *bump;            /* that it would be changed by; NULL: none */
};

void report_pin_story(struct report_stream *out, const struct pin_story *story,
		      const struct style *style);

#endif
