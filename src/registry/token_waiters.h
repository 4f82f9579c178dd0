/* token_waiters.h - who wants to know when something is settled.
 *
 * So that a token is asked for once, however many requests need it.
 */
#ifndef DIGESTBUMP_SRC_REGISTRY_TOKEN_WAITERS_H
#define DIGESTBUMP_SRC_REGISTRY_TOKEN_WAITERS_H

#include <digestbump/base/error.h>
#include <stddef.h>

/* Called once. NULL: go on. Takes error. */
typedef void waiter_done(void *data, struct error *error);

struct waiter {
	waiter_done *done;
	void *data;
};

struct waiters {
	struct waiter *items;
	size_t count;
};

void waiters_add(struct waiters *waiters, waiter_done *done, void *data);

/* Calls them all, in the order of adding, each with a copy of error (NULL:
 * none). They may add themselves again: that is for the next time. */
void waiters_release(struct waiters *waiters, const struct error *error);

#endif
