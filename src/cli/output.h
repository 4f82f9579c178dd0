/* output.h - all printing. */
#ifndef DIGESTBUMP_SRC_CLI_OUTPUT_H
#define DIGESTBUMP_SRC_CLI_OUTPUT_H

#include "command.h"
#include <digestbump/report/report.h>

/* A report stream to standard output or standard error. */
struct output {
	struct report_stream stream;
	int fd;
	int error_number; /* of the first write that failed; 0: none did */
};

/* Sets *out, which must stay where it is until output_close(). */
void output_open(struct output *out);
void output_open_errors(struct output *out); /* on standard error */

/* Writes the rest. ERROR_FILE when a write failed: a full disk must not look like an
 * empty report. A reader that closed the pipe (`| head`) is not an error. */
struct error *output_close(struct output *out) MUST_CHECK;

/* Writes one text. ERROR_FILE, as output_close(). */
struct error *output_print(const struct text *text) MUST_CHECK;

/* Prints an error on standard error: "digestbump: ...". */
void output_error(const struct error *error);

/* Prints a note on standard error: "digestbump: note: ...". */
void output_note(const char *note);

/* The style of texts on this terminal, by --color, NO_COLOR and TERM. */
struct style output_style(const struct invocation *invocation);

/* A resolve_progress for invocation->watched; data is an invocation. */
void output_progress(void *data, size_t answered, size_t asked);

/* Clears the progress line, when there is one. */
void output_progress_end(const struct invocation *invocation);

#endif
