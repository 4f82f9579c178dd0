#include "run.h"
#include "confirm.h"
#include "output.h"
#include "resolver.h"
#include "work_limit.h"
#include <digestbump/base/memory.h>
#include <string.h>

/* ---- the stages, in order ---- */

static struct error *open_base_branch(struct run *run)
{
	TRY(workspace_open(&run->workspace, run->invocation, "."));
	free(run->workspace.subdirectory);
	run->workspace.subdirectory = must_copy("");
	if (!run->workspace.git)
		return error_new(ERROR_USAGE,
				 "'%s' is not a git repository: use --dry-run to look at it, "
				 "--write to edit its files",
				 run->workspace.top);
	TRY(base_branch_find(&run->base_branch, &run->workspace, run->invocation));
	return workspace_use_commit(&run->workspace, run->base_branch.commit);
}

static struct error *scan(struct run *run)
{
	TRY(scan_run(&run->scan, run->workspace.tree, run->workspace.config,
		     run->invocation->context));
	return work_limit_apply(run);
}

static struct error *resolve(struct run *run)
{
	run->questions = questions_new();
	run->resolver.trust = run->policies.trust;
	run->resolver.ages = run->journal.ages;
	return resolver_run(&run->requests, run->questions, &run->scan->pins, run->workspace.config,
			    &run->resolver);
}

static void judge(struct run *run)
{
	run->verdicts = judge_run(&run->scan->pins, run->questions, run->workspace.config,
				  run->policies.trust, run->journal.ages);
}

/* What is old enough by a journal that cannot be kept is old enough all the same. */
static void save_journal(struct run *run, bool is_online)
{
	struct error *failed =
	    journal_store_save(&run->journal, &run->workspace, run->invocation, is_online);

	if (failed)
		run_add_error(run, "refs/digestbump/journal", failed);
}

/* Only what a bump obliges is asked of the image graph: without bumps it is not made. */
static struct error *plan(struct run *run)
{
	const struct graph_tree tree = {
		.files = run->workspace.tree,
		.config = run->workspace.config,
	};
	OWNED(image_graph) graph = NULL;

	if (run->verdicts->of[VERDICT_BUMP] || run->verdicts->of[VERDICT_RESCUE])
		TRY(graph_make(&graph, &tree, 1, run->invocation->context));
	run->plan = plan_make(run->verdicts, run->workspace.config, graph);
	return NULL;
}

static struct error *write_files(struct run *run)
{
	if (!run->invocation->options->write || !run->edits->count)
		return NULL;
	if (!run->workspace.top)
		return error_new(ERROR_USAGE, "a bare repository has no work tree to write to");
	TRY(edit_write(run->edits, run->workspace.top, run->invocation->context->stop));
	for (size_t i = 0; i < run->edits->count; i++) {
		const struct edit *edit = &run->edits->items[i];

		if (edit->error)
			run_add_error(run, edit->path, error_copy(edit->error));
	}
	return NULL;
}

static struct error *publish(struct run *run)
{
	OWNED_STRING config_name = workspace_config_name(&run->workspace, run->invocation);
	const struct publish_target target = {
		.git = run->workspace.git,
		.remote = run->base_branch.remote,
		.base_branch = run->base_branch.branch,
		.base = run->base_branch.commit,
		.push = !run->invocation->options->no_push,
		.refs = run->base_branch.heads,
		.is_default_base = base_branch_is_default(&run->base_branch),
		.config_name = config_name,
	};

	run->identity =
	    identity_choose(run->workspace.config, run->workspace.git, run->invocation->context);
	const struct publish_input input = {
		.tree = run->workspace.tree,
		.plan = run->plan,
		.verdicts = run->verdicts,
		.skips = &run->scan->skips,
		.is_limited = work_limit_is_given(run->invocation),
		.config = run->workspace.config,
		.who = run->identity,
		.context = run->invocation->context,
	};

	TRY(publish_run(&run->publication, &target, &input));
	for (size_t i = 0; i < run->publication->count; i++) {
		const struct published *item = &run->publication->items[i];

		if (item->error)
			run_add_error(run, item->branch, error_copy(item->error));
	}
	return NULL;
}

/* `git apply` in a subdirectory passes over files outside of it without a word. */
static void note_subdirectory(const struct run *run)
{
	char *place = NULL;
	OWNED(error)
	error = workspace_operand_path(&place, &run->workspace, run->invocation, ".");
	OWNED_STRING below = place;

	if (error || !run->invocation->options->dry_run || !below || !*below)
		return;
	for (size_t i = 0; i < run->edits->count; i++) {
		const char *path = run->edits->items[i].path;
		size_t size = strlen(below);

		if (strncmp(path, below, size) == 0 && path[size] == '/')
			continue;
		OWNED_STRING note = must_format("the diff changes files outside of '%s', which "
						"'git apply' leaves out "
						"here: apply it at the top of the repository",
						below);

		output_note(note);
		return;
	}
}

/* ---- the two ways to run ---- */

struct error *run_work_tree(struct run *run, bool looks_only)
{
	TRY(resolver_open(&run->resolver, run->invocation, looks_only));
	TRY(workspace_open_files(&run->workspace, run->invocation));
	TRY(signature_policies_open(&run->policies, &run->workspace));
	TRY(journal_store_open(&run->journal, &run->workspace, run->invocation,
			       /* is_online= */ false));
	TRY(scan(run));
	TRY(resolve(run));
	TRY(resolver_export(&run->resolver));
	judge(run);
	if (!looks_only)
		save_journal(run, /* is_online= */ false);
	TRY(plan(run));
	TRY(run_edits(run));
	TRY(write_files(run));
	note_subdirectory(run);
	return run_report(run);
}

/* On the base branch as the remote has it: branches with bumps. */
static struct error *run_branches(struct run *run)
{
	bool go_on = true;

	TRY(resolver_open(&run->resolver, run->invocation, /* looks_only= */ false));
	TRY(open_base_branch(run));
	TRY(signature_policies_open(&run->policies, &run->workspace));
	TRY(journal_store_open(&run->journal, &run->workspace, run->invocation,
			       /* is_online= */ true));
	TRY(scan(run));
	TRY(resolve(run));
	TRY(resolver_export(&run->resolver));
	judge(run);
	TRY(plan(run));
	TRY(confirm_first_branches(&go_on, run));
	if (go_on) {
		save_journal(run, !run->invocation->options->no_push);
		TRY(publish(run));
	}
	return run_report(run);
}

static struct error *run_command(enum exit_code *code, const struct invocation *invocation)
{
	const struct options *options = invocation->options;
	struct run run = { .invocation = invocation };

	if (invocation->operand_count && !options->dry_run && !options->write)
		return error_new(ERROR_USAGE,
				 "PATH limits --dry-run, --write and 'check'; branches "
				 "are limited by --image");
	struct error *error = options->dry_run || options->write
				  ? run_work_tree(&run, options->dry_run)
				  : run_branches(&run);

	if (!error && run_has_failures(&run))
		*code = EXIT_PARTLY;
	else if (!error && run_is_held(&run))
		*code = EXIT_HELD;
	run_clear(&run);
	return error;
}

const struct command command_run = {
	.name = "run",
	.bit = FOR_RUN,
	.operands = "[PATH...]",
	.operands_most = SIZE_MAX,
	.summary = "find outdated pins and push a branch for each image that moved",
	.run = run_command,
};
