#include "transfer.h"
#include "connection.h"
#include "queue.h"
#include <digestbump/base/log.h>
#include <digestbump/base/memory.h>
#include <digestbump/base/time.h>
#include <digestbump/limits.h>

struct number {
	CURLoption option;
	long value;
};

struct string {
	CURLoption option;
	const char *value; /* NULL: libcurl's own choice stays */
};

enum { NUMBERS_MOST = 16, STRINGS_MOST = 8 };

/* The same for every request. SIGPIPE is left to libcurl (no CURLOPT_NOSIGNAL),
 * which ignores it around its own calls: OpenSSL writes without MSG_NOSIGNAL.
 * Alarms it needs only without a resolver thread, which Debian's has. */
static const struct number constants[] = {
	{ CURLOPT_NETRC, CURL_NETRC_IGNORED },
	{ CURLOPT_FOLLOWLOCATION, 0 },
	{ CURLOPT_UNRESTRICTED_AUTH, 0 },
	{ CURLOPT_HTTP09_ALLOWED, 0 },
	{ CURLOPT_SSL_VERIFYPEER, 1 },
	{ CURLOPT_SSL_VERIFYHOST, 2 },
	{ CURLOPT_SUPPRESS_CONNECT_HEADERS, 1 },
	{ CURLOPT_PATH_AS_IS, 1 },
	{ CURLOPT_TCP_KEEPALIVE, 1 },
	{ CURLOPT_QUICK_EXIT, 1 }, /* a resolver that hangs must not hold up the end */
	{ CURLOPT_DNS_CACHE_TIMEOUT, DNS_CACHE_S },
	{ CURLOPT_LOW_SPEED_LIMIT, LOW_SPEED_BYTES },
	{ CURLOPT_NOPROGRESS, 1 },
};

static CURLcode set_numbers(CURL *easy, const struct number *numbers, size_t count)
{
	CURLcode code = CURLE_OK;

	for (size_t i = 0; i < count && code == CURLE_OK; i++)
		code = curl_easy_setopt(easy, numbers[i].option, numbers[i].value);
	return code;
}

static CURLcode set_strings(CURL *easy, const struct string *strings, size_t count)
{
	CURLcode code = CURLE_OK;

	for (size_t i = 0; i < count && code == CURLE_OK; i++)
		if (strings[i].value)
			code = curl_easy_setopt(easy, strings[i].option, strings[i].value);
	return code;
}

/* HTTP/2 is only spoken over TLS, where the handshake says so. */
static CURLcode set_protocol(CURL *easy, bool secure)
{
	return curl_easy_setopt(easy, CURLOPT_HTTP_VERSION,
				secure ? CURL_HTTP_VERSION_2TLS : CURL_HTTP_VERSION_1_1);
}

static CURLcode set_timing(CURL *easy, const struct timing *timing)
{
	const struct number numbers[] = {
		{ CURLOPT_CONNECTTIMEOUT_MS, timing->connect_ms },
		{ CURLOPT_TIMEOUT_MS, timing->request_ms },
		{ CURLOPT_LOW_SPEED_TIME, timing->low_speed_s },
	};

	return set_numbers(easy, numbers, sizeof(numbers) / sizeof(*numbers));
}

static CURLcode set_environment(CURL *easy, const struct host *host,
				const struct environment *environment)
{
	const char *proxy = host->secure ? environment->secure_proxy : environment->plain_proxy;
	const struct string strings[] = {
		/* "" keeps libcurl from looking into the environment itself. */
		{ CURLOPT_PROXY, proxy && !host->loopback ? proxy : "" },
		{ CURLOPT_NOPROXY, environment->no_proxy ? environment->no_proxy : "" },
		{ CURLOPT_CAINFO, environment->authority_file },
		{ CURLOPT_PROXY_CAINFO, environment->authority_file },
		{ CURLOPT_CAPATH, environment->authority_directory },
		{ CURLOPT_PROXY_CAPATH, environment->authority_directory },
	};

	return set_strings(easy, strings, sizeof(strings) / sizeof(*strings));
}

/* libcurl caches the parsed authorities (140 in Debian's bundle, some 10 ms a
 * connection) only while no directory is given beside the file. */
static CURLcode set_authorities(CURL *easy, const struct environment *environment)
{
	const curl_version_info_data *library = curl_version_info(CURLVERSION_NOW);

	if (environment->authority_file || environment->authority_directory || !library->cainfo)
		return CURLE_OK;
	return curl_easy_setopt(easy, CURLOPT_CAPATH, NULL);
}

static CURLcode set_callbacks(struct transfer *transfer)
{
	CURL *easy = transfer->easy;
	CURLcode code = curl_easy_setopt(easy, CURLOPT_PRIVATE, transfer);

	if (code == CURLE_OK)
		code = connection_prepare(transfer);
	if (code == CURLE_OK)
		code = curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, transfer->message);
	if (code == CURLE_OK)
		code = curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, incoming_response_header);
	if (code == CURLE_OK)
		code = curl_easy_setopt(easy, CURLOPT_HEADERDATA, &transfer->response);
	if (code == CURLE_OK)
		code = curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, incoming_response_body);
	if (code == CURLE_OK)
		code = curl_easy_setopt(easy, CURLOPT_WRITEDATA, &transfer->response);
	return code;
}

/* An announced body that is too long is refused before it is read. After HEAD
 * the length says nothing of what comes. */
static CURLcode set_method(CURL *easy, const struct queued_request *queued)
{
	if (queued->method == HTTP_HEAD)
		return curl_easy_setopt(easy, CURLOPT_NOBODY, 1L);
	if (queued->method == HTTP_POST) {
		CURLcode code = curl_easy_setopt(easy, CURLOPT_POSTFIELDS, queued->form);

		if (code != CURLE_OK)
			return code;
	}
	return curl_easy_setopt(easy, CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)queued->body_most);
}

static CURLcode set_request(CURL *easy, const struct queued_request *queued, const char *user_agent)
{
	CURLcode code = curl_easy_setopt(easy, CURLOPT_HTTPHEADER, queued->headers);
	const struct string strings[] = {
		{ CURLOPT_PROTOCOLS_STR, "http,https" },
		{ CURLOPT_URL, queued->wire_url },
		{ CURLOPT_USERAGENT, user_agent },
	};

	if (code == CURLE_OK)
		code = set_strings(easy, strings, sizeof(strings) / sizeof(*strings));
	return code == CURLE_OK ? set_method(easy, queued) : code;
}

static CURLcode set_all(struct transfer *transfer, const struct queued_request *queued,
			const struct transfer_settings *settings)
{
	CURL *easy = transfer->easy;
	CURLcode code = set_numbers(easy, constants, sizeof(constants) / sizeof(*constants));

	if (code == CURLE_OK)
		code = set_protocol(easy, queued->host->secure);
	if (code == CURLE_OK)
		code = set_timing(easy, &settings->timing);
	if (code == CURLE_OK)
		code = set_environment(easy, queued->host, &settings->environment);
	if (code == CURLE_OK)
		code = set_authorities(easy, &settings->environment);
	if (code == CURLE_OK)
		code = host_tls_apply(queued->host->tls, easy);
	if (code == CURLE_OK)
		code = set_callbacks(transfer);
	return code == CURLE_OK ? set_request(easy, queued, settings->user_agent) : code;
}

struct transfer *transfer_new(struct queue *queue, struct sockets *sockets)
{
	struct transfer *transfer = must_alloc(sizeof(*transfer));

	transfer->connection = (struct connection){ .sockets = sockets, .fd = -1 };
	transfer->queue = queue;
	transfer->easy = must_have(curl_easy_init());
	return transfer;
}

void transfer_free(struct transfer *transfer)
{
	if (!transfer)
		return;
	curl_easy_cleanup(transfer->easy);
	incoming_response_clear(&transfer->response);
	free(transfer);
}

struct error *transfer_begin(struct transfer *transfer, struct queued_request *queued,
			     const struct transfer_settings *settings)
{
	transfer->queued = queued;
	transfer->proxy = queued->host->secure ? settings->environment.secure_proxy
					       : settings->environment.plain_proxy;
	transfer->has_no_proxy = settings->environment.no_proxy && *settings->environment.no_proxy;
	curl_easy_reset(transfer->easy);
	CURLcode code = set_all(transfer, queued, settings);

	if (code != CURLE_OK)
		return error_new(ERROR_UNSUPPORTED, "libcurl %s cannot be used: %s",
				 curl_version_info(CURLVERSION_NOW)->version,
				 curl_easy_strerror(code));
	queued->tries++;
	transfer->message[0] = '\0';
	transfer->started_ms = time_monotonic_ms();
	incoming_response_begin(&transfer->response, queued->body_most);
	log_debug("%s %s (try %u)", queued_request_method(queued), queued->safe_url, queued->tries);
	return NULL;
}

curl_off_t transfer_retry_after_s(const struct transfer *transfer)
{
	curl_off_t seconds = 0;

	curl_easy_getinfo(transfer->easy, CURLINFO_RETRY_AFTER, &seconds);
	return seconds;
}

long transfer_number(const struct transfer *transfer, CURLINFO which)
{
	long number = 0;

	return curl_easy_getinfo(transfer->easy, which, &number) == CURLE_OK ? number : 0;
}
