/* queue.h - which request goes next.
 *
 * Hosts take turns, so that a thousand questions to one do not delay the one
 * question to another; within a host requests keep their order. What waits for a
 * second try holds no slot. Never calls back, never touches the network.
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
	bool is_tls_loaded;      /* trusted and untrusted are what they will be */
	struct host_tls *tls;    /* NULL: as usual */
	struct error *tls_error; /* why it cannot be asked; NULL: it can */
	bool is_connected;       /* a connection was made: it is known whether it can be shared */
	unsigned under_way;

	/* Requests in a row that failed to the end, and the last one's error:
	 * see HOST_FAILURES_MOST. */
	unsigned failures;
	struct error *last_failure;

	/* Tries in a row that brought no answer, and the requests that wait for
	 * another one after such: many doubts, and no new request starts before
	 * those have had theirs. */
	unsigned failed_tries;
	unsigned waiting_retries;

	/* Nothing starts before this (monotonic): the server asked for a pause, or
	 * so many requests a second are enough. How long it had us wait so far; and
	 * whether that was too long, so that last_failure holds for the rest. */
	int64_t not_before_ms;
	int64_t waited_ms;
	bool is_given_up;
	unsigned slots; /* so many at once it bore; 0: not known */

	struct request_list requests;
	bool in_round;
	struct host *next; /* in the turn */
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

/* Makes it empty; queue_close() frees all hosts, and all requests still in it. */
void queue_open(struct queue *queue);
void queue_close(struct queue *queue);

/* The host of a URL, new or the one there is. */
struct host *queue_host(struct queue *queue, const struct url *url);

/* Adds a request to its host. */
void queue_add(struct queue *queue, struct queued_request *queued, struct host *host);

/* The next request that may start, taken out, with a slot of its host; or NULL. */
struct queued_request *queue_next(struct queue *queue);
bool queue_is_ready(const struct queue *queue); /* queue_next() is worth a call */

/* A connection to the request's host stands. Until then a host with https has one
 * slot, for the others would each make a connection before it is known that one
 * carries them all (HTTP/2). */
void queue_host_connected(struct queue *queue, const struct queued_request *queued);

/* Gives back the slot of a request that is under way no longer. */
void queue_release(struct queue *queue, const struct queued_request *queued);

/* Has a request wait until its not_before_ms. */
void queue_retry(struct queue *queue, struct queued_request *queued);

/* Has nothing start at the host until then. */
void queue_pause_host(struct host *host, int64_t until_ms);

/* Moves the requests whose time has come back to their hosts, and hosts whose pause
 * is over into the turn. */
void queue_update(struct queue *queue, int64_t now_ms);

/* When queue_update() has something to do next; INT64_MAX: never. */
int64_t queue_next_start_ms(const struct queue *queue);

/* Any request, taken out, or NULL when the queue is empty. */
struct queued_request *queue_take_any(struct queue *queue);

#endif
