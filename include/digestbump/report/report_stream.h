/* report_stream.h - the output of a report, written in portions.
 *
 * A report of 20,000 pins needs no more memory than one of 20. Reports append to
 * `text` and call report_stream_row() after each row; cli/ does the writing.
 */
#ifndef DIGESTBUMP_REPORT_REPORT_STREAM_H
#define DIGESTBUMP_REPORT_REPORT_STREAM_H

#include <digestbump/base/text.h>

struct report_stream {
	struct text text; /* not written yet */

	/* Writes the bytes, or drops them on failure, which the owner of the stream records.
	 * NULL: everything stays in `text`. */
	void (*write)(void *data, struct slice bytes);
	void *data;
};

/* Writes the text when it has reached 64 KiB. Call it after each row. */
void report_stream_row(struct report_stream *stream);

/* Writes the rest and frees the buffer. Without `write` the text stays. */
void report_stream_end(struct report_stream *stream);

#endif
