#include "host_backoff.h"
#include "observer.h"
#include "queue.h"
#include "retry.h"
#include "timing.h"
#include "transfer.h"
#include "transfer_error.h"
#include <digestbump/base/memory.h>
#include <digestbump/base/time.h>
#include <digestbump/limits.h>

/* A signal interrupts poll() by itself; this is for a stop set by other means. */
enum { POLL_MS = 100 };

/* How often is looked at what http_watch() was given. */
enum { LOOK_MS = 20 };

struct http {
	CURLM *multi;
	const struct context *context;
	const struct config *config;
	http_observe *observe;
	void *observer;
	struct settings settings;
	int64_t started_ms; /* monotonic, at context->now */
	struct queue queue;

	struct transfer *transfers[REQUESTS_MOST]; /* all there are */
	size_t transfer_count;
	struct transfer *unused;

	unsigned under_way;
	unsigned unanswered; /* jobs in the queue or under way */
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
	const struct patience patience = patience_of(options->network ? options->network : &usual);

	http_set_patience(http, &patience);
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

void http_set_patience(struct http *http, const struct patience *patience)
{
	http->settings.patience = *patience;
	http->queue.parallel = patience->parallel ? patience->parallel : REQUESTS_PER_HOST_MOST;
}

unsigned http_requests(const struct http *http)
{
	return http->requests;
}

/* The host of a URL, with the certificates for it. */
static struct host *find_host(struct http *http, const struct url *url)
{
	struct host *host = queue_host(&http->queue, url);

	if (host->is_checked || !host->secure)
		return host;
	host->is_checked = true;
	host->untrusted = error_wrap(trusted_find(&host->trusted, http->config, http->context,
						  &http->settings.environment, host->name),
				     "'%s'", host->name);
	return host;
}

void http_send(struct http *http, const struct http_request *request, http_done *done, void *data)
{
	OWNED(url) url = NULL;
	struct job *job = job_new(&url, request);

	job->done = done;
	job->data = data;
	http->unanswered++;
	struct host *host = job->error ? NULL : find_host(http, url);

	if (host)
		job->error = error_copy(host->untrusted);
	if (job->error)
		jobs_push(&http->queue.deferred, job);
	else
		queue_add(&http->queue, job, host);
}

void http_defer(struct http *http, http_done *done, void *data)
{
	struct job *job = must_alloc(sizeof(*job));

	job->done = done;
	job->data = data;
	http->unanswered++;
	jobs_push(&http->queue.deferred, job);
}

void http_watch(struct http *http, http_look *look, http_done *done, void *data)
{
	struct job *job = must_alloc(sizeof(*job));

	job->look = look;
	job->done = done;
	job->data = data;
	http->unanswered++;
	jobs_push(&http->queue.watched, job);
}

/* Calls back, once for each job. Takes job and error. */
static void answer_job(struct http *http, struct job *job, const struct http_response *response,
		       struct error *error)
{
	http->unanswered--;
	job->done(job->data, response, error);
	job_free(job);
}

/* Takes the job from its transfer, whose handle may be used again. */
static struct job *end_transfer(struct http *http, struct transfer *transfer)
{
	struct job *job = pass_on(&transfer->job);

	curl_multi_remove_handle(http->multi, transfer->easy);
	transfer->next = http->unused;
	http->unused = transfer;
	http->under_way--;
	queue_leave(&http->queue, job);
	return job;
}

static bool is_stopped(const struct http *http)
{
	return http->context->stop && *http->context->stop;
}

static struct job *take_any(struct http *http)
{
	struct job *job = queue_any(&http->queue);

	for (size_t i = 0; !job && i < http->transfer_count; i++)
		if (http->transfers[i]->job)
			job = end_transfer(http, http->transfers[i]);
	return job;
}

/* Answers everything, also what callbacks send meanwhile, with this error. */
static void answer_all(struct http *http, enum error_kind kind, const char *text)
{
	for (struct job *job; (job = take_any(http));)
		answer_job(http, job, NULL, error_new(kind, "%s", text));
}

/* Only those that were there before: what callbacks defer must not keep the
 * network waiting. */
static void answer_deferred(struct http *http)
{
	const struct job *last = http->queue.deferred.last;
	const struct job *job = NULL;

	while (job != last && !is_stopped(http)) {
		struct job *next = jobs_pop(&http->queue.deferred);

		job = next;
		answer_job(http, next, NULL, pass_on(&next->error));
	}
}

/* Each once, also those that the callbacks add. */
static void look_around(struct http *http)
{
	struct jobs jobs = http->queue.watched;

	http->queue.watched = (struct jobs){ 0 };
	for (struct job *job; (job = jobs_pop(&jobs));) {
		if (job->look(job->data))
			answer_job(http, job, NULL, NULL);
		else
			jobs_push(&http->queue.watched, job);
	}
}

/* Takes job and error, the end of a request that brought no answer. */
static void fail_job(struct http *http, struct job *job, struct error *error)
{
	pace_failure(job->host, error);
	answer_job(http, job, NULL, error);
}

/* Takes job. */
static void deliver(struct http *http, struct job *job, const struct http_response *response)
{
	pace_answer(job->host, response->status);
	answer_job(http, job, response, NULL);
}

static void wait_ms(struct http *http, struct job *job, int64_t pause_ms)
{
	job->not_before_ms = time_monotonic_ms() + pause_ms;
	queue_wait(&http->queue, job);
}

static int64_t now_s(const struct http *http)
{
	return http->context->now + (time_monotonic_ms() - http->started_ms) / 1000;
}

/* Gives the error of a host that has enough of us; wait_s: 0 when it does not
 * say for how long. */
static struct error *limited_error(const struct http *http, const struct job *job, long status,
				   int64_t wait_s)
{
	OWNED(text) text = text_new(0);

	text_add_format(text, "'%s': limits requests (HTTP %ld)", job->host->name, status);
	if (job->tries > 1)
		text_add_format(text, ", tried %u times", job->tries);
	if (wait_s) {
		OWNED_STRING until = time_rfc3339(now_s(http) + wait_s);

		text_add_format(text, "; come back in %lld s, at %s", (long long)wait_s, until);
	}
	return error_new(ERROR_LIMITED, "%s", text_slice(text).at);
}

/* Milliseconds that are left of the run; INT64_MAX: it has no end. */
static int64_t left_ms(const struct http *http)
{
	int64_t budget_ms = http->settings.patience.budget_ms;

	return budget_ms ? http->started_ms + budget_ms - time_monotonic_ms() : INT64_MAX;
}

/* Has the job's whole host wait. False: that would be too long. */
static bool obey(struct http *http, struct job *job, int64_t pause_ms)
{
	const struct patience *patience = &http->settings.patience;

	return pause_ms < left_ms(http) &&
	       pace_wait(job->host, time_monotonic_ms(), pause_ms, patience->wait_ms);
}

/* Takes job; a status that may pass by itself. */
static void finish_unsure(struct http *http, struct job *job, const struct http_response *response)
{
	int64_t wait_s = 0;
	bool is_told = retry_after_s(&wait_s, response, now_s(http)) && wait_s > 0;
	bool is_limit = response->status == 429;
	bool is_last = job->tries >= (is_told && is_limit ? LIMITED_TRIES_MOST : TRIES_MOST);
	int64_t pause_ms = retry_pause_ms(job->tries, http->settings.patience.retry_pause_ms);

	if (is_limit)
		pace_limit(job->host, time_monotonic_ms());
	if (is_told && !is_last && !obey(http, job, wait_s * 1000))
		job->host->is_shut = is_last = is_limit = true;
	else if (is_limit && !is_last)
		queue_pause(job->host, time_monotonic_ms() + pause_ms);
	if (is_last && is_limit)
		fail_job(http, job, limited_error(http, job, response->status, wait_s));
	else if (is_last)
		deliver(http, job, response);
	else
		wait_ms(http, job, is_told ? retry_jitter_ms(wait_s * 1000) : pause_ms);
}

/* Takes job; no whole response came. */
static void finish_failure(struct http *http, struct job *job, const struct transfer *transfer,
			   CURLcode code)
{
	const struct patience *patience = &http->settings.patience;
	struct failure failure;

	failure_find(&failure, transfer, patience, code);
	if (job->tries < failure.tries)
		wait_ms(http, job, retry_pause_ms(job->tries, patience->retry_pause_ms));
	else
		fail_job(http, job, failure_error(&failure, job));
	failure_clear(&failure);
}

/* Before the slot is given back, which may let the host's next job start. */
static void note_doubt(struct job *job, CURLcode code, long status)
{
	job->is_doubtful = code != CURLE_OK || pace_is_trouble(status);
	job->host->doubts = job->is_doubtful ? job->host->doubts + 1 : 0;
}

static void finish(struct http *http, struct transfer *transfer, CURLcode code)
{
	note_doubt(transfer->job, code, transfer_number(transfer, CURLINFO_RESPONSE_CODE));
	struct job *job = end_transfer(http, transfer);
	const struct http_response response = {
		.status = transfer_number(transfer, CURLINFO_RESPONSE_CODE),
		.body = text_slice(transfer->answer.body),
		.url = job->url,
		.tries = job->tries,
		.headers = &transfer->answer.lines,
	};

	observe_end(transfer, job, code, http->observe, http->observer);
	/* libcurl takes the end of the connection for the end of the headers. */
	if (code == CURLE_OK && !transfer->answer.block_is_over)
		code = CURLE_PARTIAL_FILE;
	/* 101 without being asked for, and numbers that are no status. */
	if (code == CURLE_OK && (response.status < 200 || response.status > 599))
		code = CURLE_WEIRD_SERVER_REPLY;
	if (code != CURLE_OK) {
		finish_failure(http, job, transfer, code);
		return;
	}
	if (retry_is_due(response.status)) {
		finish_unsure(http, job, &response);
		return;
	}
	deliver(http, job, &response);
}

static void finish_done(struct http *http)
{
	int left = 0;

	for (CURLMsg *message; (message = curl_multi_info_read(http->multi, &left));) {
		struct transfer *transfer = NULL;
		CURLcode code = message->data.result;

		curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &transfer);
		finish(http, transfer, code);
	}
}

static struct transfer *take_transfer(struct http *http)
{
	struct transfer *transfer = http->unused;

	if (transfer) {
		http->unused = transfer->next;
		return transfer;
	}
	transfer = transfer_new(&http->queue);
	http->transfers[http->transfer_count++] = transfer;
	return transfer;
}

/* Takes job, which has a slot. */
static void start(struct http *http, struct job *job)
{
	struct transfer *transfer = take_transfer(http);
	unsigned rate = http->settings.patience.rate;

	if (rate)
		queue_pause(job->host, time_monotonic_ms() + 1000 / rate);
	http->under_way++;
	struct error *error = transfer_begin(transfer, job, &http->settings);
	CURLMcode code = error ? CURLM_OK : curl_multi_add_handle(http->multi, transfer->easy);

	if (code != CURLM_OK)
		error = error_new(ERROR_NETWORK, "libcurl: %s", curl_multi_strerror(code));
	if (error)
		answer_job(http, end_transfer(http, transfer), NULL, error);
	else
		http->requests++;
}

static void start_ready(struct http *http)
{
	while (http->under_way < REQUESTS_MOST) {
		struct job *job = queue_next(&http->queue);

		if (!job)
			return;
		if (!job->host->is_shut && job->host->failures < HOST_FAILURES_MOST) {
			start(http, job);
			continue;
		}
		queue_leave(&http->queue, job);
		answer_job(http, job, NULL, error_copy(job->host->last_failure));
	}
}

/* Waits for the network, or for the next second try; not at all when callbacks
 * left something to do at once. */
static void wait_for_more(struct http *http)
{
	int64_t ms = queue_next_ms(&http->queue) - time_monotonic_ms();
	bool can_start = queue_is_ready(&http->queue) && http->under_way < REQUESTS_MOST;

	if (http->queue.deferred.first || can_start || ms <= 0 || !http->unanswered)
		return;
	int most_ms = http->queue.watched.first ? LOOK_MS : POLL_MS;

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
		if (left_ms(http) <= 0) {
			answer_all(http, ERROR_NETWORK,
				   "no time left for it: network.budget is used up");
			continue;
		}
		answer_deferred(http);
		look_around(http);
		queue_wake(&http->queue, time_monotonic_ms());
		start_ready(http);
		CURLMcode code = curl_multi_perform(http->multi, &running);

		finish_done(http);
		if (code != CURLM_OK)
			answer_all(http, ERROR_NETWORK, curl_multi_strerror(code));
		wait_for_more(http);
	}
}

void http_free(struct http *http)
{
	if (!http)
		return;
	for (size_t i = 0; i < http->transfer_count; i++) {
		struct transfer *transfer = http->transfers[i];

		if (transfer->job)
			job_free(end_transfer(http, transfer));
		transfer_free(transfer);
	}
	queue_close(&http->queue);
	if (http->multi) {
		curl_multi_cleanup(http->multi);
		curl_global_cleanup();
	}
	free(http->settings.user_agent);
	free(http);
}
