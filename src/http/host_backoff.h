/* host_backoff.h - delays or stops further requests to a host after failures.
 *
 * Records consecutive failures of a host and the pauses that it asked for. Does not decide
 * about single requests.
 */
#ifndef DIGESTBUMP_SRC_HTTP_HOST_BACKOFF_H
#define DIGESTBUMP_SRC_HTTP_HOST_BACKOFF_H

#include "queue.h"
#include "timeouts.h"

/* 502, 503, 504: the answer of a proxy in front of a failed server. */
bool backoff_is_server_trouble(long status);

/* Records that a request failed without a response. Borrows error. */
void backoff_note_failure(struct host *host, const struct error *error);

/* Records a response; 502, 503 and 504 count as failures. */
void backoff_note_response(struct host *host, long status);

/* Records a 429, before its pause: halves the number of parallel requests from
 * now on. */
void backoff_halve_parallel(struct host *host, int64_t now_ms);

/* Pauses the host for pause_ms and adds it to the total. False, and no change: the
 * total would exceed most_ms. */
bool backoff_pause(struct host *host, int64_t now_ms, int64_t pause_ms, int64_t most_ms);

#endif
