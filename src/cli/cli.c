#include "command.h"
#include "option_parser.h"
#include "output.h"
#include "startup.h"
#include <digestbump/base/log.h>
#include <digestbump/base/memory.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

static const char *variable(const char *name)
{
	return getenv(name);
}

/* The command that is meant: a flag, the first operand, or `run`. */
static struct error *find_command(const struct command **out, const struct options *options)
{
	*out = options->version ? &command_version : &command_help;
	if (options->version || options->help)
		return NULL;
	return command_find(out, options->operands.count ? options->operands.items[0] : "run");
}

static struct error *check_operands(const struct command *command,
				    const struct invocation *invocation)
{
	for (size_t i = 0; i < invocation->operand_count; i++)
		if (!*invocation->operands[i])
			return error_new(ERROR_USAGE, "'%s': argument %zu is empty", command->name,
					 i + 1);
	if (invocation->operand_count < command->operands_least)
		return error_new(ERROR_USAGE, "'%s' needs %s", command->name, command->operands);
	if (invocation->operand_count > command->operands_most)
		return error_new(ERROR_USAGE, "too many arguments: usage is 'digestbump %s%s%s'",
				 command->name, *command->operands ? " " : "", command->operands);
	return NULL;
}

static struct error *dispatch(enum exit_code *code, const struct options *options,
			      const atomic_int *stop)
{
	struct context context = { .variable = variable, .clock = time(NULL), .stop = stop };
	const struct command *command = NULL;

	TRY(startup_time(&context.now, variable("SOURCE_DATE_EPOCH")));
	TRY(find_command(&command, options));
	TRY(options_check(options, command->bit, command->name));
	if (options->verbose)
		log_to(stderr);

	const struct strings *operands = &options->operands;
	size_t named = operands->count && command_by_name(operands->items[0]) ? 1 : 0;
	const struct invocation invocation = {
		.options = options,
		.context = &context,
		.operands = operands->items ? (const char *const *)operands->items + named : NULL,
		.operand_count = operands->count - named,
		.to_terminal = isatty(STDOUT_FILENO),
		.watched = isatty(STDERR_FILENO),
	};

	if (!options->help)
		TRY(check_operands(command, &invocation));
	return command->run(code, &invocation);
}

/* Unknown options may belong to a command that this version does not have: that is
 * reported first. */
static struct error *explain_parse_error(struct error *error, const struct options *options)
{
	const struct command *command = NULL;
	const char *name = options->operands.count ? options->operands.items[0] : NULL;

	if (!name || !command_is_planned(name))
		return error;
	error_free(error);
	return command_find(&command, name);
}

static enum exit_code code_of(const struct error *error)
{
	switch (error_kind(error)) {
	case ERROR_USAGE:
		return EXIT_USAGE;
	case ERROR_STOPPED:
		return EXIT_STOPPED;
	default:
		return EXIT_PARTLY;
	}
}

int cli_main(int argc, char **argv)
{
	struct options options;
	enum exit_code code = EXIT_DONE;

	if (!startup_open_descriptors())
		return EXIT_PARTLY;
	const atomic_int *stop = startup_watch_signals();
	struct error *error = options_parse(&options, argc, argv);

	if (error)
		error = explain_parse_error(error, &options);
	else
		error = dispatch(&code, &options, stop);
	if (error) {
		output_error(error);
		code = code_of(error);
	}
	error_free(error);
	options_clear(&options);
	return (int)code;
}
