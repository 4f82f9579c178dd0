#include "token_waiters.h"
#include <digestbump/base/memory.h>

void waiters_add(struct waiters *waiters, waiter_done *done, void *data)
{
	waiters->items = must_grow(waiters->items, waiters->count, sizeof(*waiters->items));
	waiters->items[waiters->count++] = (struct waiter){ done, data };
}

void waiters_release(struct waiters *waiters, const struct error *error)
{
	struct waiters now = *waiters;

	*waiters = (struct waiters){ 0 };
	for (size_t i = 0; i < now.count; i++)
		now.items[i].done(now.items[i].data, error_copy(error));
	free(now.items);
}
