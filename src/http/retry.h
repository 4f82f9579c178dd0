/* retry.h - which answers are worth another try, and when. */
#ifndef DIGESTBUMP_SRC_HTTP_RETRY_H
#define DIGESTBUMP_SRC_HTTP_RETRY_H

#include <digestbump/http/http.h>
#include <stdbool.h>
#include <stdint.h>

/* A status that may pass by itself. */
bool retry_is_due(long status);

/* The pause behind the tries-th try in a row, with up to a quarter more. */
int64_t retry_pause_ms(unsigned tries, int64_t first_ms);

/* What Retry-After asks for, in seconds, 0 or more; false when it asks for
 * nothing, or nonsense. A date is compared with the response's own Date, and
 * only without one with `now`. */
bool retry_after_s(int64_t *seconds, const struct http_response *response, int64_t now);

/* Milliseconds with up to a quarter more, so that what failed together does not
 * come back together. */
int64_t retry_jitter_ms(int64_t ms);

#endif
