/* timeouts.h - time-outs and request limits of the pool. Taken from the configuration;
 * tests set shorter ones. */
#ifndef DIGESTBUMP_SRC_HTTP_TIMEOUTS_H
#define DIGESTBUMP_SRC_HTTP_TIMEOUTS_H

#include <digestbump/config/config.h>
#include <digestbump/http/http.h>
#include <stdint.h>

struct timing {
	long connect_ms;
	long request_ms;
	long low_speed_s;
	int64_t retry_pause_ms; /* before the second try; triples */
	int64_t wait_ms;        /* total pause that a host may ask for; 0: none */
	int64_t budget_ms;      /* for the whole run; 0: no limit */
	unsigned parallel;      /* parallel requests to one host; 0: REQUESTS_PER_HOST_MOST */
	unsigned rate;          /* requests per second to one host; 0: no limit */
};

/* Gives the timing that the configuration sets. */
struct timing timing_of_config(const struct network_config *network);

/* Applies to requests that start after the call. Copies timing. */
void http_set_timing(struct http *http, const struct timing *timing);

#endif
