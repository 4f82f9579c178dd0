#include "command.h"
#include "output.h"
#include "workspace.h"
#include <digestbump/base/memory.h>
#include <digestbump/scan/scan.h>

/* Opens what is to be scanned: the files, or a commit. */
static struct error *use(struct world *world, const struct invocation *invocation)
{
	const char *rev = invocation->options->rev;
	OWNED_STRING commit = NULL;

	if (!rev) {
		TRY(world_configure(world, invocation, NULL));
		return world_use_files(world);
	}
	if (!world->git)
		return error_new(ERROR_USAGE, "'--rev' wants a git repository, '%s' is none",
				 world->top);
	TRY(error_as(ERROR_USAGE, git_rev_parse(&commit, world->git, rev)));
	TRY(world_configure(world, invocation, commit));
	return world_use_commit(world, commit);
}

static struct error *show(const struct scan *scan, const struct invocation *invocation)
{
	const struct style style = output_style(invocation);
	OWNED(text) out = text_new(0);

	if (invocation->options->json)
		report_scan_json(out, scan);
	else if (!invocation->options->quiet)
		report_scan_text(out, scan, &style);
	return output_print(out);
}

static struct error *scan_in(struct world *world, const struct invocation *invocation)
{
	OWNED(scan) scan = NULL;

	TRY(use(world, invocation));
	TRY(scan_run(&scan, world->tree, world->config, invocation->context));
	return show(scan, invocation);
}

static struct error *show_formats(void)
{
	OWNED(text) out = text_new(0);

	report_formats(out, scan_formats);
	return output_print(out);
}

static struct error *run(enum exit_code *code, const struct invocation *invocation)
{
	struct world world;

	(void)code;
	if (invocation->options->formats)
		return show_formats();
	TRY(world_open(&world, invocation,
		       invocation->operand_count ? invocation->operands[0] : "."));
	if (!invocation->operand_count && world.git) {
		free(world.below);
		world.below = must_copy("");
	}
	struct error *error = scan_in(&world, invocation);

	world_close(&world);
	return error;
}

const struct command command_scan = {
	.name = "scan",
	.bit = FOR_SCAN,
	.operands = "[PATH]",
	.operands_most = 1,
	.summary = "list every image reference, without any network",
	.run = run,
};
