/* transfer_log.h - tells what a try came to: to the log, and to who observes. */
#ifndef DIGESTBUMP_SRC_HTTP_TRANSFER_LOG_H
#define DIGESTBUMP_SRC_HTTP_TRANSFER_LOG_H

#include "transfer.h"

/* Takes note of a try of request that ended with code. `observe` may be NULL. */
void observer_report(const struct transfer *transfer, const struct queued_request *queued,
		     CURLcode code, http_observe *observe, void *data);

#endif
