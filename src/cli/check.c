#include "output.h"
#include "run.h"
#include <digestbump/base/memory.h>

static const char fail_on_default[] = "bump,rescue";

/* What --fail-on names beside verdicts. */
static const char single_platform[] = "single-platform";

/* What gives exit code 3. */
struct fail_on {
	bool verdicts[VERDICT_CODES];
	bool single_platform;
};

static struct error *unknown_verdict(struct slice name)
{
	OWNED(text) list = text_new(0);

	for (enum verdict_code code = 0; code < VERDICT_CODES; code++)
		text_add_format(list, "%s%s", code ? ", " : "", verdict_name(code));
	return error_new(ERROR_USAGE, "--fail-on: '%.*s' is no verdict: there are %s, and %s",
			 (int)name.size, name.at, list->bytes, single_platform);
}

/* False: there is no such verdict. */
static bool add_wanted(struct fail_on *wanted, struct slice name)
{
	if (slice_is(name, single_platform)) {
		wanted->single_platform = true;
		return true;
	}
	for (enum verdict_code code = 0; code < VERDICT_CODES; code++)
		if (slice_is(name, verdict_name(code))) {
			wanted->verdicts[code] = true;
			return true;
		}
	return false;
}

/* Sets what gives exit code 3. ERROR_USAGE: an unknown word. */
static struct error *parse_fail_on(struct fail_on *wanted, const char *list)
{
	struct slice rest = slice_of(list);

	while (rest.size) {
		size_t size = 0;

		while (size < rest.size && rest.at[size] != ',')
			size++;
		const struct slice name = { rest.at, size };

		if (!add_wanted(wanted, name))
			return unknown_verdict(name);
		size += size < rest.size;
		rest = (struct slice){ rest.at + size, rest.size - size };
	}
	return NULL;
}

/* A dead digest without a tag to take another one from is no `rescue`, but wants one. */
static size_t count_found(const struct run *run, const struct fail_on *wanted)
{
	const struct verdicts *verdicts = run->verdicts;
	size_t count = 0;

	for (size_t i = 0; i < verdicts->count; i++)
		count += wanted->verdicts[verdicts->items[i].code] ||
			 (wanted->verdicts[VERDICT_RESCUE] && verdicts->items[i].dead) ||
			 (wanted->single_platform && verdicts->items[i].single_platform);
	return count;
}

/* What could not be judged may be outdated, too: that comes first. */
static enum exit_code exit_code_of(const struct run *run, const struct fail_on *wanted)
{
	if (run_has_failures(run))
		return EXIT_PARTLY;
	if (run_is_held(run))
		return EXIT_HELD;
	return count_found(run, wanted) ? EXIT_OUTDATED : EXIT_DONE;
}

static void say_result(const struct invocation *invocation, enum exit_code code, size_t found)
{
	static const char *const results[] = {
		[EXIT_PARTLY] = "incomplete, something could not be judged",
		[EXIT_HELD] = "a policy holds something",
		[EXIT_OUTDATED] = "outdated",
	};

	if (code == EXIT_DONE || invocation->options->quiet)
		return;
	OWNED_STRING note =
	    must_format("check: %s: %zu found (exit code %d)", results[code], found, (int)code);

	output_note(note);
}

static struct error *run_command(enum exit_code *code, const struct invocation *invocation)
{
	const char *list = invocation->options->fail_on;
	struct fail_on wanted = { .single_platform = false };
	struct run run = { .invocation = invocation, .lists_findings = true };

	TRY(parse_fail_on(&wanted, list ? list : fail_on_default));
	struct error *error = run_work_tree(&run, /* looks_only= */ true);

	if (!error) {
		*code = exit_code_of(&run, &wanted);
		say_result(invocation, *code, count_found(&run, &wanted));
	}
	run_clear(&run);
	return error;
}

const struct command command_check = {
	.name = "check",
	.bit = FOR_CHECK,
	.operands = "[PATH...]",
	.operands_most = SIZE_MAX,
	.summary = "a dry run for CI: exit code 3 when a reference has a verdict of --fail-on",
	.run = run_command,
};
