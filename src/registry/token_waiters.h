/* token_waiters.h - callbacks that wait for the same result.
 *
 * So that a token is requested once for any number of requests.
 */
#ifndef DIGESTBUMP_SRC_REGISTRY_TOKEN_WAITERS_H
#define DIGESTBUMP_SRC_REGISTRY_TOKEN_WAITERS_H

#include <digestbump/base/error.h>
#include <stddef.h>

/* Called once. error NULL: success. Takes error. */
typedef void waiter_done(void *data, struct error *error);

struct waiter {
	waiter_done *done;
	void *data;
};

struct waiters {
	struct waiter *items;
	size_t count;
};

/* Calls done(data) once, at the next release. */
void waiters_add(struct waiters *waiters, waiter_done *done, void *data);

/* Calls all in insertion order, each with a copy of error (NULL: none). A callback
 * may add itself again, for the next release. */
void waiters_release(struct waiters *waiters, const struct error *error);

#endif
