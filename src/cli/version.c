#include "command.h"
#include "output.h"

static struct error *run(enum exit_code *code, const struct invocation *invocation)
{
	OWNED(text) out = text_new(0);

	(void)code;
	(void)invocation;
	text_add_string(out, "digestbump " DIGESTBUMP_VERSION "\n");
	return output_print(out);
}

const struct command command_version = {
	.name = "version",
	.bit = FOR_VERSION,
	.operands = "",
	.summary = "print the version",
	.run = run,
};
