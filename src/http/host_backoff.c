#include "host_backoff.h"
#include <digestbump/limits.h>

/* Of so many 429s to the end the host is left in peace: each of them was tried
 * several times with pauses that held for all. */
enum { LIMITS_MOST = 4 };

struct timing timing_of_config(const struct network_config *network)
{
	return (struct timing){ .connect_ms = network->connect_ms,
				.request_ms = network->request_ms,
				/* libcurl counts in whole seconds */
				.low_speed_s = (network->slow_ms + 999L) / 1000,
				.retry_pause_ms = network->retry_ms,
				.wait_ms = network->wait_ms,
				.budget_ms = network->budget_ms,
				.parallel = network->parallel,
				.rate = network->rate };
}

bool backoff_is_server_trouble(long status)
{
	return status == 502 || status == 503 || status == 504;
}

/* Takes error. */
static void fail(struct host *host, struct error *error)
{
	bool is_limit = error_kind(error) == ERROR_LIMITED;

	host->failures += is_limit ? HOST_FAILURES_MOST / LIMITS_MOST : 1;
	error_free(host->last_failure);
	host->last_failure = error;
}

void backoff_note_failure(struct host *host, const struct error *error)
{
	/* Too many bytes are an answer, too; an address that was not connected to says
	 * nothing of the host. */
	if (error_kind(error) == ERROR_LIMIT)
		host->failures = 0;
	else if (error_kind(error) != ERROR_UNTRUSTED)
		fail(host, error_copy(error));
}

void backoff_note_response(struct host *host, long status)
{
	if (backoff_is_server_trouble(status))
		fail(host, error_new(ERROR_NETWORK, "'%s': HTTP %ld to every request", host->name,
				     status));
	else
		host->failures = 0;
}

/* Those of one burst are limited together: that is one sign, not many. */
void backoff_halve_parallel(struct host *host, int64_t now_ms)
{
	unsigned slots = host->slots ? host->slots : REQUESTS_PER_HOST_MOST;

	if (host->not_before_ms <= now_ms)
		host->slots = slots > 1 ? slots / 2 : 1;
}

bool backoff_pause(struct host *host, int64_t now_ms, int64_t pause_ms, int64_t most_ms)
{
	int64_t from = host->not_before_ms > now_ms ? host->not_before_ms : now_ms;
	int64_t more = now_ms + pause_ms - from;

	if (more <= 0)
		return true;
	if (host->waited_ms + more > most_ms)
		return false;
	host->waited_ms += more;
	queue_pause_host(host, now_ms + pause_ms);
	return true;
}
