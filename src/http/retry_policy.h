/* retry_policy.h - which responses are retried, and when. */
#ifndef DIGESTBUMP_SRC_HTTP_RETRY_POLICY_H
#define DIGESTBUMP_SRC_HTTP_RETRY_POLICY_H

#include <curl/curl.h>
#include <digestbump/http/http.h>
#include <stdbool.h>
#include <stdint.h>

/* True when a request with this status is retried. */
bool retry_is_due(long status);

/* The pause after `tries` consecutive tries, plus up to 25 % of jitter. */
int64_t retry_pause_ms(unsigned tries, int64_t first_ms);

/* Sets *seconds, 0 or more, to what Retry-After asks for (RFC 9110 section 10.2.3);
 * false when it is missing or invalid. `delay_s` is libcurl's
 * CURLINFO_RETRY_AFTER. A date is compared with the response's own Date, so that a wrong
 * local clock has no effect, or with `now` when there is none. */
bool retry_after_s(int64_t *seconds, curl_off_t delay_s, const struct http_response *response,
		   int64_t now);

/* Adds up to 25 % of jitter, so that requests that failed together are not retried
 * at the same time. */
int64_t retry_jitter_ms(int64_t ms);

#endif
