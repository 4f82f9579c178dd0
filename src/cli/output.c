#include "output.h"
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* A report_stream's write. */
static void write_bytes(void *data, struct slice bytes)
{
	struct output *out = data;

	while (bytes.size && !out->error_number) {
		ssize_t done = write(out->fd, bytes.at, bytes.size);

		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0) {
			out->error_number = errno;
			return;
		}
		bytes = (struct slice){ bytes.at + done, bytes.size - (size_t)done };
	}
}

static void open_on(struct output *out, int fd)
{
	*out = (struct output){ .stream = { .write = write_bytes, .data = out }, .fd = fd };
}

void output_open(struct output *out)
{
	open_on(out, STDOUT_FILENO);
}

void output_open_errors(struct output *out)
{
	open_on(out, STDERR_FILENO);
}

struct error *output_close(struct output *out)
{
	report_stream_end(&out->stream);
	if (!out->error_number || out->error_number == EPIPE)
		return NULL;
	return error_new(ERROR_FILE, "standard %s cannot be written: %s",
			 out->fd == STDOUT_FILENO ? "output" : "error",
			 strerror(out->error_number));
}

struct error *output_print(const struct text *text)
{
	struct output out;

	output_open(&out);
	write_bytes(&out, text_slice(text));
	return output_close(&out);
}

void output_error(const struct error *error)
{
	fprintf(stderr, "digestbump: %s\n", error_text(error));
}

void output_note(const char *note)
{
	fprintf(stderr, "digestbump: note: %s\n", note);
}

struct style output_style(const struct invocation *invocation)
{
	const struct options *options = invocation->options;
	const char *when = options->color ? options->color : "auto";
	const char *no_color = invocation->context->variable("NO_COLOR");
	const char *terminal = invocation->context->variable("TERM");
	bool dumb = !terminal || strcmp(terminal, "dumb") == 0;
	bool can = invocation->to_terminal && !dumb && !(no_color && *no_color);

	return (struct style){
		.color = strcmp(when, "always") == 0 || (strcmp(when, "auto") == 0 && can),
		.verbose = options->verbose,
	};
}

void output_progress(void *data, size_t answered, size_t asked)
{
	const struct invocation *invocation = data;

	if (!invocation->watched || invocation->options->quiet)
		return;
	fprintf(stderr, "\r%zu of %zu images asked", answered, asked);
	fflush(stderr);
}

void output_progress_end(const struct invocation *invocation)
{
	if (!invocation->watched || invocation->options->quiet)
		return;
	fputs("\r\033[K", stderr);
	fflush(stderr);
}
