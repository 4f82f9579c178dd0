#include "branch_records.h"
#include <digestbump/base/memory.h>
#include <stdatomic.h>
#include <string.h>

static const char *const names[] = {
	[STATE_CREATED] = "created", [STATE_UPDATED] = "updated", [STATE_UNCHANGED] = "unchanged",
	[STATE_KEPT] = "kept",       [STATE_HUMAN] = "human",     [STATE_DECLINED] = "declined",
	[STATE_LIMITED] = "limited", [STATE_LOCAL] = "local",     [STATE_FAILED] = "failed",
	[STATE_DELETED] = "deleted",
};

const char *branch_state_name(enum branch_state state)
{
	return names[state];
}

void branch_case_fail(struct branch_case *at, struct error *error)
{
	error_free(at->result.error);
	at->result.state = STATE_FAILED;
	at->result.error = error;
}

/* ---- the cases: planned names, then the other ones that are there ---- */

static struct branch_case *add_case(struct publish_run *run)
{
	run->cases = must_grow(run->cases, run->count, sizeof(*run->cases));
	run->cases[run->count] = (struct branch_case){ .result.state = STATE_UNCHANGED };
	return &run->cases[run->count++];
}

static void set_existing(struct branch_case *at, const struct existing_branch *existing)
{
	at->existing = existing;
	at->result.seen = existing ? must_copy(existing->tip) : NULL;
}

static bool has_case(const struct publish_run *run, const char *branch)
{
	for (size_t i = 0; i < run->count; i++)
		if (strcmp(run->cases[i].result.branch, branch) == 0)
			return true;
	return false;
}

static void list_cases(struct publish_run *run)
{
	const struct plan *plan = run->input->plan;

	for (size_t i = 0; i < plan->count; i++) {
		struct branch_case *at = add_case(run);

		at->result.bump = &plan->bumps[i];
		at->result.branch = bump_branch_name(run, plan->bumps[i].id);
		set_existing(at, existing_branches_get(run->branches, at->result.branch));
	}
	for (size_t i = 0; i < run->branches->count; i++) {
		const struct existing_branch *existing = &run->branches->items[i];

		if (has_case(run, existing_branch_name(existing)))
			continue;
		struct branch_case *at = add_case(run);

		at->result.branch = must_copy(existing_branch_name(existing));
		set_existing(at, existing);
	}
}

/* ---- what is done ---- */

static void say(struct branch_case *at, const struct branch_rule *rule)
{
	at->result.state = rule->state;
	if (!at->result.reason)
		at->result.reason = must_copy(rule->reason);
	if (rule->state == STATE_UNCHANGED && at->existing)
		at->result.commit = must_copy(at->existing->tip);
}

static struct error *store(struct publish_run *run, struct branch_case *at)
{
	struct error *error = bump_commit_write(at->commit, run->target->git, run->input->who);

	/* A key that cannot be used ends the run: nothing is pushed then. */
	if (error && run->input->who->sign != GIT_SIGN_NEVER && !run->signing_error)
		run->signing_error = error_copy(error);
	TRY(error);
	at->result.commit = must_copy(at->commit->commit);
	return NULL;
}

static struct error *create(struct publish_run *run, struct branch_case *at)
{
	unsigned limit = run->input->config->branch_limit;
	const char *obstacle = existing_branches_in_way(run->branches, at->result.branch);

	if (obstacle)
		return error_new(ERROR_CONFLICT,
				 "'%s' is in the way: delete or rename it, or set branches.prefix",
				 obstacle);
	if (limit && run->open >= limit) {
		at->result.state = STATE_LIMITED;
		at->result.reason = must_format("branches.limit is %u", limit);
		return NULL;
	}
	run->open++;
	return store(run, at);
}

void check_successors(struct branch_case *at, const struct publish_run *run)
{
	for (size_t i = 0; i < run->count; i++) {
		const struct published *other = &run->cases[i].result;

		if (!strings_has(&at->successors, other->branch) ||
		    (other->state != STATE_FAILED && other->state != STATE_LIMITED))
			continue;
		free(at->result.reason);
		at->result.reason = must_format("'%s' is to take over and is '%s'", other->branch,
						branch_state_name(other->state));
		at->result.state = STATE_KEPT;
		return;
	}
}

static struct error *act(struct publish_run *run, struct branch_case *at)
{
	const struct branch_rule *rule = branch_rule(at->standing, at->wish);

	say(at, rule);
	switch (rule->action) {
	case ACTION_CREATE:
		return create(run, at);
	case ACTION_UPDATE:
		return store(run, at);
	case ACTION_DELETE:
		check_successors(at, run);
		return NULL;
	case ACTION_REFUSE:
		return error_new(ERROR_CONFLICT, "%s", rule->reason);
	default:
		return NULL;
	}
}

static bool is_stopped(const struct publish_run *run)
{
	const atomic_int *stop = run->input->context->stop;

	return stop && *stop;
}

/* Gives back ERROR_STOPPED only; any other error is the branch's own. */
static struct error *note_error(struct branch_case *at, struct error *error)
{
	if (error && error_kind(error) == ERROR_STOPPED)
		return error;
	if (error)
		branch_case_fail(at, error);
	return NULL;
}

static struct error *judge_all(struct publish_run *run)
{
	for (size_t i = 0; i < run->count; i++) {
		struct branch_case *at = &run->cases[i];

		if (is_stopped(run))
			return error_new(ERROR_STOPPED, "stopped before any branch was made");
		TRY(note_error(at, at->result.bump ? bump_branch_judge(at, run)
						   : other_branch_judge(at, run)));
	}
	return NULL;
}

/* Branches of humans do not count, nor those that this run deletes. */
static void count_open(struct publish_run *run)
{
	for (size_t i = 0; i < run->count; i++) {
		const struct branch_case *at = &run->cases[i];
		bool is_ours =
		    at->existing && at->existing->is_mine && at->existing->owner == OWNER_BOT;

		run->open +=
		    is_ours && branch_rule(at->standing, at->wish)->action != ACTION_DELETE;
	}
}

/* Only objects are written until everything is decided: a run that ends
 * before that changes no ref. */
static struct error *decide(struct publish_run *run)
{
	list_cases(run);
	TRY(judge_all(run));
	count_open(run);
	for (size_t i = 0; i < run->count; i++) {
		struct branch_case *at = &run->cases[i];

		if (at->result.state != STATE_FAILED)
			TRY(note_error(at, act(run, at)));
		if (run->signing_error)
			return pass_on(&run->signing_error);
	}
	return NULL;
}

/* ---- results ---- */

/* What was left alone and need not be said is left out. */
static bool is_told(const struct branch_case *at)
{
	return at->result.bump || at->result.state == STATE_FAILED ||
	       branch_rule(at->standing, at->wish)->action != ACTION_LEAVE;
}

static struct published pass_result(struct branch_case *at)
{
	struct published result = at->result;

	at->result = (struct published){ 0 };
	return result;
}

static void add_published(struct publication *publication, struct published item)
{
	publication->items =
	    must_grow(publication->items, publication->count, sizeof(*publication->items));
	publication->items[publication->count++] = item;
}

/* Branches of ours under a prefix that is not branches.prefix any more. */
static void tell_former_prefixes(struct publication *publication, const struct publish_run *run)
{
	for (size_t i = 0; i < run->records->count; i++) {
		const struct branch_record *record = &run->records->items[i];
		OWNED_STRING ref = must_format("refs/heads/%s", record->name);

		if (!branch_record_is_mine(record, run->target) ||
		    !strings_has(&run->branches->others, ref))
			continue;
		add_published(publication,
			      (struct published){
				  .branch = must_copy(record->name),
				  .state = STATE_KEPT,
				  .reason = must_copy("made under another branches.prefix: delete "
						      "it, or set the prefix back"),
			      });
	}
}

static struct publication *publication_of(struct publish_run *run)
{
	struct publication *publication = must_alloc(sizeof(*publication));

	for (size_t i = 0; i < run->count; i++) {
		struct branch_case *at = &run->cases[i];

		publication->human += at->result.state == STATE_HUMAN;
		if (is_told(at))
			add_published(publication, pass_result(at));
	}
	tell_former_prefixes(publication, run);
	return publication;
}

static void published_clear(struct published *item)
{
	free(item->branch);
	free(item->reason);
	free(item->seen);
	free(item->commit);
	error_free(item->error);
}

void publication_free(struct publication *publication)
{
	if (!publication)
		return;
	for (size_t i = 0; i < publication->count; i++)
		published_clear(&publication->items[i]);
	free(publication->items);
	free(publication);
}

static void publish_run_clear(struct publish_run *run)
{
	for (size_t i = 0; i < run->count; i++) {
		published_clear(&run->cases[i].result);
		bump_commit_free(run->cases[i].commit);
		strings_clear(&run->cases[i].successors);
	}
	free(run->cases);
	existing_branches_free(run->branches);
	branch_records_free(run->records);
}

static struct error *run_all(struct publication **out, struct publish_run *run)
{
	TRY(existing_branches_find(&run->branches, run->target, run->input->config));
	run->records = branch_records_load(run->target);
	TRY(decide(run));
	push_branches(run);
	branch_records_update(run);
	*out = publication_of(run);
	return NULL;
}

struct error *publish_run(struct publication **out, const struct publish_target *target,
			  const struct publish_input *input)
{
	struct publish_run run = { .target = target, .input = input };
	struct error *error = run_all(out, &run);

	publish_run_clear(&run);
	return error;
}
