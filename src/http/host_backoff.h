/* host_backoff.h - how a host's answers bear on what goes to it next.
 *
 * Keeps a host's account: failures in a row, pauses that it asked for. Decides
 * nothing about a single request.
 */
#ifndef DIGESTBUMP_SRC_HTTP_HOST_BACKOFF_H
#define DIGESTBUMP_SRC_HTTP_HOST_BACKOFF_H

#include "queue.h"
#include "timeouts.h"

/* 502, 503, 504: a proxy answers in place of the server. */
bool backoff_is_server_trouble(long status);

/* Takes note of a request's end without an answer. Borrows error. */
void backoff_note_failure(struct host *host, const struct error *error);

/* Takes note of an answer; trouble counts as a failure. */
void backoff_note_response(struct host *host, long status);

/* Takes note of a 429, before the pause that it leads to: half as many requests
 * at once from now on. */
void backoff_halve_parallel(struct host *host, int64_t now_ms);

/* Has the host wait for pause_ms, and counts it. False, and nothing is done: with
 * this it would be more than most_ms. */
bool backoff_pause(struct host *host, int64_t now_ms, int64_t pause_ms, int64_t most_ms);

#endif
