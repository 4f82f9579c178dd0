#include "command.h"
#include "output.h"
#include <digestbump/judge/judge.h>
#include <string.h>

enum { CODE_WIDTH = 16 };

static bool is_asked(const struct invocation *invocation, const char *name)
{
	return !invocation->operand_count || strcmp(invocation->operands[0], name) == 0;
}

static struct error *run(enum exit_code *code, const struct invocation *invocation)
{
	OWNED(text) out = text_new(0);

	(void)code;
	for (enum verdict_code verdict = 0; verdict < VERDICT_CODES; verdict++)
		if (is_asked(invocation, verdict_name(verdict)))
			text_add_format(out, "%-*s%s\n", CODE_WIDTH, verdict_name(verdict),
					verdict_meaning(verdict));
	if (!out->size)
		return error_new(ERROR_USAGE, "no verdict '%s': 'digestbump explain' lists them",
				 invocation->operands[0]);
	return output_print(out);
}

const struct command command_explain = {
	.name = "explain",
	.bit = FOR_EXPLAIN,
	.operands = "[VERDICT]",
	.operands_most = 1,
	.summary = "say what the verdicts mean",
	.run = run,
};
