#include "transfer_error.h"
#include "queue.h"
#include <ctype.h>
#include <digestbump/base/memory.h>
#include <digestbump/base/time.h>
#include <digestbump/limits.h>
#include <errno.h>
#include <string.h>

/* Where the words in brackets come from. libcurl's own message is told only
 * where it is known to hold nothing secret: about a proxy it tells the
 * password. */
enum reason { REASON_NONE, REASON_MESSAGE, REASON_SYSTEM };

static const struct curl_code {
	CURLcode code;
	unsigned tries;
	const char *what;
	const char *advice;
	enum reason reason;
	enum error_kind kind;
} curl_codes[] = {
	{ CURLE_COULDNT_RESOLVE_HOST, 2, "host not found",
	  "check the name and the DNS of this machine", REASON_NONE, ERROR_NETWORK },
	{ CURLE_COULDNT_RESOLVE_PROXY, 2, "proxy host not found", "check the proxy variables",
	  REASON_NONE, ERROR_NETWORK },
	{ CURLE_COULDNT_CONNECT, TRIES_MOST, "cannot connect", NULL, REASON_SYSTEM, ERROR_NETWORK },
	{ CURLE_PROXY, TRIES_MOST, "proxy error", "check the proxy variables", REASON_NONE,
	  ERROR_NETWORK },
	{ CURLE_PEER_FAILED_VERIFICATION, 1, "certificate not trusted",
	  "to trust your own certificate authority, set SSL_CERT_FILE, or for this host "
	  "registries.HOST.ca or a file in certs.d",
	  REASON_MESSAGE, ERROR_NETWORK },
	{ CURLE_SSL_CERTPROBLEM, 1, "the client certificate cannot be used",
	  "certificate and key must be PEM files, the key without a passphrase", REASON_NONE,
	  ERROR_NETWORK },
	{ CURLE_SSL_CACERT_BADFILE, 1, "cannot read the certificate authorities",
	  "check SSL_CERT_FILE and SSL_CERT_DIR", REASON_NONE, ERROR_NETWORK },
	{ CURLE_SSL_CONNECT_ERROR, 1, "TLS handshake failed", "the server may speak plain http",
	  REASON_MESSAGE, ERROR_NETWORK },
	{ CURLE_GOT_NOTHING, TRIES_MOST, "connection closed without a response", NULL, REASON_NONE,
	  ERROR_NETWORK },
	{ CURLE_PARTIAL_FILE, TRIES_MOST, "connection closed in the middle of the response", NULL,
	  REASON_NONE, ERROR_NETWORK },
	{ CURLE_RECV_ERROR, TRIES_MOST, "connection lost", NULL, REASON_NONE, ERROR_NETWORK },
	{ CURLE_SEND_ERROR, TRIES_MOST, "connection lost", NULL, REASON_NONE, ERROR_NETWORK },
	{ CURLE_HTTP2, TRIES_MOST, "connection lost", NULL, REASON_NONE, ERROR_NETWORK },
	{ CURLE_HTTP2_STREAM, TRIES_MOST, "connection lost", NULL, REASON_NONE, ERROR_NETWORK },
	{ CURLE_UNSUPPORTED_PROTOCOL, 1, "not an HTTP server", NULL, REASON_NONE, ERROR_NETWORK },
	{ CURLE_WEIRD_SERVER_REPLY, 1, "not an HTTP server", NULL, REASON_NONE, ERROR_NETWORK },
	{ CURLE_FILESIZE_EXCEEDED, 1, "the response is larger than the limit", NULL, REASON_NONE,
	  ERROR_LIMIT },
	/* So 7.88 calls a header line that is over its own ceiling of 100 KiB. */
	{ CURLE_OUT_OF_MEMORY, 1, "the response headers are larger than the limit", NULL,
	  REASON_NONE, ERROR_LIMIT },
};

/* Gives a text of a library with its first letter small, as ours are; names
 * ("SSL", "OpenSSL") stay. */
static char *lower_first(const char *text)
{
	char *copy = must_copy(text);
	size_t word = strcspn(copy, " ");
	bool is_name = false;

	for (size_t i = 1; i < word; i++)
		is_name = is_name || isupper((unsigned char)copy[i]);
	if (!is_name)
		copy[0] = (char)tolower((unsigned char)copy[0]);
	return copy;
}

static char *find_reason(const struct transfer *transfer, enum reason reason)
{
	long number = transfer_number(transfer, CURLINFO_OS_ERRNO);

	if (reason == REASON_SYSTEM && number)
		return lower_first(strerror((int)number));
	if (reason == REASON_MESSAGE && transfer->message[0])
		return lower_first(transfer->message);
	return NULL;
}

/* By so much libcurl's clock may differ from ours. */
enum { CLOCK_TOLERANCE_MS = 100 };

static char *waited(long ms)
{
	return ms % 1000 ? must_format("waited %ld ms", ms)
			 : must_format("waited %ld s", ms / 1000);
}

/* libcurl has one code for three clocks. */
static void find_timeout(struct transfer_error *out, const struct transfer *transfer,
			 const struct timing *timing)
{
	int64_t taken_ms = time_monotonic_ms() - transfer->started_ms;
	curl_off_t asked = 0;

	curl_easy_getinfo(transfer->easy, CURLINFO_PRETRANSFER_TIME_T, &asked);
	if (!asked) {
		out->what = "cannot connect";
		out->reason = waited(timing->connect_ms);
	} else if (taken_ms < timing->request_ms - CLOCK_TOLERANCE_MS) {
		out->what = "response too slow";
		out->reason = must_format("less than %d bytes per second for %ld s",
					  LOW_SPEED_BYTES, timing->low_speed_s);
	} else {
		out->what = "no complete response";
		out->reason = waited(timing->request_ms);
	}
	out->tries = 2;
}

/* A proxy's own answer to CONNECT, which is no response of the host. */
static void find_tunnel_refusal(struct transfer_error *out, long status)
{
	bool may_pass = status >= 500 || status == 429 || status == 408;

	out->what = "the proxy refuses the tunnel";
	out->advice = status == 407 ? "check the credentials in the proxy variable" : NULL;
	out->tries = may_pass ? TRIES_MOST : 1;
	out->reason = must_format("HTTP %ld", status);
}

/* TLS 1.3 says only after the handshake that it misses a certificate of ours. */
static bool wants_certificate(const struct transfer *transfer)
{
	return strstr(transfer->message, "alert certificate required") ||
	       strstr(transfer->message, "alert bad certificate");
}

static void find_curl_code(struct transfer_error *out, const struct transfer *transfer,
			   CURLcode code)
{
	out->what = "request failed";
	for (size_t i = 0; i < sizeof(curl_codes) / sizeof(*curl_codes); i++) {
		if (curl_codes[i].code != code)
			continue;
		*out = (struct transfer_error){ .kind = curl_codes[i].kind,
						.tries = curl_codes[i].tries,
						.what = curl_codes[i].what,
						.advice = curl_codes[i].advice,
						.reason =
						    find_reason(transfer, curl_codes[i].reason) };
		return;
	}
	out->reason = lower_first(curl_easy_strerror(code));
}

/* Where libcurl's code alone does not say whether another try may help. */
static void correct_tries(struct transfer_error *out, const struct transfer *transfer,
			  CURLcode code)
{
	long number = transfer_number(transfer, CURLINFO_OS_ERRNO);

	/* Nobody listens: that seldom changes within a second. */
	if (code == CURLE_COULDNT_CONNECT && number == ECONNREFUSED)
		out->tries = 2;
	/* So libcurl begins when the connection is lost within the handshake. All
	 * else (a certificate's wrong signature, no common version) stays. */
	if (code == CURLE_SSL_CONNECT_ERROR && strstr(transfer->message, "SSL_connect:"))
		out->tries = TRIES_MOST;
}

void transfer_error_find(struct transfer_error *out, const struct transfer *transfer,
			 const struct timing *timing, CURLcode code)
{
	const struct incoming_response *response = &transfer->response;
	long tunnel = transfer_number(transfer, CURLINFO_HTTP_CONNECTCODE);

	*out = (struct transfer_error){ .kind = ERROR_NETWORK, .tries = 1 };
	if (response->headers_are_over)
		code = CURLE_OUT_OF_MEMORY;
	if (response->body_is_over)
		code = CURLE_FILESIZE_EXCEEDED;
	if (tunnel >= 300) {
		find_tunnel_refusal(out, tunnel);
		return;
	}
	if (code == CURLE_OPERATION_TIMEDOUT)
		find_timeout(out, transfer, timing);
	else
		find_curl_code(out, transfer, code);
	correct_tries(out, transfer, code);
	if (wants_certificate(transfer)) {
		out->what = "a client certificate is required";
		out->advice = "set registries.HOST.cert and registries.HOST.key, or use certs.d";
		out->tries = 1;
	}
	if (code == CURLE_FILESIZE_EXCEEDED)
		out->reason = must_format("%zu at most", response->body_most);
}

void transfer_error_clear(struct transfer_error *failed)
{
	free(failed->reason);
	*failed = (struct transfer_error){ 0 };
}

struct error *transfer_error_new(const struct transfer_error *failed,
				 const struct queued_request *queued)
{
	OWNED(text) text = text_new(0);

	text_add_string(text, failed->what);
	if (failed->reason)
		text_add_format(text, " (%s)", failed->reason);
	if (queued->tries > 1)
		text_add_format(text, ", tried %u times", queued->tries);
	if (failed->advice)
		text_add_format(text, "; %s", failed->advice);
	return error_new(failed->kind, "'%s': %s", queued->host->name, text_slice(text).at);
}
