#include "existing_branches.h"
#include <digestbump/base/memory.h>
#include <digestbump/limits.h>
#include <string.h>

/* The commits from a branch's tip down to ours, the tip first. */
struct branch_history {
	const struct publish_target *target;
	struct git_commit_info *items[BRANCH_COMMITS_MOST];
	size_t count;
	size_t fetched; /* one by one, in a shallow clone */
};

/* A shallow clone has the tip and not what is below it. */
static struct error *read_commit(struct git_commit_info **out, struct branch_history *history,
				 const char *oid)
{
	const struct publish_target *target = history->target;

	if (target->remote && target->push && !git_has_commit(target->git, oid)) {
		history->fetched++;
		TRY(git_fetch_commit(target->git, target->remote, oid));
	}
	return git_commit_info_read(out, target->git, oid);
}

/* Follows first parents down to a commit with our trailers. *found: there is one; it is
 * the last item then. */
static struct error *find_bot_commit(bool *found, struct branch_history *history, const char *tip)
{
	const char *oid = tip;

	*found = false;
	while (history->count < BRANCH_COMMITS_MOST && history->fetched < BRANCH_FETCHES_MOST) {
		struct git_commit_info *commit = NULL;

		TRY(read_commit(&commit, history, oid));
		history->items[history->count++] = commit;
		TRY(bot_commit_is_recognized(found, commit->message));
		if (*found || !commit->parents.count)
			return NULL;
		oid = commit->parents.items[0];
		/* Bumps that were merged are no commits of this branch. */
		if (git_is_ancestor(history->target->git, oid, history->target->base))
			return NULL;
	}
	return NULL;
}

/* A merge of the base branch with no other change: what a forge's "Update branch" button
 * makes. Moves *contained_base on when it is one. */
static struct error *is_base_merge(bool *out, struct branch_history *history, size_t at,
				   char **contained_base)
{
	const struct git_commit_info *merge = history->items[at];
	const struct git_commit_info *below = history->items[at + 1];
	OWNED(git_commit_info) ancestor = NULL;
	OWNED(git_commit_info) merged = NULL;
	OWNED_STRING tree = NULL;

	*out = false;
	if (merge->parents.count != 2 ||
	    !git_is_ancestor(history->target->git, merge->parents.items[1], history->target->base))
		return NULL;
	TRY(read_commit(&ancestor, history, *contained_base));
	TRY(read_commit(&merged, history, merge->parents.items[1]));
	TRY(git_merge_tree(&tree, history->target->git, ancestor->tree, below->tree, merged->tree));
	*out = string_is(tree, merge->tree);
	if (!*out)
		return NULL;
	free(*contained_base);
	*contained_base = must_copy(merged->oid);
	return NULL;
}

static bool is_ignored_author(const struct git_commit_info *commit, const struct config *config)
{
	return commit->parents.count == 1 &&
	       strings_has(&config->ignore_authors, commit->author_email);
}

/* Looks at what stands on our commit, from below to the tip. */
static struct error *judge_owner(struct existing_branch *branch, struct branch_history *history,
				 const struct config *config)
{
	bool is_unchanged = false;

	branch->owner = OWNER_HUMAN;
	TRY(bot_commit_is_unchanged(&is_unchanged, branch->commit));
	if (!is_unchanged)
		return NULL;
	branch->contained_base = must_copy(branch->commit->parents.items[0]);
	for (size_t i = history->count - 1; i-- > 0;) {
		bool is_merge = false;

		if (is_ignored_author(history->items[i], config))
			continue;
		TRY(is_base_merge(&is_merge, history, i, &branch->contained_base));
		if (!is_merge)
			return NULL;
	}
	branch->owner = OWNER_BOT;
	return NULL;
}

static struct error *inspect(struct existing_branch *branch, struct branch_history *history,
			     const struct config *config)
{
	const struct publish_target *target = history->target;
	const struct branch_identity identity = { (char *)target->base_branch,
						  (char *)target->config_name };
	bool found = false;

	branch->owner = OWNER_FOREIGN;
	TRY(find_bot_commit(&found, history, branch->tip));
	if (history->count)
		branch->tip_tree = must_copy(history->items[0]->tree);
	if (!found)
		return NULL;
	branch->commit = history->items[history->count - 1];
	TRY(bot_commit_belongs_to(&branch->is_mine, branch->commit->message, &identity,
				  target->is_default_base));
	return judge_owner(branch, history, config);
}

struct error *branch_inspect(struct existing_branch *branch, const struct publish_target *target,
			     const struct config *config)
{
	struct branch_history history = { .target = target };
	struct error *error = inspect(branch, &history, config);

	for (size_t i = 0; i < history.count; i++)
		if (history.items[i] != branch->commit)
			git_commit_info_free(history.items[i]);
	return error;
}
