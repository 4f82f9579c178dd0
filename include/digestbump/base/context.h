/* context.h - environment variables, time and the stop flag, passed down from cli/.
 *
 * Code below cli/ must not read the environment or the wall clock; it receives this
 * structure. The monotonic clock for time-outs (time.h) may be read anywhere.
 */
#ifndef DIGESTBUMP_BASE_CONTEXT_H
#define DIGESTBUMP_BASE_CONTEXT_H

#include <stdatomic.h>
#include <stdint.h>

struct context {
	/* Returns the variable's value, or NULL. Borrowed for the whole run. */
	const char *(*variable)(const char *name);

	int64_t
	    now; /* seconds since 1970, read once at the start (SOURCE_DATE_EPOCH overrides it) */
	int64_t clock; /* the same without SOURCE_DATE_EPOCH: for expiry */

	/* Set by a signal handler to stop the run; may be NULL. */
	const atomic_int *stop;
};

#endif
