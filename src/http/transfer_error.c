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

static const struct known {
	CURLcode code;
	unsigned tries;
	const char *what;
	const char *advice;
	enum reason reason;
	enum error_kind kind;
} known[] = {
	{ CURLE_COULDNT_RESOLVE_HOST, 2, "no such host", "check its name and this machine's DNS",
	  REASON_NONE, ERROR_NETWORK },
	{ CURLE_COULDNT_RESOLVE_PROXY, 2, "no such host as the proxy's",
	  "check the proxy variables", REASON_NONE, ERROR_NETWORK },
	{ CURLE_COULDNT_CONNECT, TRIES_MOST, "cannot connect", NULL, REASON_SYSTEM, ERROR_NETWORK },
	{ CURLE_PROXY, TRIES_MOST, "the proxy fails", "check the proxy variables", REASON_NONE,
	  ERROR_NETWORK },
	{ CURLE_PEER_FAILED_VERIFICATION, 1, "certificate not trusted",
	  "an authority of your own can be named in SSL_CERT_FILE, or for this host in "
	  "registries.HOST.ca or certs.d",
	  REASON_MESSAGE, ERROR_NETWORK },
	{ CURLE_SSL_CERTPROBLEM, 1, "the client certificate cannot be used",
	  "certificate and key are wanted in PEM, the key without a passphrase", REASON_NONE,
	  ERROR_NETWORK },
	{ CURLE_SSL_CACERT_BADFILE, 1, "no certificate authorities can be read",
	  "check SSL_CERT_FILE and SSL_CERT_DIR", REASON_NONE, ERROR_NETWORK },
	{ CURLE_SSL_CONNECT_ERROR, 1, "no TLS connection", "perhaps it speaks plain http",
	  REASON_MESSAGE, ERROR_NETWORK },
	{ CURLE_GOT_NOTHING, TRIES_MOST, "closes without an answer", NULL, REASON_NONE,
	  ERROR_NETWORK },
	{ CURLE_PARTIAL_FILE, TRIES_MOST, "closes in the middle of its answer", NULL, REASON_NONE,
	  ERROR_NETWORK },
	{ CURLE_RECV_ERROR, TRIES_MOST, "connection lost", NULL, REASON_NONE, ERROR_NETWORK },
	{ CURLE_SEND_ERROR, TRIES_MOST, "connection lost", NULL, REASON_NONE, ERROR_NETWORK },
	{ CURLE_HTTP2, TRIES_MOST, "connection lost", NULL, REASON_NONE, ERROR_NETWORK },
	{ CURLE_HTTP2_STREAM, TRIES_MOST, "connection lost", NULL, REASON_NONE, ERROR_NETWORK },
	{ CURLE_UNSUPPORTED_PROTOCOL, 1, "does not speak http", NULL, REASON_NONE, ERROR_NETWORK },
	{ CURLE_WEIRD_SERVER_REPLY, 1, "does not speak http", NULL, REASON_NONE, ERROR_NETWORK },
	{ CURLE_FILESIZE_EXCEEDED, 1, "answers with more bytes than are taken", NULL, REASON_NONE,
	  ERROR_LIMIT },
	/* So 7.88 calls a header line that is over its own ceiling of 100 KiB. */
	{ CURLE_OUT_OF_MEMORY, 1, "answers with more headers than are taken", NULL, REASON_NONE,
	  ERROR_LIMIT },
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
static void find_timeout(struct failure *out, const struct transfer *transfer,
			 const struct patience *patience)
{
	int64_t taken_ms = time_monotonic_ms() - transfer->started_ms;
	curl_off_t asked = 0;

	curl_easy_getinfo(transfer->easy, CURLINFO_PRETRANSFER_TIME_T, &asked);
	if (!asked) {
		out->what = "no connection";
		out->reason = waited(patience->connect_ms);
	} else if (taken_ms < patience->request_ms - CLOCK_TOLERANCE_MS) {
		out->what = "answers too slowly";
		out->reason = must_format("under %d bytes a second for %ld s", LOW_SPEED_BYTES,
					  patience->low_speed_s);
	} else {
		out->what = "no whole answer";
		out->reason = waited(patience->request_ms);
	}
	out->tries = 2;
}

/* A proxy's own answer to CONNECT, which is no response of the host. */
static void find_refusal(struct failure *out, long status)
{
	bool may_pass = status >= 500 || status == 429 || status == 408;

	out->what = "the proxy opens no tunnel";
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

static void find_known(struct failure *out, const struct transfer *transfer, CURLcode code)
{
	out->what = "request failed";
	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++) {
		if (known[i].code != code)
			continue;
		*out = (struct failure){ .kind = known[i].kind,
					 .tries = known[i].tries,
					 .what = known[i].what,
					 .advice = known[i].advice,
					 .reason = find_reason(transfer, known[i].reason) };
		return;
	}
	out->reason = lower_first(curl_easy_strerror(code));
}

/* Where libcurl's code alone does not say whether another try may help. */
static void correct_tries(struct failure *out, const struct transfer *transfer, CURLcode code)
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

void failure_find(struct failure *out, const struct transfer *transfer,
		  const struct patience *patience, CURLcode code)
{
	const struct answer *answer = &transfer->answer;
	long tunnel = transfer_number(transfer, CURLINFO_HTTP_CONNECTCODE);

	*out = (struct failure){ .kind = ERROR_NETWORK, .tries = 1 };
	if (answer->headers_are_over)
		code = CURLE_OUT_OF_MEMORY;
	if (answer->body_is_over)
		code = CURLE_FILESIZE_EXCEEDED;
	if (tunnel >= 300) {
		find_refusal(out, tunnel);
		return;
	}
	if (code == CURLE_OPERATION_TIMEDOUT)
		find_timeout(out, transfer, patience);
	else
		find_known(out, transfer, code);
	correct_tries(out, transfer, code);
	if (wants_certificate(transfer)) {
		out->what = "a client certificate is wanted";
		out->advice = "name one in registries.HOST.cert and key, or in certs.d";
		out->tries = 1;
	}
	if (code == CURLE_FILESIZE_EXCEEDED)
		out->reason = must_format("%zu at most", answer->body_most);
}

void failure_clear(struct failure *failure)
{
	free(failure->reason);
	*failure = (struct failure){ 0 };
}

struct error *failure_error(const struct failure *failure, const struct job *job)
{
	OWNED(text) text = text_new(0);

	text_add_string(text, failure->what);
	if (failure->reason)
		text_add_format(text, " (%s)", failure->reason);
	if (job->tries > 1)
		text_add_format(text, ", tried %u times", job->tries);
	if (failure->advice)
		text_add_format(text, "; %s", failure->advice);
	return error_new(failure->kind, "'%s': %s", job->host->name, text_slice(text).at);
}
