#include "publish_run.h"
#include <digestbump/base/memory.h>
#include <string.h>

/* An image with any of the other codes may still move, or nobody knows. */
static const bool is_settled[VERDICT_CODES] = {
	[VERDICT_CURRENT] = true,
	[VERDICT_IGNORED] = true,
	[VERDICT_UNPINNED] = true,
};

/* True when no pin of the image waits for anything: also when there is none. */
static bool image_is_settled(const struct verdicts *verdicts, const char *image)
{
	for (size_t i = 0; i < verdicts->count; i++) {
		const struct verdict *verdict = &verdicts->items[i];

		if (verdict->pin->image && strcmp(verdict->pin->image->name, image) == 0 &&
		    !is_settled[verdict->code])
			return false;
	}
	return true;
}

/* Gives the image of "image:tag old new"; the registry may have a port. */
static char *image_of(const char *update)
{
	size_t size = strcspn(update, " ");
	const char *colon = memrchr(update, ':', size);
	const char *slash = memrchr(update, '/', size);

	if (colon && (!slash || colon > slash))
		size = (size_t)(colon - update);
	return must_copy_bytes(update, size);
}

static struct error *is_needed(bool *out, const struct verdicts *verdicts,
			       const struct git_commit_info *tip)
{
	OWNED(strings) updates = NULL;

	TRY(git_trailer_values(&updates, tip->message, TRAILER_UPDATE));
	*out = updates->count == 0;
	for (size_t i = 0; i < updates->count && !*out; i++) {
		OWNED_STRING image = image_of(updates->items[i]);

		*out = !image_is_settled(verdicts, image);
	}
	return NULL;
}

/* Sets item->state; STATE_UNCHANGED: it stays, and there is nothing to tell. */
static struct error *judge(const struct work *work, struct published *item)
{
	OWNED(git_commit_info) tip = NULL;
	enum branch_owner whose;
	bool needed = true;

	TRY(look_at(&tip, &whose, work->target->git, item->seen));
	item->state = STATE_HUMAN;
	if (whose == OWNER_HUMAN)
		return NULL;
	TRY(is_needed(&needed, work->input->verdicts, tip));
	item->state = needed ? STATE_UNCHANGED : STATE_DELETED;
	return NULL;
}

static bool is_planned(const struct plan *plan, const char *branch)
{
	for (size_t i = 0; i < plan->count; i++)
		if (strcmp(plan->bumps[i].branch, branch) == 0)
			return true;
	return false;
}

static void add_item(struct publication *publication, const struct published *item)
{
	publication->items =
	    must_grow(publication->items, publication->count, sizeof(*publication->items));
	publication->items[publication->count++] = *item;
}

static void free_strings_of(struct published *item)
{
	free(item->branch);
	free(item->seen);
}

struct error *retire_branches(struct work *work)
{
	for (size_t i = 0; i < work->branches->count; i++) {
		const struct branch *branch = &work->branches->items[i];
		const char *name = branch->ref + strlen("refs/heads/");

		if (is_planned(work->input->plan, name))
			continue;
		struct published item = { .branch = must_copy(name),
					  .seen = must_copy(branch->tip) };
		struct error *error = judge(work, &item);

		if (error)
			fail_item(&item, error);
		if (item.state == STATE_UNCHANGED)
			free_strings_of(&item);
		else
			add_item(work->publication, &item);
		work->open -= item.state == STATE_DELETED;
	}
	return NULL;
}
