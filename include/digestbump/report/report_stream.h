/* report_stream.h - where a report is written: in portions, not in one piece.
 *
 * A report of 20,000 pins takes no more memory than one of 20. Reports append to
 * `text` and say after each row that it may be written; cli/ does the writing.
 */
#ifndef DIGESTBUMP_REPORT_REPORT_STREAM_H
#define DIGESTBUMP_REPORT_REPORT_STREAM_H

#include <digestbump/base/text.h>

struct report_stream {
	struct text text; /* what is not written yet */

	/* Writes the bytes, or drops them when that fails: who opened the stream knows.
	 * NULL: everything stays in `text`. */
	void (*write)(void *data, struct slice bytes);
	void *data;
};

/* Writes what is there when it is a portion (64 KiB). Call it after each row. */
void report_stream_row(struct report_stream *stream);

/* Writes the rest, and gives the room back. Without `write` the text stays. */
void report_stream_end(struct report_stream *stream);

#endif
