#include "run.h"
#include "output.h"
#include "resolver.h"
#include <digestbump/base/memory.h>
#include <string.h>

/* ---- the stages, in order ---- */

static struct error *open_base(struct run *run)
{
	TRY(world_open(&run->world, run->invocation, "."));
	free(run->world.below);
	run->world.below = must_copy("");
	if (!run->world.git)
		return error_new(ERROR_USAGE,
				 "'%s' is no git repository: use --dry-run to look at it, "
				 "--write to edit its files",
				 run->world.top);
	TRY(base_find(&run->base, &run->world, run->invocation));
	return world_use_commit(&run->world, run->base.commit);
}

static struct error *scan(struct run *run)
{
	return scan_run(&run->scan, run->world.tree, run->world.config, run->invocation->context);
}

static struct error *resolve(struct run *run)
{
	run->questions = questions_new();
	return ask_all(&run->requests, run->questions, &run->scan->pins, run->world.config,
		       &run->asking);
}

static void judge(struct run *run)
{
	run->verdicts = judge_run(&run->scan->pins, run->questions, run->world.config);
}

static void plan(struct run *run)
{
	run->plan = plan_make(run->verdicts, run->world.config);
}

static struct error *write_files(struct run *run)
{
	if (!run->invocation->options->write || !run->edits->count)
		return NULL;
	if (!run->world.top)
		return error_new(ERROR_USAGE, "a bare repository has no work tree to write to");
	TRY(edit_write(run->edits, run->world.top));
	for (size_t i = 0; i < run->edits->count; i++) {
		const struct edit *edit = &run->edits->items[i];

		if (edit->error)
			run_trouble(run, edit->path, error_copy(edit->error));
	}
	return NULL;
}

static struct error *publish(struct run *run)
{
	const struct publish_target target = {
		.git = run->world.git,
		.remote = run->base.remote,
		.base_branch = run->base.branch,
		.base = run->base.commit,
		.push = !run->invocation->options->no_push,
		.heads = run->base.heads,
	};

	run->identity =
	    identity_choose(run->world.config, run->world.git, run->invocation->context);
	const struct publish_input input = {
		.tree = run->world.tree,
		.plan = run->plan,
		.verdicts = run->verdicts,
		.config = run->world.config,
		.who = run->identity,
		.context = run->invocation->context,
	};

	TRY(publish_run(&run->publication, &target, &input));
	for (size_t i = 0; i < run->publication->count; i++) {
		const struct published *item = &run->publication->items[i];

		if (item->error)
			run_trouble(run, item->branch, error_copy(item->error));
	}
	return NULL;
}

/* ---- the two ways to run ---- */

/* On the work tree as it lies there: --dry-run, --write, check. */
static struct error *run_files(struct run *run)
{
	TRY(world_open_files(&run->world, run->invocation));
	TRY(scan(run));
	TRY(resolve(run));
	TRY(asking_export(&run->asking));
	judge(run);
	plan(run);
	TRY(run_edits(run));
	TRY(write_files(run));
	return run_report(run);
}

/* On the base branch as the remote has it: branches with bumps. */
static struct error *run_branches(struct run *run)
{
	TRY(open_base(run));
	TRY(scan(run));
	TRY(resolve(run));
	TRY(asking_export(&run->asking));
	judge(run);
	plan(run);
	TRY(publish(run));
	return run_report(run);
}

static struct error *run_way(struct run *run, struct error *(*way)(struct run *run),
			     bool is_looking)
{
	TRY(asking_open(&run->asking, run->invocation, is_looking));
	return way(run);
}

/* ---- how it ends ---- */

static bool has_failures(const struct run *run)
{
	for (enum verdict_code code = 0; code < VERDICT_CODES; code++)
		if (verdict_is_failure(code) && run->verdicts->of[code])
			return true;
	return run->trouble_count != 0;
}

static bool is_outdated(const struct run *run)
{
	return run->verdicts->of[VERDICT_BUMP] || run->verdicts->of[VERDICT_UNPINNED] ||
	       run->verdicts->dead;
}

static struct error *run_command(enum exit_code *code, const struct invocation *invocation)
{
	const struct options *options = invocation->options;
	struct run run = { .invocation = invocation };
	bool has_branches = !options->dry_run && !options->write;
	struct error *error =
	    run_way(&run, has_branches ? run_branches : run_files, options->dry_run);

	if (!error && has_failures(&run))
		*code = EXIT_PARTLY;
	run_clear(&run);
	return error;
}

static struct error *check_command(enum exit_code *code, const struct invocation *invocation)
{
	struct run run = { .invocation = invocation };
	struct error *error = run_way(&run, run_files, /* is_looking= */ true);

	if (!error && is_outdated(&run))
		*code = EXIT_OUTDATED;
	else if (!error && has_failures(&run))
		*code = EXIT_PARTLY;
	run_clear(&run);
	return error;
}

const struct command command_run = {
	.name = "run",
	.bit = FOR_RUN,
	.operands = "",
	.summary = "find the pins, ask the registries, make branches with the bumps",
	.run = run_command,
};

const struct command command_check = {
	.name = "check",
	.bit = FOR_CHECK,
	.operands = "",
	.summary = "a dry run whose exit code tells: 3 when pins are outdated, dead or missing",
	.run = check_command,
};
