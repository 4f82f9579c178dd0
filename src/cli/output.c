#include "output.h"
#include <errno.h>
#include <stdio.h>
#include <string.h>

struct error *output_print(const struct text *text)
{
	if (text->size)
		fwrite(text->bytes, 1, text->size, stdout);
	if (fflush(stdout) == 0 && !ferror(stdout))
		return NULL;
	return error_new(ERROR_FILE, "standard output cannot be written: %s", strerror(errno));
}

void output_error(const struct error *error)
{
	fprintf(stderr, "digestbump: %s\n", error_text(error));
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
