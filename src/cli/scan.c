#include "command.h"
#include "output.h"
#include "workspace.h"
#include <digestbump/base/memory.h>
#include <digestbump/scan/scan.h>

/* Opens what is to be scanned: the files, or a commit. */
static struct error *use(struct workspace *workspace, const struct invocation *invocation)
{
	const char *rev = invocation->options->rev;
	OWNED_STRING commit = NULL;

	if (!rev) {
		TRY(workspace_configure(workspace, invocation, NULL));
		return workspace_use_files(workspace);
	}
	if (!workspace->git)
		return error_new(ERROR_USAGE,
				 "'--rev' needs a git repository, and '%s' is not in one",
				 workspace->top);
	TRY(error_as(ERROR_USAGE, git_rev_parse(&commit, workspace->git, rev)));
	TRY(workspace_configure(workspace, invocation, commit));
	return workspace_use_commit(workspace, commit);
}

static struct error *show(const struct scan *scan, const struct invocation *invocation)
{
	const struct style style = output_style(invocation);
	const struct options *options = invocation->options;
	struct output out;

	if (options->quiet && !options->json)
		output_open_errors(&out);
	else
		output_open(&out);
	if (options->json)
		report_scan_json(&out.stream, scan);
	else if (options->quiet)
		report_scan_failures(&out.stream, &scan->skips);
	else
		report_scan_text(&out.stream, scan, &style);
	return output_close(&out);
}

static struct error *scan_in(struct workspace *workspace, const struct invocation *invocation)
{
	OWNED(scan) scan = NULL;

	TRY(use(workspace, invocation));
	TRY(scan_run(&scan, workspace->tree, workspace->config, invocation->context));
	return show(scan, invocation);
}

static struct error *show_formats(void)
{
	struct output out;

	output_open(&out);
	report_formats(&out.stream, scan_formats);
	return output_close(&out);
}

static struct error *run(enum exit_code *code, const struct invocation *invocation)
{
	struct workspace workspace;

	(void)code;
	if (invocation->options->formats)
		return show_formats();
	TRY(workspace_open(&workspace, invocation,
			   invocation->operand_count ? invocation->operands[0] : "."));
	if (!invocation->operand_count && workspace.git) {
		free(workspace.subdirectory);
		workspace.subdirectory = must_copy("");
	}
	struct error *error = scan_in(&workspace, invocation);

	workspace_close(&workspace);
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
