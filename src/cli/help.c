#include "command.h"
#include "output.h"

enum { NAME_WIDTH = 10 };

static void add_overview(struct text *out)
{
	text_add_string(out,
			"digestbump " DIGESTBUMP_VERSION ": keeps pinned container images fresh\n\n"
			"usage: digestbump [COMMAND] [OPTIONS]\n\n"
			"commands (none means 'run'):\n");
	for (size_t i = 0; commands[i]; i++) {
		const struct command *command = commands[i];

		text_add_format(out, "  %-*s%s\n", NAME_WIDTH, command->name, command->summary);
	}
	text_add_string(out, "\noptions of 'run':\n");
	options_help(out, FOR_RUN);
	text_add_string(out,
			"\nexit codes: 0 done, 1 some references or branches failed, 2 wrong "
			"usage or configuration,\n"
			"3 'check' found outdated, dead or unpinned references, 4 a policy held "
			"something\n"
			"'digestbump help COMMAND' has each command's options, "
			"'digestbump explain' the verdicts\n");
}

static struct error *run(enum exit_code *code, const struct invocation *invocation)
{
	const struct options *options = invocation->options;
	const char *name = invocation->operand_count ? invocation->operands[0] : NULL;
	OWNED(text) out = text_new(0);

	(void)code;
	/* "digestbump scan --help" is "digestbump help scan". */
	if (options->help && options->operands.count)
		name = options->operands.items[0];
	if (!name) {
		add_overview(out);
		return output_print(out);
	}
	const struct command *command = NULL;

	TRY(command_find(&command, name));
	text_add_format(out, "usage: digestbump %s [OPTIONS]%s%s\n%s\n\n", command->name,
			*command->operands ? " " : "", command->operands, command->summary);
	options_help(out, command->bit);
	return output_print(out);
}

const struct command command_help = {
	.name = "help",
	.bit = FOR_HELP,
	.operands = "[COMMAND]",
	.operands_most = 1,
	.summary = "show this, or a command's options",
	.run = run,
};
