#include "queue.h"
#include <digestbump/base/memory.h>
#include <digestbump/image/reference.h>
#include <digestbump/limits.h>

void queue_open(struct queue *queue)
{
	*queue = (struct queue){ .hosts = map_new(), .parallel = REQUESTS_PER_HOST_MOST };
}

static void free_host(struct host *host)
{
	free(host->name);
	error_free(host->last_failure);
	error_free(host->untrusted);
	trusted_free(host->trusted);
	free(host);
}

void queue_close(struct queue *queue)
{
	for (struct job *job; (job = queue_any(queue));)
		job_free(job);
	for (size_t i = 0; i < map_count(queue->hosts); i++)
		free_host(map_value(queue->hosts, i));
	map_free(queue->hosts);
	*queue = (struct queue){ 0 };
}

struct host *queue_host(struct queue *queue, const struct url *url)
{
	OWNED_STRING name = url_host_text(url);
	OWNED_STRING origin = must_format("%s %s", url->secure ? "https" : "http", name);
	struct host *host = map_get(queue->hosts, origin);

	if (host)
		return host;
	host = must_alloc(sizeof(*host));
	*host = (struct host){ .name = pass_on(&name),
			       .secure = url->secure,
			       .port = url->port,
			       .loopback = host_is_loopback(url->host) };
	map_set(queue->hosts, origin, host);
	return host;
}

/* libcurl's own CURLOPT_PIPEWAIT would wait in the same way, but on a host that
 * does not connect have each request wait for the time-out of the one before. */
static unsigned slots(const struct queue *queue, const struct host *host)
{
	bool is_unknown = host->secure && !host->is_reached && !host->doubts;

	if (is_unknown)
		return 1;
	return host->slots && host->slots < queue->parallel ? host->slots : queue->parallel;
}

/* Something to do, a slot, no pause, and no doubt whether the host is there at
 * all. What is shut is not asked, so that nothing need be waited for. */
static bool may_start(const struct queue *queue, const struct host *host)
{
	const struct job *first = host->jobs.first;

	if (first && host->is_shut)
		return true;
	if (!first || host->under_way >= slots(queue, host) || host->not_before_ms > queue->now_ms)
		return false;
	return first->is_doubtful || !host->doubtful || host->doubts < HOST_FAILURES_MOST;
}

/* Puts a host at the end of the turn if it may start a job. */
static void join_turn(struct queue *queue, struct host *host)
{
	if (host->in_turn || !may_start(queue, host))
		return;
	host->in_turn = true;
	host->next = NULL;
	if (queue->turn_last)
		queue->turn_last->next = host;
	else
		queue->turn_first = host;
	queue->turn_last = host;
}

static struct host *leave_turn(struct queue *queue)
{
	struct host *host = queue->turn_first;

	queue->turn_first = host->next;
	if (!queue->turn_first)
		queue->turn_last = NULL;
	host->in_turn = false;
	return host;
}

void queue_add(struct queue *queue, struct job *job, struct host *host)
{
	job->host = host;
	jobs_push(&job->host->jobs, job);
	join_turn(queue, job->host);
}

bool queue_is_ready(const struct queue *queue)
{
	return queue->turn_first != NULL;
}

struct job *queue_next(struct queue *queue)
{
	while (queue->turn_first) {
		struct host *host = leave_turn(queue);

		/* Doubts may have come up since it joined. */
		if (!may_start(queue, host))
			continue;
		struct job *job = jobs_pop(&host->jobs);

		host->under_way++;
		join_turn(queue, host);
		return job;
	}
	return NULL;
}

void queue_reach(struct queue *queue, const struct job *job)
{
	job->host->is_reached = true;
	join_turn(queue, job->host);
}

void queue_leave(struct queue *queue, const struct job *job)
{
	job->host->under_way--;
	join_turn(queue, job->host);
}

void queue_wait(struct queue *queue, struct job *job)
{
	job->host->doubtful += job->is_doubtful;
	jobs_insert(&queue->waiting, job);
}

void queue_pause(struct host *host, int64_t until_ms)
{
	if (until_ms > host->not_before_ms)
		host->not_before_ms = until_ms;
}

/* A second try goes before the first tries of others: else a host that is gone
 * would be noticed only when each of its jobs had failed once. */
void queue_wake(struct queue *queue, int64_t now_ms)
{
	queue->now_ms = now_ms;
	while (queue->waiting.first && queue->waiting.first->not_before_ms <= now_ms) {
		struct job *job = jobs_pop(&queue->waiting);

		job->host->doubtful -= job->is_doubtful;
		jobs_push_front(&job->host->jobs, job);
	}
	for (size_t i = 0; i < map_count(queue->hosts); i++)
		join_turn(queue, map_value(queue->hosts, i));
}

int64_t queue_next_ms(const struct queue *queue)
{
	int64_t next = queue->waiting.first ? queue->waiting.first->not_before_ms : INT64_MAX;

	for (size_t i = 0; i < map_count(queue->hosts); i++) {
		const struct host *host = map_value(queue->hosts, i);
		bool is_paused = host->jobs.first && host->not_before_ms > queue->now_ms;

		if (is_paused && host->not_before_ms < next)
			next = host->not_before_ms;
	}
	return next;
}

/* For emptying the whole queue: the turn, which is only of use for choosing,
 * is emptied first. */
struct job *queue_any(struct queue *queue)
{
	while (queue->turn_first)
		leave_turn(queue);
	struct job *job = jobs_pop(&queue->deferred);

	if (!job)
		job = jobs_pop(&queue->waiting);
	if (!job)
		job = jobs_pop(&queue->watched);
	for (size_t i = 0; !job && i < map_count(queue->hosts); i++)
		job = jobs_pop(&((struct host *)map_value(queue->hosts, i))->jobs);
	return job;
}
