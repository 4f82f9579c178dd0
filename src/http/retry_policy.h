/* retry_policy.h - which answers are worth another try, and when. */
#ifndef DIGESTBUMP_SRC_HTTP_RETRY_POLICY_H
#define DIGESTBUMP_SRC_HTTP_RETRY_POLICY_H

#include <curl/curl.h>
#include <digestbump/http/http.h>
#include <stdbool.h>
#include <stdint.h>

/* A status that may pass by itself. */
bool retry_is_due(long status);

/* The pause behind the tries-th try in a row, with up to a quarter more. */
int64_t retry_pause_ms(unsigned tries, int64_t first_ms);

/* Sets *seconds, 0 or more, to what Retry-After asks for (RFC 9110 section 10.2.3);
 * false when it asks for nothing that is understood. `delay_s` is libcurl's
 * CURLINFO_RETRY_AFTER. A date is compared with the response's own Date, so that a clock
 * that is wrong here does no harm, and with `now` where there is none. */
bool retry_after_s(int64_t *seconds, curl_off_t delay_s, const struct http_response *response,
		   int64_t now);

/* Milliseconds with up to a quarter more, so that what failed together does not
 * come back together. */
int64_t retry_jitter_ms(int64_t ms);

#endif
