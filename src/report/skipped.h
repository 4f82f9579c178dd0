/* skipped.h - what a scan could not read, as text; shared by scan and run. */
#ifndef DIGESTBUMP_SRC_REPORT_SKIPPED_H
#define DIGESTBUMP_SRC_REPORT_SKIPPED_H

#include <digestbump/report/report.h>

/* Adds a line per skip: "path:line: code: reason". */
void report_skipped(struct text *out, const struct skips *skips, const struct style *style);

#endif
