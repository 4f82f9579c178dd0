/* transfer_state.h - what a transfer (transfer.h) holds. */
#ifndef DIGESTBUMP_SRC_HTTP_TRANSFER_STATE_H
#define DIGESTBUMP_SRC_HTTP_TRANSFER_STATE_H

#include "proxy_environment.h"
#include "queued_request.h"
#include "response.h"
#include "sockets.h"
#include "timeouts.h"

/* Settings shared by all requests of a pool. */
struct transfer_settings {
	struct environment environment;
	struct timing timing;
	char *user_agent; /* owned by the pool */
};

struct queue;

struct transfer {
	CURL *easy;
	struct queue *queue;           /* borrowed */
	struct queued_request *queued; /* NULL: not in use */
	struct incoming_response response;
	struct connection connection;
	const char *proxy; /* may hold credentials; NULL: none */
	bool has_no_proxy; /* no_proxy is set */
	char message[CURL_ERROR_SIZE];
	int64_t started_ms;
	struct transfer *next; /* in the list of unused transfers */
};

#endif
