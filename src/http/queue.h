/* queue.h - which job goes next.
 *
 * Hosts take turns, so that a thousand questions to one do not delay the one
 * question to another; within a host jobs keep their order. What waits for a
 * second try holds no slot. Never calls back, never touches the network.
 */
#ifndef DIGESTBUMP_SRC_HTTP_QUEUE_H
#define DIGESTBUMP_SRC_HTTP_QUEUE_H

#include "job.h"
#include "tls.h"
#include <digestbump/base/map.h>

/* One origin: scheme, host and port. */
struct host {
	char *name; /* "host" or "host:port", for people */
	bool secure;
	unsigned port;
	bool loopback;
	bool is_checked;         /* trusted and untrusted are what they will be */
	struct trusted *trusted; /* NULL: as usual */
	struct error *untrusted; /* why it cannot be asked; NULL: it can */
	bool is_reached;         /* a connection was made: it is known whether it can be shared */
	unsigned under_way;

	/* Requests in a row that failed to the end, and the last one's error:
	 * see HOST_FAILURES_MOST. */
	unsigned failures;
	struct error *last_failure;

	/* Tries in a row that brought no answer, and the jobs that wait for
	 * another one after such: many doubts, and no new job starts before
	 * those have had theirs. */
	unsigned doubts;
	unsigned doubtful;

	/* Nothing starts before this (monotonic): the server asked for a pause, or
	 * so many requests a second are enough. How long it had us wait so far; and
	 * whether that was too long, so that last_failure holds for the rest. */
	int64_t not_before_ms;
	int64_t waited_ms;
	bool is_shut;
	unsigned slots; /* so many at once it bore; 0: not known */

	struct jobs jobs;
	bool in_turn;
	struct host *next; /* in the turn */
};

struct queue {
	struct map *hosts; /* by origin */
	struct host *turn_first;
	struct host *turn_last;
	struct jobs deferred;
	struct jobs watched;
	struct jobs waiting;
	unsigned parallel; /* slots of a host */
	int64_t now_ms;    /* as queue_wake() was told */
};

/* Makes it empty; queue_close() frees all hosts, and all jobs still in it. */
void queue_open(struct queue *queue);
void queue_close(struct queue *queue);

/* The host of a URL, new or the one there is. */
struct host *queue_host(struct queue *queue, const struct url *url);

/* Adds a request to its host. */
void queue_add(struct queue *queue, struct job *job, struct host *host);

/* The next job that may start, taken out, with a slot of its host; or NULL. */
struct job *queue_next(struct queue *queue);
bool queue_is_ready(const struct queue *queue); /* queue_next() is worth a call */

/* A connection to the job's host stands. Until then a host with https has one
 * slot, for the others would each make a connection before it is known that one
 * carries them all (HTTP/2). */
void queue_reach(struct queue *queue, const struct job *job);

/* Gives back the slot of a job that is under way no longer. */
void queue_leave(struct queue *queue, const struct job *job);

/* Has a job wait until its not_before_ms. */
void queue_wait(struct queue *queue, struct job *job);

/* Has nothing start at the host until then. */
void queue_pause(struct host *host, int64_t until_ms);

/* Moves the jobs whose time has come back to their hosts, and hosts whose pause
 * is over into the turn. */
void queue_wake(struct queue *queue, int64_t now_ms);

/* When queue_wake() has something to do next; INT64_MAX: never. */
int64_t queue_next_ms(const struct queue *queue);

/* Any job, taken out, or NULL when the queue is empty. */
struct job *queue_any(struct queue *queue);

#endif
