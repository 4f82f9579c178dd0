#include "existing_branches.h"
#include <digestbump/base/memory.h>
#include <string.h>

static bool is_bots(const struct publish_target *target, const char *prefix, const char *ref)
{
	OWNED_STRING below = must_format("refs/heads/%s", prefix);
	OWNED_STRING base = must_format("refs/heads/%s", target->base_branch);

	return slice_starts(slice_of(ref), below) && strcmp(ref, base) != 0;
}

/* Takes tip. */
static void add_branch(struct branches *branches, const char *ref, char *tip)
{
	branches->items = must_grow(branches->items, branches->count, sizeof(*branches->items));
	branches->items[branches->count++] = (struct branch){ must_copy(ref), tip };
}

/* The names of the bot branches go to `names`, all others to branches->others. */
static void sort_out(struct strings *names, struct branches *branches,
		     const struct publish_target *target, const char *prefix,
		     const struct strings *refs)
{
	for (size_t i = 0; i < refs->count; i++) {
		bool bots = is_bots(target, prefix, refs->items[i]);

		strings_add(bots ? names : &branches->others, refs->items[i]);
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
	const struct git_remote_refs *heads = target->heads;

	if (!heads) {
		TRY(git_ls_remote(&listed, target->git, target->remote));
		heads = listed;
	}
	for (size_t i = 0; i < heads->count; i++)
		strings_add(refs, heads->items[i].name);
	return NULL;
}

static struct error *find_remote(struct branches *branches, const struct publish_target *target,
				 const char *prefix)
{
	OWNED(strings) refs = strings_new();
	OWNED(strings) names = strings_new();

	TRY(list_remote(refs, target));
	sort_out(names, branches, target, prefix, refs);
	if (names->count)
		TRY(fetch(target, prefix));
	for (size_t i = 0; i < names->count; i++) {
		OWNED_STRING kept = git_tracking_ref(names->items[i]);
		char *tip = NULL;

		TRY(git_ref_read(&tip, target->git, kept));
		if (tip)
			add_branch(branches, names->items[i], tip);
	}
	return NULL;
}

static struct error *find_local(struct branches *branches, const struct publish_target *target,
				const char *prefix)
{
	OWNED(strings) refs = NULL;
	OWNED(strings) names = strings_new();

	TRY(git_ref_list(&refs, target->git, "refs/heads/"));
	sort_out(names, branches, target, prefix, refs);
	for (size_t i = 0; i < names->count; i++) {
		char *tip = NULL;

		TRY(git_ref_read(&tip, target->git, names->items[i]));
		if (tip)
			add_branch(branches, names->items[i], tip);
	}
	return NULL;
}

struct error *branches_find(struct branches **out, const struct publish_target *target,
			    const char *prefix)
{
	OWNED(branches) branches = must_alloc(sizeof(*branches));

	if (target->remote && target->push)
		TRY(find_remote(branches, target, prefix));
	else
		TRY(find_local(branches, target, prefix));
	*out = pass_on(&branches);
	return NULL;
}

void branches_free(struct branches *branches)
{
	if (!branches)
		return;
	strings_clear(&branches->others);
	for (size_t i = 0; i < branches->count; i++) {
		free(branches->items[i].ref);
		free(branches->items[i].tip);
	}
	free(branches->items);
	free(branches);
}

const struct branch *branches_get(const struct branches *branches, const char *ref)
{
	for (size_t i = 0; i < branches->count; i++)
		if (strcmp(branches->items[i].ref, ref) == 0)
			return &branches->items[i];
	return NULL;
}

const char *branches_in_way(const struct branches *branches, const char *ref)
{
	for (size_t i = 0; i < branches->others.count; i++)
		if (git_ref_names_conflict(branches->others.items[i], ref))
			return branches->others.items[i];
	for (size_t i = 0; i < branches->count; i++)
		if (git_ref_names_conflict(branches->items[i].ref, ref))
			return branches->items[i].ref;
	return NULL;
}
