#include "publish_run.h"
#include <digestbump/base/memory.h>

static bool moves(const struct published *item)
{
	return item->state == STATE_CREATED || item->state == STATE_UPDATED ||
	       item->state == STATE_DELETED;
}

/* The items that move, one update each. */
struct delivery {
	struct published **items;
	struct git_push_ref *updates;
	size_t count;
};

static void collect(struct delivery *delivery, const struct publication *publication)
{
	delivery->items = must_alloc(publication->count * sizeof(struct published *));
	delivery->updates = must_alloc(publication->count * sizeof(*delivery->updates));
	for (size_t i = 0; i < publication->count; i++) {
		struct published *item = &publication->items[i];

		if (!moves(item))
			continue;
		delivery->items[delivery->count] = item;
		delivery->updates[delivery->count++] = (struct git_push_ref){
			.ref = must_format("refs/heads/%s", item->branch),
			.oid = item->state == STATE_DELETED ? NULL : item->commit,
			.expected = item->seen,
		};
	}
}

static void push(struct delivery *delivery, const struct publish_target *target)
{
	OWNED(error)
	whole = git_push_refs(target->git, target->remote, delivery->updates, delivery->count);

	for (size_t i = 0; i < delivery->count; i++) {
		struct error *error = delivery->updates[i].error;

		if (whole && !error)
			error = error_copy(whole);
		delivery->items[i]->pushed = !error;
		if (error)
			fail_item(delivery->items[i], error);
	}
}

static void move_here(struct delivery *delivery, const struct publish_target *target)
{
	for (size_t i = 0; i < delivery->count; i++) {
		const struct git_push_ref *update = &delivery->updates[i];
		struct published *item = delivery->items[i];
		struct error *error =
		    git_ref_update(target->git, update->ref, update->expected, update->oid);

		if (error)
			fail_item(item, error);
		else if (item->state != STATE_DELETED)
			item->state = STATE_LOCAL;
	}
}

void deliver(struct work *work)
{
	struct delivery delivery = { 0 };

	collect(&delivery, work->publication);
	if (delivery.count && work->target->remote && work->target->push)
		push(&delivery, work->target);
	else
		move_here(&delivery, work->target);
	for (size_t i = 0; i < delivery.count; i++)
		free((char *)delivery.updates[i].ref);
	free(delivery.updates);
	free(delivery.items);
}
