#include "publish_run.h"
#include <digestbump/base/memory.h>
#include <string.h>

struct error *look_at(struct git_commit_info **tip, enum branch_owner *whose, struct git *git,
		      const char *oid)
{
	OWNED(git_commit_info) revision = NULL;

	TRY(git_commit_info_read(&revision, git, oid));
	TRY(branch_owner_of(whose, revision));
	*tip = pass_on(&revision);
	return NULL;
}

void fail_item(struct published *item, struct error *error)
{
	item->state = STATE_FAILED;
	item->error = error;
}

static struct error *make(struct bump_commit **out, const struct work *work,
			  const struct bump *bump)
{
	const struct publish_target *target = work->target;
	OWNED(edits) edits = NULL;

	TRY(edit_make(&edits, work->input->tree, work->input->config, bump->verdicts,
		      bump->verdict_count));
	const struct bump_edits what = { bump, edits, work->input->config };

	return bump_commit_prepare(out, target->git, &what, target->base, work->input->who);
}

static bool is_up_to_date(const struct git_commit_info *tip, const struct bump_commit *made)
{
	return strcmp(tip->parents.items[0], made->base) == 0 &&
	       strcmp(tip->tree, made->tree) == 0 && strcmp(tip->message, made->message) == 0;
}

static struct error *store(const struct work *work, struct published *item,
			   struct bump_commit *made, enum branch_state state)
{
	TRY(bump_commit_write(made, work->target->git, work->input->who));
	item->commit = pass_on(&made->commit);
	item->state = state;
	return NULL;
}

static struct error *renew(const struct work *work, struct published *item)
{
	OWNED(git_commit_info) tip = NULL;
	OWNED(bump_commit) made = NULL;
	enum branch_owner whose;

	TRY(look_at(&tip, &whose, work->target->git, item->seen));
	if (whose == OWNER_HUMAN) {
		item->state = STATE_HUMAN;
		return NULL;
	}
	TRY(make(&made, work, item->bump));
	if (!is_up_to_date(tip, made))
		return store(work, item, made, STATE_UPDATED);
	item->commit = must_copy(tip->oid);
	item->state = STATE_UNCHANGED;
	return NULL;
}

static struct error *create(struct work *work, struct published *item, const char *ref)
{
	unsigned limit = work->input->config->branch_limit;
	const char *obstacle = branches_in_way(work->branches, ref);
	OWNED(bump_commit) made = NULL;

	if (obstacle)
		return error_new(ERROR_CONFLICT,
				 "'%s' is in the way: delete or rename it, or set branches.prefix",
				 obstacle);
	if (limit && work->open >= limit) {
		item->state = STATE_LIMITED;
		return NULL;
	}
	TRY(make(&made, work, item->bump));
	TRY(store(work, item, made, STATE_CREATED));
	work->open++;
	return NULL;
}

struct error *prepare_bump(struct work *work, struct published *item)
{
	OWNED_STRING ref = must_format("refs/heads/%s", item->branch);
	const struct branch *there = branches_get(work->branches, ref);

	item->seen = there ? must_copy(there->tip) : NULL;
	struct error *error = there ? renew(work, item) : create(work, item, ref);

	if (error && error_kind(error) == ERROR_STOPPED)
		return error;
	if (error)
		fail_item(item, error);
	return NULL;
}
