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
	error_free(host->tls_error);
	host_tls_free(host->tls);
	free(host);
}

void queue_close(struct queue *queue)
{
	for (struct queued_request *queued; (queued = queue_take_any(queue));)
		queued_request_free(queued);
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
	bool is_unknown = host->secure && !host->is_connected && !host->failed_tries;

	if (is_unknown)
		return 1;
	return host->slots && host->slots < queue->parallel ? host->slots : queue->parallel;
}

/* Something to do, a slot, no pause, and no doubt whether the host is there at
 * all. What is shut is not asked, so that nothing need be waited for. */
static bool may_start(const struct queue *queue, const struct host *host)
{
	const struct queued_request *first = host->requests.first;

	if (first && host->is_given_up)
		return true;
	if (!first || host->under_way >= slots(queue, host) || host->not_before_ms > queue->now_ms)
		return false;
	return first->last_try_failed || !host->waiting_retries ||
	       host->failed_tries < HOST_FAILURES_MOST;
}

/* Puts a host at the end of the turn if it may start a request. */
static void add_to_round(struct queue *queue, struct host *host)
{
	if (host->in_round || !may_start(queue, host))
		return;
	host->in_round = true;
	host->next = NULL;
	if (queue->round_last)
		queue->round_last->next = host;
	else
		queue->round_first = host;
	queue->round_last = host;
}

static struct host *pop_from_round(struct queue *queue)
{
	struct host *host = queue->round_first;

	queue->round_first = host->next;
	if (!queue->round_first)
		queue->round_last = NULL;
	host->in_round = false;
	return host;
}

void queue_add(struct queue *queue, struct queued_request *queued, struct host *host)
{
	queued->host = host;
	request_list_push(&queued->host->requests, queued);
	add_to_round(queue, queued->host);
}

bool queue_is_ready(const struct queue *queue)
{
	return queue->round_first != NULL;
}

struct queued_request *queue_next(struct queue *queue)
{
	while (queue->round_first) {
		struct host *host = pop_from_round(queue);

		/* Doubts may have come up since it joined. */
		if (!may_start(queue, host))
			continue;
		struct queued_request *queued = request_list_pop(&host->requests);

		host->under_way++;
		add_to_round(queue, host);
		return queued;
	}
	return NULL;
}

void queue_host_connected(struct queue *queue, const struct queued_request *queued)
{
	queued->host->is_connected = true;
	add_to_round(queue, queued->host);
}

void queue_release(struct queue *queue, const struct queued_request *queued)
{
	queued->host->under_way--;
	add_to_round(queue, queued->host);
}

void queue_retry(struct queue *queue, struct queued_request *queued)
{
	queued->host->waiting_retries += queued->last_try_failed;
	request_list_insert(&queue->waiting, queued);
}

void queue_pause_host(struct host *host, int64_t until_ms)
{
	if (until_ms > host->not_before_ms)
		host->not_before_ms = until_ms;
}

/* A second try goes before the first tries of others: else a host that is gone
 * would be noticed only when each of its requests had failed once. */
void queue_update(struct queue *queue, int64_t now_ms)
{
	queue->now_ms = now_ms;
	while (queue->waiting.first && queue->waiting.first->not_before_ms <= now_ms) {
		struct queued_request *queued = request_list_pop(&queue->waiting);

		queued->host->waiting_retries -= queued->last_try_failed;
		request_list_push_front(&queued->host->requests, queued);
	}
	for (size_t i = 0; i < map_count(queue->hosts); i++)
		add_to_round(queue, map_value(queue->hosts, i));
}

int64_t queue_next_start_ms(const struct queue *queue)
{
	int64_t next = queue->waiting.first ? queue->waiting.first->not_before_ms : INT64_MAX;

	for (size_t i = 0; i < map_count(queue->hosts); i++) {
		const struct host *host = map_value(queue->hosts, i);
		bool is_paused = host->requests.first && host->not_before_ms > queue->now_ms;

		if (is_paused && host->not_before_ms < next)
			next = host->not_before_ms;
	}
	return next;
}

/* For emptying the whole queue: the turn, which is only of use for choosing,
 * is emptied first. */
struct queued_request *queue_take_any(struct queue *queue)
{
	while (queue->round_first)
		pop_from_round(queue);
	struct queued_request *queued = request_list_pop(&queue->deferred);

	if (!queued)
		queued = request_list_pop(&queue->waiting);
	if (!queued)
		queued = request_list_pop(&queue->conditional);
	for (size_t i = 0; !queued && i < map_count(queue->hosts); i++)
		queued = request_list_pop(&((struct host *)map_value(queue->hosts, i))->requests);
	return queued;
}
