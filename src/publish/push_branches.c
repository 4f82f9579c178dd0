#include "publish_run.h"
#include <digestbump/base/memory.h>
#include <digestbump/limits.h>
#include <string.h>

/* The branches that move, one ref each. */
struct push_list {
	struct branch_case **cases;
	struct git_push_ref *refs;
	size_t count;
};

static bool is_moved(const struct branch_case *at, bool deleted)
{
	return deleted ? at->result.state == STATE_DELETED
		       : at->result.state == STATE_CREATED || at->result.state == STATE_UPDATED;
}

static void collect(struct push_list *list, struct publish_run *run, bool deleted)
{
	list->cases = must_alloc((run->count + 1) * sizeof(struct branch_case *));
	list->refs = must_alloc((run->count + 1) * sizeof(*list->refs));
	for (size_t i = 0; i < run->count; i++) {
		struct branch_case *at = &run->cases[i];

		if (!is_moved(at, deleted))
			continue;
		list->cases[list->count] = at;
		list->refs[list->count++] = (struct git_push_ref){
			.ref = must_format("refs/heads/%s", at->result.branch),
			.oid = deleted ? NULL : at->result.commit,
			.expected = at->result.seen,
		};
	}
}

static void push_list_clear(struct push_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		free((char *)list->refs[i].ref);
	free(list->refs);
	free(list->cases);
}

/* ---- a lost race ---- */

/* Gives where the remote has the branch now, fetched; NULL: nowhere. */
static struct error *fetch_now(struct existing_branch *now, const struct publish_run *run,
			       const char *ref)
{
	const struct publish_target *target = run->target;
	OWNED(strings) pattern = strings_new();
	OWNED_STRING tracking_ref = git_tracking_ref(ref);

	/* A pattern: a branch that is gone is no error. */
	strings_take(pattern, must_format("%s*", ref));
	TRY(git_fetch(target->git, target->remote, pattern, /* tips_only= */ true));
	TRY(git_ref_read(&now->tip, target->git, tracking_ref));
	return now->tip ? branch_inspect(now, target, run->input->config) : NULL;
}

static bool is_same_bump(const struct existing_branch *now, const struct bump_commit *commit)
{
	bool same = false;

	if (now->owner != OWNER_BOT || !string_is(now->tip_tree, commit->tree) ||
	    !string_is(now->commit->parents.items[0], commit->base))
		return false;
	error_free(bot_commit_same_trailers(&same, now->commit->message, commit->message, true));
	return same;
}

/* Somebody else was faster. When they did the same, all is well. */
static void accept_winner(struct branch_case *at, const struct publish_run *run, const char *ref)
{
	struct existing_branch now = { 0 };
	struct error *error = fetch_now(&now, run, ref);
	bool is_done = !error && (at->result.state == STATE_DELETED
				      ? !now.tip
				      : now.tip && is_same_bump(&now, at->commit));

	error_free(error);
	if (is_done) {
		error_free(pass_on(&at->result.error));
		if (now.tip) {
			free(at->result.commit);
			at->result.commit = must_copy(now.tip);
			at->result.state = STATE_UNCHANGED;
		}
	}
	existing_branch_clear(&now);
}

/* ---- pushing ---- */

static void note_push(struct branch_case *at, const struct publish_run *run,
		      struct git_push_ref *ref)
{
	struct error *error = pass_on(&ref->error);

	at->result.pushed = !error;
	if (!error)
		return;
	error_free(at->result.error);
	at->result.error = error;
	if (error_kind(error) == ERROR_CONFLICT)
		accept_winner(at, run, ref->ref);
	if (at->result.error)
		at->result.state = STATE_FAILED;
}

static void push(struct push_list *list, const struct publish_run *run)
{
	for (size_t i = 0; i < list->count; i += PUSH_REFS_MOST) {
		size_t rest = list->count - i;

		git_push_each(run->target->git, run->target->remote, list->refs + i,
			      rest < PUSH_REFS_MOST ? rest : PUSH_REFS_MOST);
	}
	for (size_t i = 0; i < list->count; i++)
		note_push(list->cases[i], run, &list->refs[i]);
}

static void move_here(struct push_list *list, const struct publish_run *run)
{
	for (size_t i = 0; i < list->count; i++) {
		const struct git_push_ref *ref = &list->refs[i];
		struct branch_case *at = list->cases[i];
		struct error *error =
		    git_ref_update(run->target->git, ref->ref, ref->expected, ref->oid);

		if (error)
			branch_case_fail(at, error);
		else if (at->result.state != STATE_DELETED)
			at->result.state = STATE_LOCAL;
	}
}

static void move_refs(struct publish_run *run, bool deleted)
{
	struct push_list list = { 0 };

	collect(&list, run, deleted);
	if (run->target->remote && run->target->push)
		push(&list, run);
	else
		move_here(&list, run);
	push_list_clear(&list);
}

/* A branch whose bump moved to another one goes after that one has come. */
static void keep_without_successor(struct publish_run *run)
{
	for (size_t i = 0; i < run->count; i++)
		if (run->cases[i].result.state == STATE_DELETED)
			check_successors(&run->cases[i], run);
}

void push_branches(struct publish_run *run)
{
	move_refs(run, /* deleted= */ false);
	keep_without_successor(run);
	move_refs(run, /* deleted= */ true);
}
