#include "publish_run.h"
#include <digestbump/base/memory.h>

static const char *const names[] = {
	[STATE_CREATED] = "created", [STATE_UPDATED] = "updated", [STATE_UNCHANGED] = "unchanged",
	[STATE_HUMAN] = "human",     [STATE_LIMITED] = "limited", [STATE_LOCAL] = "local",
	[STATE_FAILED] = "failed",   [STATE_DELETED] = "deleted",
};

const char *branch_state_name(enum branch_state state)
{
	return names[state];
}

static struct publication *publication_of(const struct plan *plan)
{
	struct publication *publication = must_alloc(sizeof(*publication));

	for (size_t i = 0; i < plan->count; i++) {
		publication->items =
		    must_grow(publication->items, publication->count, sizeof(*publication->items));
		publication->items[publication->count++] = (struct published){
			.bump = &plan->bumps[i],
			.branch = must_copy(plan->bumps[i].branch),
			.state = STATE_LIMITED,
		};
	}
	return publication;
}

static bool is_stopped(const struct work *work)
{
	const volatile sig_atomic_t *stop = work->input->context->stop;

	return stop && *stop;
}

/* Nothing but objects is written until all of it is decided: whoever ends the
 * run before leaves no trace. */
static struct error *prepare(struct work *work)
{
	TRY(retire_branches(work));
	for (size_t i = 0; i < work->input->plan->count; i++) {
		if (is_stopped(work))
			return error_new(ERROR_STOPPED, "stopped before any branch was made");
		TRY(prepare_bump(work, &work->publication->items[i]));
	}
	return NULL;
}

struct error *publish_run(struct publication **out, const struct publish_target *target,
			  const struct publish_input *input)
{
	OWNED(branches) branches = NULL;
	OWNED(publication) publication = publication_of(input->plan);

	TRY(branches_find(&branches, target, input->config->branch_prefix));
	struct work work = {
		.target = target,
		.input = input,
		.branches = branches,
		.publication = publication,
		.open = branches->count,
	};

	TRY(prepare(&work));
	deliver(&work);
	*out = pass_on(&publication);
	return NULL;
}

void publication_free(struct publication *publication)
{
	if (!publication)
		return;
	for (size_t i = 0; i < publication->count; i++) {
		free(publication->items[i].branch);
		free(publication->items[i].seen);
		free(publication->items[i].commit);
		error_free(publication->items[i].error);
	}
	free(publication->items);
	free(publication);
}
