/* queue.h - selects the next request to send.
 *
 * Hosts take turns, so that a thousand requests to one do not delay a request to another;
 * within a host, requests keep their order. A request that waits for a retry holds no
 * slot. Makes no callbacks and no network access.
 */
#ifndef DIGESTBUMP_SRC_HTTP_QUEUE_H
#define DIGESTBUMP_SRC_HTTP_QUEUE_H

#include "curl_tls.h"
#include "queued_request.h"
#include <digestbump/base/map.h>

/* One origin: scheme, host and port. */
struct host {
	char *name; /* "host" or "host:port", for people */
	bool secure;
	unsigned port;
	bool loopback;
	bool is_tls_loaded;      /* tls and tls_error are set */
	struct host_tls *tls;    /* NULL: the defaults */
	struct error *tls_error; /* why no request can be sent; NULL: it can */
	bool is_connected;       /* a connection was made: HTTP/2 or not is known */
	unsigned under_way;

	/* Consecutive requests that failed after all tries, and the last error:
	 * see HOST_FAILURES_MOST. */
	unsigned failures;
	struct error *last_failure;

	/* Consecutive tries without a response, and the requests that wait for a
	 * retry after one: when there are many, no new request starts before these
	 * were retried. */
	unsigned failed_tries;
	unsigned waiting_retries;

	/* No request starts before not_before_ms (monotonic): a pause that the server
	 * asked for, or the rate limit. waited_ms: the pauses so far. is_given_up: they
	 * exceeded the limit, so all further requests fail with last_failure. */
	int64_t not_before_ms;
	int64_t waited_ms;
	bool is_given_up;
	unsigned slots; /* parallel requests after a 429; 0: not limited */

	struct request_list requests;
	bool in_round;
	struct host *next; /* in the round */
};

struct queue {
	struct map *hosts; /* by origin */
	struct host *round_first;
	struct host *round_last;
	struct request_list deferred;
	struct request_list conditional;
	struct request_list waiting;
	unsigned parallel; /* slots of a host */
	int64_t now_ms;    /* the last argument of queue_update() */
};

/* Initialises an empty queue; call queue_close() to free it. */
void queue_open(struct queue *queue);
void queue_close(struct queue *queue); /* frees all hosts and the requests still queued */

/* The host of a URL; added when it is new. */
struct host *queue_host(struct queue *queue, const struct url *url);

/* Adds a request to its host. */
void queue_add(struct queue *queue, struct queued_request *queued, struct host *host);

/* Removes the next request that may start and takes a slot of its host; or NULL. */
struct queued_request *queue_next(struct queue *queue);
bool queue_is_ready(const struct queue *queue); /* queue_next() may give a request */

/* Records that a connection to the request's host was made. Until then an https host
 * has one slot: parallel requests would each open a connection before it is known
 * whether one can be shared (HTTP/2). */
void queue_host_connected(struct queue *queue, const struct queued_request *queued);

/* Releases the slot of a request that has ended. */
void queue_release(struct queue *queue, const struct queued_request *queued);

/* Queues a request for a retry at its not_before_ms. */
void queue_retry(struct queue *queue, struct queued_request *queued);

/* Starts no request to the host before until_ms. */
void queue_pause_host(struct host *host, int64_t until_ms);

/* Moves due requests back to their hosts, and hosts whose pause is over into the
 * round. */
void queue_update(struct queue *queue, int64_t now_ms);

/* The time of the next change by queue_update(); INT64_MAX: none. */
int64_t queue_next_start_ms(const struct queue *queue);

/* Removes any request; NULL when the queue is empty. */
struct queued_request *queue_take_any(struct queue *queue);

#endif
