/* observer.h - tells what a try came to: to the log, and to who observes. */
#ifndef DIGESTBUMP_SRC_HTTP_OBSERVER_H
#define DIGESTBUMP_SRC_HTTP_OBSERVER_H

#include "transfer.h"

/* Takes note of a try of job that ended with code. `observe` may be NULL. */
void observe_end(const struct transfer *transfer, const struct job *job, CURLcode code,
		 http_observe *observe, void *data);

#endif
