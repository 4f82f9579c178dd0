#include "transfer_log.h"
#include "queue.h"
#include <digestbump/base/log.h>
#include <digestbump/base/time.h>

/* How HTTP was spoken; NULL: not at all. */
static const char *version_of(const struct transfer *transfer)
{
	static const char *const versions[] = {
		[CURL_HTTP_VERSION_1_0] = "HTTP/1.0",
		[CURL_HTTP_VERSION_1_1] = "HTTP/1.1",
		[CURL_HTTP_VERSION_2_0] = "HTTP/2",
	};
	size_t version = (size_t)transfer_number(transfer, CURLINFO_HTTP_VERSION);

	return version < sizeof(versions) / sizeof(*versions) ? versions[version] : NULL;
}

static void log_end(const struct transfer *transfer, const struct queued_request *queued,
		    CURLcode code)
{
	const char *version = version_of(transfer);

	log_debug("%s %s: %ld, %zu bytes, %lld ms, %s%s%s", queued_request_method(queued),
		  queued->safe_url, transfer_number(transfer, CURLINFO_RESPONSE_CODE),
		  transfer->response.body->size,
		  (long long)(time_monotonic_ms() - transfer->started_ms),
		  version ? version : "no HTTP", code == CURLE_OK ? "" : ", ",
		  code == CURLE_OK ? "" : curl_easy_strerror(code));
}

/* libcurl 7.88 does not tell whether it used a proxy; the port that it connected
 * to, or the tunnel's own answer, does. */
static bool was_proxied(const struct transfer *transfer, const struct queued_request *queued)
{
	long port = transfer_number(transfer, CURLINFO_PRIMARY_PORT);

	return transfer_number(transfer, CURLINFO_HTTP_CONNECTCODE) != 0 ||
	       (port && port != (long)queued->host->port);
}

void observer_report(const struct transfer *transfer, const struct queued_request *queued,
		     CURLcode code, http_observe *observe, void *data)
{
	const struct http_observation observation = {
		.host = queued->host->name,
		.secure = queued->host->secure,
		.unverified = host_tls_is_insecure(queued->host->tls),
		.proxied = was_proxied(transfer, queued),
		.version = version_of(transfer),
		.status = code == CURLE_OK ? transfer_number(transfer, CURLINFO_RESPONSE_CODE) : 0,
		.headers = &transfer->response.lines,
	};

	log_end(transfer, queued, code);
	if (observe)
		observe(data, &observation);
}
