/* command.h - one subcommand of the program. */
#ifndef DIGESTBUMP_SRC_CLI_COMMAND_H
#define DIGESTBUMP_SRC_CLI_COMMAND_H

#include "options.h"
#include <digestbump/base/context.h>
#include <digestbump/cli/cli.h>

/* The input of every command. All borrowed. */
struct invocation {
	const struct options *options;
	const struct context *context;
	const char *const *operands; /* after the command's name */
	size_t operand_count;
	bool to_terminal; /* standard output is a terminal */
	bool watched;     /* standard error is a terminal: show a progress line */
};

struct command {
	const char *name;
	enum command_bit bit;
	const char *operands; /* as in help: "[PATH]" */
	size_t operands_least;
	size_t operands_most;
	const char *summary;

	/* Runs the command. *code is EXIT_DONE when called; an error sets another exit code. */
	struct error *(*run)(enum exit_code *code, const struct invocation *invocation);
};

/* All of them; NULL at the end. */
extern const struct command *const commands[];

/* The command of that name, or NULL. */
const struct command *command_by_name(const char *name);

/* Sets *out to the command of that name. ERROR_USAGE: no such command; suggests one. */
struct error *command_find(const struct command **out, const char *name) MUST_CHECK;

/* True for commands that are planned but not in this version. */
bool command_is_planned(const char *name);

extern const struct command command_run;
extern const struct command command_scan;
extern const struct command command_resolve;
extern const struct command command_check;
extern const struct command command_rebuild;
extern const struct command command_verify;
extern const struct command command_doctor;
extern const struct command command_explain;
extern const struct command command_version;
extern const struct command command_help;

#endif
