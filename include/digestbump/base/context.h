/* context.h - what the world outside says, handed down from cli/.
 *
 * Nothing below cli/ reads the environment or the wall clock by itself; it is
 * given this. Monotonic time for time-outs is no state of the world and may be
 * read anywhere (time.h).
 */
#ifndef DIGESTBUMP_BASE_CONTEXT_H
#define DIGESTBUMP_BASE_CONTEXT_H

#include <stdatomic.h>
#include <stdint.h>

struct context {
	/* The environment variable, or NULL. Borrowed for the whole run. */
	const char *(*variable)(const char *name);

	int64_t now;   /* seconds since 1970, read once at the start (SOURCE_DATE_EPOCH wins) */
	int64_t clock; /* the same, and nothing wins: for what grows old */

	/* Set from a signal handler when the run shall end; may be NULL. */
	const atomic_int *stop;
};

#endif
