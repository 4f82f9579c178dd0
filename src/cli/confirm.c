#include "confirm.h"
#include <digestbump/base/memory.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { BRANCHES_SHOWN = 20 };

/* Ours or not: who has branches under the prefix knows what comes. */
static bool has_branches(const struct run *run)
{
	const struct git_remote_refs *refs = run->base_branch.heads;
	OWNED_STRING prefix = must_format("refs/heads/%s", run->workspace.config->branch_prefix);

	for (size_t i = 0; refs && i < refs->count; i++)
		if (slice_starts(slice_of(refs->items[i].name), prefix))
			return true;
	return false;
}

static bool must_ask(const struct run *run)
{
	const struct options *options = run->invocation->options;

	return !options->yes && !options->no_push && run->plan->count && isatty(STDIN_FILENO) &&
	       isatty(STDERR_FILENO) && !has_branches(run);
}

static size_t count_first(const struct run *run)
{
	size_t limit = run->workspace.config->branch_limit;

	return limit && limit < run->plan->count ? limit : run->plan->count;
}

static void show(const struct run *run)
{
	size_t count = count_first(run);

	fprintf(stderr, "remote '%s' has no branches of digestbump yet. It would get:\n",
		run->base_branch.remote);
	for (size_t i = 0; i < count && i < BRANCHES_SHOWN; i++)
		fprintf(stderr, "  %s\n      %s\n", run->plan->bumps[i].branch,
			run->plan->bumps[i].title);
	if (count > BRANCHES_SHOWN)
		fprintf(stderr, "  and %zu more\n", count - BRANCHES_SHOWN);
	if (count < run->plan->count)
		fprintf(stderr, "%zu more come later: branches.limit is %u.\n",
			run->plan->count - count, run->workspace.config->branch_limit);
	fprintf(stderr, "Push %zu branch%s? [y/N] ", count, count == 1 ? "" : "es");
}

struct error *confirm_first_branches(bool *go_on, const struct run *run)
{
	char line[16];

	*go_on = true;
	if (!must_ask(run))
		return NULL;
	show(run);
	*go_on = fgets(line, sizeof(line), stdin) && (*line == 'y' || *line == 'Y');
	if (run->invocation->context->stop && *run->invocation->context->stop)
		return error_new(ERROR_STOPPED, "stopped before any branch was made");
	if (!*go_on)
		fprintf(stderr, "Nothing was pushed. See the changes with --dry-run; --yes does "
				"not ask.\n");
	return NULL;
}
