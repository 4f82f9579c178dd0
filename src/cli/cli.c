#include "command.h"
#include "output.h"
#include <digestbump/base/log.h>
#include <digestbump/base/memory.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* Set by the handler below. A signal handler can reach nothing else than a
 * global: this one and log.h's are all there are. */
static volatile sig_atomic_t stop;

static void on_signal(int number)
{
	(void)number;
	stop = 1;
}

/* The first signal ends the run in order, a second one at once. */
static void watch_signals(void)
{
	const int numbers[] = { SIGINT, SIGTERM, SIGHUP };
	struct sigaction action = { .sa_handler = on_signal, .sa_flags = (int)SA_RESETHAND };

	sigemptyset(&action.sa_mask);
	for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++)
		sigaction(numbers[i], &action, NULL);
	/* A reader that went away is an error of write(), told like any other. */
	signal(SIGPIPE, SIG_IGN);
}

static const char *variable(const char *name)
{
	return getenv(name);
}

/* SOURCE_DATE_EPOCH makes commits reproducible (reproducible-builds.org). */
static int64_t now(void)
{
	const char *fixed = getenv("SOURCE_DATE_EPOCH");
	char *end = NULL;

	if (fixed && *fixed) {
		long long seconds = strtoll(fixed, &end, 10);

		if (!*end && seconds >= 0)
			return seconds;
	}
	return time(NULL);
}

/* Words that the design gives to commands of later versions. */
static bool is_planned(const char *name)
{
	static const char *const planned[] = { "rebuild", "verify", "init" };

	for (size_t i = 0; i < sizeof(planned) / sizeof(*planned); i++)
		if (strcmp(planned[i], name) == 0)
			return true;
	return false;
}

/* The command that is meant: a flag, the first word, or `run`. */
static struct error *choose(const struct command **out, const struct options *options)
{
	const char *name = options->words.count ? options->words.items[0] : "run";
	const struct command *command = command_by_name(name);

	if (options->version)
		command = &command_version;
	else if (options->help)
		command = &command_help;
	else if (!command && is_planned(name))
		return error_new(ERROR_USAGE, "'%s' is not part of this version", name);
	else if (!command)
		return error_new(ERROR_USAGE, "no command '%s': see 'digestbump help'", name);
	*out = command;
	return NULL;
}

static struct error *check_words(const struct command *command, size_t count)
{
	if (count < command->words_least)
		return error_new(ERROR_USAGE, "'%s' wants %s", command->name, command->words);
	if (count > command->words_most)
		return error_new(ERROR_USAGE, "too many words: 'digestbump %s%s%s'", command->name,
				 *command->words ? " " : "", command->words);
	return NULL;
}

static struct error *dispatch(enum exit_code *code, const struct options *options)
{
	const struct context context = {
		.variable = variable, .now = now(), .clock = time(NULL), .stop = &stop
	};
	const struct command *command = NULL;

	TRY(choose(&command, options));
	TRY(options_check(options, command->bit, command->name));
	if (options->verbose)
		log_to(stderr);

	size_t named = options->words.count && command_by_name(options->words.items[0]) ? 1 : 0;
	const struct invocation invocation = {
		.options = options,
		.context = &context,
		.words =
		    options->words.items ? (const char *const *)options->words.items + named : NULL,
		.word_count = options->words.count - named,
		.to_terminal = isatty(STDOUT_FILENO),
		.watched = isatty(STDERR_FILENO),
	};

	if (!options->help)
		TRY(check_words(command, invocation.word_count));
	return command->run(code, &invocation);
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

	watch_signals();
	struct error *error = options_parse(&options, argc, argv);

	if (!error)
		error = dispatch(&code, &options);
	if (error) {
		output_complain(error);
		code = code_of(error);
	}
	error_free(error);
	options_clear(&options);
	return (int)code;
}
