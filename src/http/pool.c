#include "address_error.h"
#include "connection.h"
#include "host_backoff.h"
#include "queue.h"
#include "retry_policy.h"
#include "timeouts.h"
#include "transfer.h"
#include "transfer_error.h"
#include "transfer_log.h"
#include <digestbump/base/memory.h>
#include <digestbump/base/time.h>
#include <digestbump/limits.h>

/* A signal interrupts poll() by itself; this is for a stop set by other means. */
enum { POLL_MS = 100 };

/* How often is looked at what http_call_when() was given. */
enum { CONDITION_POLL_MS = 20 };

struct http {
	CURLM *multi;
	const struct context *context;
	const struct config *config;
	http_observe *observe;
	void *observer;
	struct transfer_settings settings;
	int64_t started_ms; /* monotonic, at context->clock */
	struct queue queue;
	struct sockets sockets;

	struct transfer *transfers[REQUESTS_MOST]; /* all there are */
	size_t transfer_count;
	struct transfer *unused;

	unsigned under_way;
	unsigned unanswered; /* requests in the queue or under way */
	unsigned requests;
};

struct error *http_new(struct http **out, const struct http_options *options)
{
	OWNED(http) http = must_alloc(sizeof(*http));

	queue_open(&http->queue);
	http->context = options->context;
	http->config = options->config;
	http->observe = options->observe;
	http->observer = options->observer;
	http->started_ms = time_monotonic_ms();
	const struct network_config usual = network_default();
	const struct timing timing = timing_of_config(options->network ? options->network : &usual);

	http_set_timing(http, &timing);
	http->settings.user_agent = must_copy(options->user_agent);
	TRY(environment_read(&http->settings.environment, options->context));
	if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
		return error_new(ERROR_UNSUPPORTED, "libcurl does not start");
	http->multi = must_have(curl_multi_init());
	curl_multi_setopt(http->multi, CURLMOPT_PIPELINING, CURLPIPE_MULTIPLEX);
	/* By itself libcurl keeps fewer as transfers end, and closes what the next
	 * wave would use again. */
	curl_multi_setopt(http->multi, CURLMOPT_MAXCONNECTS, (long)REQUESTS_MOST);
	*out = pass_on(&http);
	return NULL;
}

void http_set_timing(struct http *http, const struct timing *timing)
{
	http->settings.timing = *timing;
	http->queue.parallel = timing->parallel ? timing->parallel : REQUESTS_PER_HOST_MOST;
}

unsigned http_requests(const struct http *http)
{
	return http->requests;
}

/* The host of a URL, with the certificates for it. */
static struct host *find_host(struct http *http, const struct url *url)
{
	struct host *host = queue_host(&http->queue, url);

	if (host->is_tls_loaded || !host->secure)
		return host;
	host->is_tls_loaded = true;
	host->tls_error = error_wrap(host_tls_find(&host->tls, http->config, http->context,
						   &http->settings.environment, host->name),
				     "'%s'", host->name);
	return host;
}

void http_send(struct http *http, const struct http_request *request, http_done *done, void *data)
{
	OWNED(url) url = NULL;
	struct queued_request *queued = queued_request_new(&url, request);

	queued->done = done;
	queued->data = data;
	http->unanswered++;
	struct host *host = queued->error ? NULL : find_host(http, url);

	if (host)
		queued->error = error_copy(host->tls_error);
	if (queued->error)
		request_list_push(&http->queue.deferred, queued);
	else
		queue_add(&http->queue, queued, host);
}

void http_defer(struct http *http, http_done *done, void *data)
{
	struct queued_request *queued = must_alloc(sizeof(*queued));

	queued->done = done;
	queued->data = data;
	http->unanswered++;
	request_list_push(&http->queue.deferred, queued);
}

void http_call_when(struct http *http, http_condition *condition, http_done *done, void *data)
{
	struct queued_request *queued = must_alloc(sizeof(*queued));

	queued->condition = condition;
	queued->done = done;
	queued->data = data;
	http->unanswered++;
	request_list_push(&http->queue.conditional, queued);
}

/* Calls back, once for each request. Takes request and error. */
static void answer_request(struct http *http, struct queued_request *queued,
			   const struct http_response *response, struct error *error)
{
	http->unanswered--;
	queued->done(queued->data, response, error);
	queued_request_free(queued);
}

/* Takes the request from its transfer, whose handle may be used again. */
static struct queued_request *end_transfer(struct http *http, struct transfer *transfer)
{
	struct queued_request *queued = pass_on(&transfer->queued);

	curl_multi_remove_handle(http->multi, transfer->easy);
	transfer->next = http->unused;
	http->unused = transfer;
	http->under_way--;
	queue_release(&http->queue, queued);
	return queued;
}

static bool is_stopped(const struct http *http)
{
	return http->context->stop && *http->context->stop;
}

static struct queued_request *take_any_request(struct http *http)
{
	struct queued_request *queued = queue_take_any(&http->queue);

	for (size_t i = 0; !queued && i < http->transfer_count; i++)
		if (http->transfers[i]->queued)
			queued = end_transfer(http, http->transfers[i]);
	return queued;
}

/* Answers everything, also what callbacks send meanwhile, with this error. */
static void answer_all(struct http *http, enum error_kind kind, const char *text)
{
	for (struct queued_request *queued; (queued = take_any_request(http));)
		answer_request(http, queued, NULL, error_new(kind, "%s", text));
}

/* Only those that were there before: what callbacks defer must not keep the
 * network waiting. */
static void answer_deferred(struct http *http)
{
	const struct queued_request *last = http->queue.deferred.last;
	const struct queued_request *queued = NULL;

	while (queued != last && !is_stopped(http)) {
		struct queued_request *next = request_list_pop(&http->queue.deferred);

		queued = next;
		answer_request(http, next, NULL, pass_on(&next->error));
	}
}

/* Each once, also those that the callbacks add. */
static void poll_conditions(struct http *http)
{
	struct request_list requests = http->queue.conditional;

	http->queue.conditional = (struct request_list){ 0 };
	for (struct queued_request *queued; (queued = request_list_pop(&requests));) {
		if (queued->condition(queued->data))
			answer_request(http, queued, NULL, NULL);
		else
			request_list_push(&http->queue.conditional, queued);
	}
}

/* Takes request and error, the end of a request that brought no answer. */
static void fail_request(struct http *http, struct queued_request *queued, struct error *error)
{
	backoff_note_failure(queued->host, error);
	answer_request(http, queued, NULL, error);
}

/* Takes request. */
static void deliver_response(struct http *http, struct queued_request *queued,
			     const struct http_response *response)
{
	backoff_note_response(queued->host, response->status);
	answer_request(http, queued, response, NULL);
}

static void retry_after_pause(struct http *http, struct queued_request *queued, int64_t pause_ms)
{
	queued->not_before_ms = time_monotonic_ms() + pause_ms;
	queue_retry(&http->queue, queued);
}

static int64_t now_s(const struct http *http)
{
	return http->context->clock + (time_monotonic_ms() - http->started_ms) / 1000;
}

/* Gives the error of a host that has enough of us; wait_s: 0 when it does not
 * say for how long. */
static struct error *limited_error(const struct http *http, const struct queued_request *queued,
				   long status, int64_t wait_s)
{
	OWNED(text) text = text_new(0);

	text_add_format(text, "'%s': rate limit reached (HTTP %ld)", queued->host->name, status);
	if (queued->tries > 1)
		text_add_format(text, ", tried %u times", queued->tries);
	if (wait_s) {
		OWNED_STRING until = time_rfc3339(now_s(http) + wait_s);

		text_add_format(text, "; try again in %lld s, at %s", (long long)wait_s, until);
	}
	return error_new(ERROR_LIMITED, "%s", text_slice(text).at);
}

/* Milliseconds that are left of the run; INT64_MAX: it has no end. */
static int64_t budget_left_ms(const struct http *http)
{
	int64_t budget_ms = http->settings.timing.budget_ms;

	return budget_ms ? http->started_ms + budget_ms - time_monotonic_ms() : INT64_MAX;
}

/* Has the request's whole host wait. False: that would be too long. */
static bool pause_host(struct http *http, struct queued_request *queued, int64_t pause_ms)
{
	const struct timing *timing = &http->settings.timing;

	return pause_ms < budget_left_ms(http) &&
	       backoff_pause(queued->host, time_monotonic_ms(), pause_ms, timing->wait_ms);
}

/* Takes request; a status that may pass by itself. */
static void finish_retryable(struct http *http, struct queued_request *queued,
			     const struct http_response *response, curl_off_t delay_s)
{
	int64_t wait_s = 0;
	bool is_told = retry_after_s(&wait_s, delay_s, response, now_s(http)) && wait_s > 0;
	bool is_limit = response->status == 429;
	bool is_last = queued->tries >= (is_told && is_limit ? LIMITED_TRIES_MOST : TRIES_MOST);
	int64_t pause_ms = retry_pause_ms(queued->tries, http->settings.timing.retry_pause_ms);

	if (is_limit)
		backoff_halve_parallel(queued->host, time_monotonic_ms());
	if (is_told && !is_last && !pause_host(http, queued, wait_s * 1000))
		queued->host->is_given_up = is_last = is_limit = true;
	else if (is_limit && !is_last)
		queue_pause_host(queued->host, time_monotonic_ms() + pause_ms);
	if (is_last && is_limit)
		fail_request(http, queued, limited_error(http, queued, response->status, wait_s));
	else if (is_last)
		deliver_response(http, queued, response);
	else
		retry_after_pause(http, queued,
				  is_told ? retry_jitter_ms(wait_s * 1000) : pause_ms);
}

/* Takes request; no whole response came. */
static void finish_failure(struct http *http, struct queued_request *queued,
			   const struct transfer *transfer, CURLcode code)
{
	const struct timing *timing = &http->settings.timing;
	const struct connection *connection = &transfer->connection;
	struct transfer_error failed;

	if (connection->refused[0] &&
	    (code == CURLE_COULDNT_CONNECT || code == CURLE_ABORTED_BY_CALLBACK)) {
		fail_request(http, queued,
			     address_refused_error(queued->host_name, connection->refused,
						   queued->address_most));
		return;
	}
	transfer_error_find(&failed, transfer, timing, code);
	if (queued->tries < failed.tries)
		retry_after_pause(http, queued,
				  retry_pause_ms(queued->tries, timing->retry_pause_ms));
	else
		fail_request(http, queued, transfer_error_new(&failed, queued));
	transfer_error_clear(&failed);
}

/* Before the slot is given back, which may let the host's next request start. */
static void note_try(struct queued_request *queued, CURLcode code, long status)
{
	queued->last_try_failed = code != CURLE_OK || backoff_is_server_trouble(status);
	queued->host->failed_tries = queued->last_try_failed ? queued->host->failed_tries + 1 : 0;
}

static void finish(struct http *http, struct transfer *transfer, CURLcode code)
{
	note_try(transfer->queued, code, transfer_number(transfer, CURLINFO_RESPONSE_CODE));
	struct queued_request *queued = end_transfer(http, transfer);
	const struct http_response response = {
		.status = transfer_number(transfer, CURLINFO_RESPONSE_CODE),
		.body = text_slice(transfer->response.body),
		.url = queued->url,
		.tries = queued->tries,
		.address = transfer->connection.class,
		.headers = &transfer->response.lines,
	};

	observer_report(transfer, queued, code, http->observe, http->observer);
	/* libcurl takes the end of the connection for the end of the headers. */
	if (code == CURLE_OK && !transfer->response.block_is_over)
		code = CURLE_PARTIAL_FILE;
	/* 101 without being asked for, and numbers that are no status. */
	if (code == CURLE_OK && (response.status < 200 || response.status > 599))
		code = CURLE_WEIRD_SERVER_REPLY;
	if (code != CURLE_OK) {
		finish_failure(http, queued, transfer, code);
		return;
	}
	if (retry_is_due(response.status)) {
		finish_retryable(http, queued, &response, transfer_retry_after_s(transfer));
		return;
	}
	deliver_response(http, queued, &response);
}

static void finish_completed(struct http *http)
{
	int left = 0;

	for (CURLMsg *message; (message = curl_multi_info_read(http->multi, &left));) {
		struct transfer *transfer = NULL;
		CURLcode code = message->data.result;

		curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &transfer);
		finish(http, transfer, code);
	}
}

/* Ends those that read more than their bodies explain. */
static void end_excessive(struct http *http)
{
	for (size_t i = 0; i < http->transfer_count; i++)
		if (http->transfers[i]->queued && connection_has_excess(http->transfers[i]))
			finish(http, http->transfers[i], CURLE_FILESIZE_EXCEEDED);
}

static struct transfer *get_transfer(struct http *http)
{
	struct transfer *transfer = http->unused;

	if (transfer) {
		http->unused = transfer->next;
		return transfer;
	}
	transfer = transfer_new(&http->queue, &http->sockets);
	http->transfers[http->transfer_count++] = transfer;
	return transfer;
}

/* Takes request, which has a slot. */
static void start(struct http *http, struct queued_request *queued)
{
	struct transfer *transfer = get_transfer(http);
	unsigned rate = http->settings.timing.rate;

	if (rate)
		queue_pause_host(queued->host, time_monotonic_ms() + 1000 / rate);
	http->under_way++;
	struct error *error = transfer_begin(transfer, queued, &http->settings);
	CURLMcode code = error ? CURLM_OK : curl_multi_add_handle(http->multi, transfer->easy);

	if (code != CURLM_OK)
		error = error_new(ERROR_NETWORK, "libcurl: %s", curl_multi_strerror(code));
	if (error)
		answer_request(http, end_transfer(http, transfer), NULL, error);
	else
		http->requests++;
}

static void start_ready(struct http *http)
{
	while (http->under_way < REQUESTS_MOST) {
		struct queued_request *queued = queue_next(&http->queue);

		if (!queued)
			return;
		if (!queued->host->is_given_up && queued->host->failures < HOST_FAILURES_MOST) {
			start(http, queued);
			continue;
		}
		queue_release(&http->queue, queued);
		answer_request(http, queued, NULL, error_copy(queued->host->last_failure));
	}
}

/* Waits for the network, or for the next second try; not at all when callbacks
 * left something to do at once. */
static void wait_for_activity(struct http *http)
{
	int64_t ms = queue_next_start_ms(&http->queue) - time_monotonic_ms();
	bool can_start = queue_is_ready(&http->queue) && http->under_way < REQUESTS_MOST;

	if (http->queue.deferred.first || can_start || ms <= 0 || !http->unanswered)
		return;
	int most_ms = http->queue.conditional.first ? CONDITION_POLL_MS : POLL_MS;

	curl_multi_poll(http->multi, NULL, 0, ms < most_ms ? (int)ms : most_ms, NULL);
}

void http_run(struct http *http)
{
	while (http->unanswered) {
		int running = 0;

		if (is_stopped(http)) {
			answer_all(http, ERROR_STOPPED, "stopped by a signal");
			continue;
		}
		if (budget_left_ms(http) <= 0) {
			answer_all(http, ERROR_NETWORK, "network.budget is used up");
			continue;
		}
		answer_deferred(http);
		poll_conditions(http);
		queue_update(&http->queue, time_monotonic_ms());
		start_ready(http);
		CURLMcode code = curl_multi_perform(http->multi, &running);

		finish_completed(http);
		end_excessive(http);
		if (code != CURLM_OK)
			answer_all(http, ERROR_NETWORK, curl_multi_strerror(code));
		wait_for_activity(http);
	}
}

void http_free(struct http *http)
{
	if (!http)
		return;
	for (size_t i = 0; i < http->transfer_count; i++) {
		struct transfer *transfer = http->transfers[i];

		if (transfer->queued)
			queued_request_free(end_transfer(http, transfer));
		transfer_free(transfer);
	}
	queue_close(&http->queue);
	if (http->multi) {
		curl_multi_cleanup(http->multi);
		curl_global_cleanup();
	}
	sockets_clear(&http->sockets);
	free(http->settings.user_agent);
	free(http);
}
