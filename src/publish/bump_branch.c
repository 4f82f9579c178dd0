#include "branch_records.h"
#include <digestbump/base/memory.h>
#include <string.h>

/* ---- the name ---- */

static struct branch_identity identity_of(const struct publish_target *target)
{
	return (struct branch_identity){
		.base_branch = (char *)target->base_branch,
		.config = (char *)target->config_name,
	};
}

/* True when the name stands for a branch of another base branch or configuration. */
static bool is_elsewhere(const struct existing_branch *branch)
{
	return branch && branch->commit && !branch->is_mine;
}

static bool is_mine(const struct existing_branch *branch)
{
	return branch && branch->is_mine;
}

/* Which base branch is the default one may change: a branch of ours under the other of
 * the two names stays where it is. */
char *bump_branch_name(const struct publish_run *run, const char *id)
{
	const struct branch_identity identity = identity_of(run->target);
	bool is_usual = run->target->is_default_base && !run->target->config_name;
	OWNED_STRING usual = plan_branch(run->input->config, id, is_usual ? NULL : &identity);
	OWNED_STRING other = plan_branch(run->input->config, id, is_usual ? &identity : NULL);
	const struct existing_branch *first = existing_branches_get(run->branches, usual);
	const struct existing_branch *second = existing_branches_get(run->branches, other);

	if (!is_mine(first) && (is_mine(second) || is_elsewhere(first)))
		return pass_on(&other);
	return pass_on(&usual);
}

/* ---- what stands there ---- */

static struct error *make_commit(struct bump_commit **out, const struct publish_run *run,
				 const struct bump *bump)
{
	const struct publish_target *target = run->target;
	const struct branch_identity identity = identity_of(target);
	OWNED(edits) edits = NULL;

	TRY(edit_make(&edits, run->input->tree, run->input->config, bump->verdicts,
		      bump->verdict_count));
	const struct bump_edits what = { bump, edits, run->input->config, &identity };

	return bump_commit_prepare(out, target->git, &what, target->base, run->input->who);
}

static struct error *tree_of_commit(char **tree, const struct publish_target *target,
				    const char *oid)
{
	OWNED(git_commit_info) commit = NULL;

	if (target->remote && target->push)
		TRY(git_fetch_commit(target->git, target->remote, oid));
	TRY(git_commit_info_read(&commit, target->git, oid));
	*tree = pass_on(&commit->tree);
	return NULL;
}

/* On a base branch that moved: would a merge of the branch give what this run would make? */
static struct error *is_mergeable(bool *out, const struct branch_case *at,
				  const struct publish_run *run)
{
	const struct git_commit_info *commit = at->existing->commit;
	OWNED_STRING old_base = NULL;
	OWNED_STRING new_base = NULL;
	OWNED_STRING merged = NULL;

	TRY(tree_of_commit(&old_base, run->target, commit->parents.items[0]));
	TRY(tree_of_commit(&new_base, run->target, run->target->base));
	TRY(git_merge_tree(&merged, run->target->git, old_base, new_base, commit->tree));
	*out = merged ? string_is(merged, at->commit->tree)
		      : run->input->config->branch_rebase == REBASE_NEVER;
	return NULL;
}

/* Parent, tree and trailers count; who runs it and how it is worded do not. */
static struct error *is_up_to_date(bool *out, const struct branch_case *at,
				   const struct publish_run *run)
{
	const struct existing_branch *branch = at->existing;
	const struct git_commit_info *commit = branch->commit;
	const char *base = run->target->base;
	bool same_trailers = false;

	TRY(bot_commit_same_trailers(&same_trailers, commit->message, at->commit->message,
				     /* with_base= */ false));
	*out = same_trailers && string_is(commit->parents.items[0], base) &&
	       string_is(commit->tree, at->commit->tree);
	if (*out || !same_trailers)
		return NULL;
	*out = string_is(branch->contained_base, base) &&
	       string_is(branch->tip_tree, at->commit->tree);
	if (*out || run->input->config->branch_rebase == REBASE_BEHIND)
		return NULL;
	return is_mergeable(out, at, run);
}

struct error *bump_branch_judge(struct branch_case *at, const struct publish_run *run)
{
	const struct existing_branch *branch = at->existing;
	bool up_to_date = false;

	at->wish = WANTED_BUMP;
	at->standing = STANDS_NOTHING;
	if (branch && branch->error)
		return error_copy(branch->error);
	if (branch && is_elsewhere(branch))
		at->wish = WANTED_ELSEWHERE;
	if (branch && branch->owner != OWNER_BOT) {
		at->standing = branch->owner == OWNER_HUMAN ? STANDS_HUMAN : STANDS_FOREIGN;
		return NULL;
	}
	TRY(make_commit(&at->commit, run, at->result.bump));
	if (!branch) {
		if (branch_records_have(run->records, at->result.branch, at->commit->message))
			at->standing = STANDS_TOMBSTONE;
		return NULL;
	}
	TRY(is_up_to_date(&up_to_date, at, run));
	at->standing = up_to_date ? STANDS_CURRENT : STANDS_OUTDATED;
	return NULL;
}
