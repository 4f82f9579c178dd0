/* timeouts.h - how long the pool waits for what, and how hard it presses. The
 * configuration says it; tests, which must not take minutes, say less. */
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
	int64_t wait_ms;        /* that a host may have us wait, in all; 0: not at all */
	int64_t budget_ms;      /* for everything; 0: no end */
	unsigned parallel;      /* requests at once to one host; 0: REQUESTS_PER_HOST_MOST */
	unsigned rate;          /* requests a second to one host; 0: as they come */
};

/* What the configuration says. */
struct timing timing_of_config(const struct network_config *network);

/* Holds for requests that start from now on. Copies timing. */
void http_set_timing(struct http *http, const struct timing *timing);

#endif
