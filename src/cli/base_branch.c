#include "base_branch.h"
#include <digestbump/base/memory.h>
#include <string.h>

static const char heads_prefix[] = "refs/heads/";

void base_branch_clear(struct base_branch *base)
{
	free(base->remote);
	free(base->branch);
	free(base->commit);
	git_remote_refs_free(base->heads);
	*base = (struct base_branch){ 0 };
}

static void set_string(char **at, const char *string)
{
	char *copy = must_copy(string);

	free(*at);
	*at = copy;
}

/* Fetches one branch of the remote and says where it is. */
static struct error *fetch_branch(struct base_branch *base, struct git *git, const char *branch)
{
	OWNED(strings) refs = strings_new();
	OWNED_STRING name = must_format("refs/heads/%s", branch);
	OWNED_STRING local = git_tracking_ref(name);
	char *commit = NULL;

	strings_add(refs, name);
	TRY(git_fetch(git, base->remote, refs, /* tips_only= */ git_is_depth_one(git)));
	TRY(git_ref_read(&commit, git, local));
	if (!commit)
		return error_new(ERROR_USAGE, "remote '%s' has no branch '%s': see --base",
				 base->remote, branch);
	free(base->commit);
	base->commit = commit;
	set_string(&base->branch, branch);
	return NULL;
}

/* Where the remote's HEAD points, as a branch's name. Borrowed from heads. */
static struct error *head_branch(const char **out, const struct git_remote_refs *heads,
				 const char *remote)
{
	if (!heads->head || strncmp(heads->head, heads_prefix, strlen(heads_prefix)) != 0)
		return error_new(ERROR_USAGE,
				 "remote '%s' does not say which branch is its HEAD: name one "
				 "with --base",
				 remote);
	*out = heads->head + strlen(heads_prefix);
	return NULL;
}

static bool has_branch(const struct git_remote_refs *heads, const char *branch)
{
	OWNED_STRING name = must_format("refs/heads/%s", branch);

	for (size_t i = 0; i < heads->count; i++)
		if (strcmp(heads->items[i].name, name) == 0)
			return true;
	return false;
}

static struct error *use_remote_branch(struct base_branch *base, struct git *git,
				       const char *branch)
{
	if (!has_branch(base->heads, branch))
		return error_new(ERROR_USAGE,
				 "remote '%s' has no branch '%s': name one with --base",
				 base->remote, branch);
	return fetch_branch(base, git, branch);
}

/* The configuration stands in the base's own commit, so the branch that it
 * names is only known once HEAD's branch was read. */
static struct error *find_remote(struct base_branch *base, struct workspace *workspace,
				 const struct invocation *invocation)
{
	const char *branch = invocation->options->base;

	TRY(git_ls_remote(&base->heads, workspace->git, base->remote));
	if (!branch)
		TRY(head_branch(&branch, base->heads, base->remote));
	TRY(use_remote_branch(base, workspace->git, branch));
	TRY(workspace_configure(workspace, invocation, base->commit));
	const char *configured = workspace->config->branch_base;

	if (invocation->options->base || !configured || strcmp(configured, branch) == 0)
		return NULL;
	return use_remote_branch(base, workspace->git, configured);
}

static struct error *use_local_branch(struct base_branch *base, struct git *git, const char *branch)
{
	OWNED_STRING name = must_format("refs/heads/%s", branch);
	char *commit = NULL;

	TRY(git_ref_read(&commit, git, name));
	if (!commit)
		return error_new(ERROR_USAGE, "there is no branch '%s' with a commit: see --base",
				 branch);
	free(base->commit);
	base->commit = commit;
	set_string(&base->branch, branch);
	return NULL;
}

static struct error *find_local(struct base_branch *base, struct workspace *workspace,
				const struct invocation *invocation)
{
	if (!invocation->options->no_push)
		return error_new(ERROR_USAGE, "the repository has no remote to push to: add one "
					      "with 'git remote "
					      "add', or make the branches here with --no-push");
	OWNED_STRING current = git_head_branch(workspace->git);
	const char *branch = invocation->options->base ? invocation->options->base : current;

	if (!branch)
		return error_new(ERROR_USAGE,
				 "HEAD names no branch and there is no remote: name the base with "
				 "--base");
	TRY(use_local_branch(base, workspace->git, branch));
	TRY(workspace_configure(workspace, invocation, base->commit));
	const char *configured = workspace->config->branch_base;

	if (invocation->options->base || !configured || strcmp(configured, branch) == 0)
		return NULL;
	return use_local_branch(base, workspace->git, configured);
}

struct error *base_branch_find(struct base_branch *out, struct workspace *workspace,
			       const struct invocation *invocation)
{
	struct base_branch base = { 0 };
	struct error *error =
	    git_remote_choose(&base.remote, workspace->git, invocation->options->remote);

	if (!error)
		error = base.remote ? find_remote(&base, workspace, invocation)
				    : find_local(&base, workspace, invocation);
	if (error) {
		base_branch_clear(&base);
		return error;
	}
	*out = base;
	return NULL;
}

bool base_branch_is_default(const struct base_branch *base)
{
	OWNED_STRING name = must_format("%s%s", heads_prefix, base->branch);

	return !base->heads || string_is(base->heads->head, name);
}
