/* transfer_log.h - reports the result of a try to the log and to the observer. */
#ifndef DIGESTBUMP_SRC_HTTP_TRANSFER_LOG_H
#define DIGESTBUMP_SRC_HTTP_TRANSFER_LOG_H

#include "transfer.h"

/* Reports a try of the request that ended with code. `observe` may be NULL. */
void observer_report(const struct transfer *transfer, const struct queued_request *queued,
		     CURLcode code, http_observe *observe, void *data);

#endif
