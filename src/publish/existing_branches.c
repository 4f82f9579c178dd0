#include "existing_branches.h"
#include <digestbump/base/memory.h>
#include <string.h>

static bool is_under_prefix(const struct publish_target *target, const char *prefix,
			    const char *ref)
{
	OWNED_STRING below = must_format("refs/heads/%s", prefix);
	OWNED_STRING base = must_format("refs/heads/%s", target->base_branch);

	return slice_starts(slice_of(ref), below) && strcmp(ref, base) != 0;
}

/* Takes tip. */
static void add_branch(struct existing_branches *branches, const char *ref, char *tip)
{
	branches->items = must_grow(branches->items, branches->count, sizeof(*branches->items));
	branches->items[branches->count++] =
	    (struct existing_branch){ .ref = must_copy(ref), .tip = tip };
}

/* The names of the bot branches go to `names`, all others to branches->others. */
static void select_names(struct strings *names, struct existing_branches *branches,
			 const struct publish_target *target, const char *prefix,
			 const struct strings *refs)
{
	for (size_t i = 0; i < refs->count; i++) {
		bool is_bot = is_under_prefix(target, prefix, refs->items[i]);

		strings_add(is_bot ? names : &branches->others, refs->items[i]);
	}
	strings_sort(names);
}

/* One pattern for all: a branch that goes away between the list and the fetch
 * spoils nothing, and what is fetched is what the leases are made of. */
static struct error *fetch(const struct publish_target *target, const char *prefix)
{
	OWNED(strings) pattern = strings_new();

	strings_take(pattern, must_format("refs/heads/%s*", prefix));
	return git_fetch(target->git, target->remote, pattern, /* tips_only= */ true);
}

static struct error *list_remote(struct strings *refs, const struct publish_target *target)
{
	OWNED(git_remote_refs) listed = NULL;
	const struct git_remote_refs *remote_refs = target->refs;

	if (!remote_refs) {
		TRY(git_ls_remote(&listed, target->git, target->remote));
		remote_refs = listed;
	}
	for (size_t i = 0; i < remote_refs->count; i++)
		strings_add(refs, remote_refs->items[i].name);
	return NULL;
}

static struct error *find_remote(struct existing_branches *branches,
				 const struct publish_target *target, const char *prefix)
{
	OWNED(strings) refs = strings_new();
	OWNED(strings) names = strings_new();

	TRY(list_remote(refs, target));
	select_names(names, branches, target, prefix, refs);
	if (names->count)
		TRY(fetch(target, prefix));
	for (size_t i = 0; i < names->count; i++) {
		OWNED_STRING tracking_ref = git_tracking_ref(names->items[i]);
		char *tip = NULL;

		TRY(git_ref_read(&tip, target->git, tracking_ref));
		if (tip)
			add_branch(branches, names->items[i], tip);
	}
	return NULL;
}

static struct error *find_local(struct existing_branches *branches,
				const struct publish_target *target, const char *prefix)
{
	OWNED(strings) refs = NULL;
	OWNED(strings) names = strings_new();

	TRY(git_ref_list(&refs, target->git, "refs/heads/"));
	select_names(names, branches, target, prefix, refs);
	for (size_t i = 0; i < names->count; i++) {
		char *tip = NULL;

		TRY(git_ref_read(&tip, target->git, names->items[i]));
		if (tip)
			add_branch(branches, names->items[i], tip);
	}
	return NULL;
}

static void inspect_all(struct existing_branches *branches, const struct publish_target *target,
			const struct config *config)
{
	for (size_t i = 0; i < branches->count; i++) {
		struct existing_branch *branch = &branches->items[i];

		branch->error = branch_inspect(branch, target, config);
	}
}

struct error *existing_branches_find(struct existing_branches **out,
				     const struct publish_target *target,
				     const struct config *config)
{
	OWNED(existing_branches) branches = must_alloc(sizeof(*branches));

	if (target->remote && target->push)
		TRY(find_remote(branches, target, config->branch_prefix));
	else
		TRY(find_local(branches, target, config->branch_prefix));
	inspect_all(branches, target, config);
	*out = pass_on(&branches);
	return NULL;
}

void existing_branch_clear(struct existing_branch *branch)
{
	free(branch->ref);
	free(branch->tip);
	free(branch->tip_tree);
	git_commit_info_free(branch->commit);
	free(branch->contained_base);
	error_free(branch->error);
}

void existing_branches_free(struct existing_branches *branches)
{
	if (!branches)
		return;
	strings_clear(&branches->others);
	for (size_t i = 0; i < branches->count; i++)
		existing_branch_clear(&branches->items[i]);
	free(branches->items);
	free(branches);
}

const char *existing_branch_name(const struct existing_branch *branch)
{
	return branch->ref + strlen("refs/heads/");
}

const struct existing_branch *existing_branches_get(const struct existing_branches *branches,
						    const char *name)
{
	for (size_t i = 0; i < branches->count; i++)
		if (strcmp(existing_branch_name(&branches->items[i]), name) == 0)
			return &branches->items[i];
	return NULL;
}

const char *existing_branches_in_way(const struct existing_branches *branches, const char *name)
{
	OWNED_STRING ref = must_format("refs/heads/%s", name);

	for (size_t i = 0; i < branches->others.count; i++)
		if (git_ref_names_conflict(branches->others.items[i], ref))
			return branches->others.items[i];
	for (size_t i = 0; i < branches->count; i++)
		if (git_ref_names_conflict(branches->items[i].ref, ref))
			return branches->items[i].ref;
	return NULL;
}
