/* patience.h - how long the pool waits for what. limits.h says it; tests, which
 * must not take minutes, say less. */
#ifndef DIGESTBUMP_HTTP_PATIENCE_H
#define DIGESTBUMP_HTTP_PATIENCE_H

#include <digestbump/http/http.h>
#include <stdint.h>

struct patience {
	long connect_ms;
	long request_ms;
	long low_speed_s;
	int64_t retry_pause_ms; /* before the second try; triples */
};

/* Holds for requests that start from now on. Copies patience. */
void http_set_patience(struct http *http, const struct patience *patience);

#endif
