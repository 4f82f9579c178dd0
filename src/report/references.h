/* references.h - shared parts of the text reports of `scan` and `run`. */
#ifndef DIGESTBUMP_SRC_REPORT_REFERENCES_H
#define DIGESTBUMP_SRC_REPORT_REFERENCES_H

#include <digestbump/report/report.h>

/* Adds "35 references, 29 pinned". */
void add_reference_count(struct text *out, size_t references, size_t pinned);

/* Adds a heading and a line per skip, "path:line: code: reason"; nothing when there are none. */
void add_skips(struct report_stream *stream, const struct skips *skips, const struct style *style);

#endif
