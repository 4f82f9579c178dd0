#include "run.h"

static bool is_outdated(const struct run *run)
{
	return run->verdicts->of[VERDICT_BUMP] || run->verdicts->of[VERDICT_UNPINNED] ||
	       run->verdicts->dead;
}

static struct error *run_command(enum exit_code *code, const struct invocation *invocation)
{
	struct run run = { .invocation = invocation, .lists_findings = true };
	struct error *error = run_work_tree(&run, /* read_only= */ true);

	/* What could not be judged may be outdated, too: that comes first. */
	if (!error && run_has_failures(&run))
		*code = EXIT_PARTLY;
	else if (!error && run_is_held(&run))
		*code = EXIT_HELD;
	else if (!error && is_outdated(&run))
		*code = EXIT_OUTDATED;
	run_clear(&run);
	return error;
}

const struct command command_check = {
	.name = "check",
	.bit = FOR_CHECK,
	.operands = "",
	.summary = "a dry run for CI: exit code 3 when a reference is outdated, dead or unpinned",
	.run = run_command,
};
