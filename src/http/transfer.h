/* transfer.h - one try of one request, on a libcurl handle that is used again. */
#ifndef DIGESTBUMP_SRC_HTTP_TRANSFER_H
#define DIGESTBUMP_SRC_HTTP_TRANSFER_H

#include "environment.h"
#include "job.h"
#include "response.h"
#include "timing.h"

/* What is the same for all requests of a pool. */
struct settings {
	struct environment environment;
	struct patience patience;
	char *user_agent; /* owned by the pool */
};

struct queue;

struct transfer {
	CURL *easy;
	struct queue *queue; /* borrowed */
	struct job *job;     /* NULL: not in use */
	struct answer answer;
	char message[CURL_ERROR_SIZE];
	int64_t started_ms;
	struct transfer *next; /* of those not in use */
};

/* Gives a transfer that is not in use. Borrows queue, which is told when a host
 * is reached. */
struct transfer *transfer_new(struct queue *queue) MUST_CHECK;
void transfer_free(struct transfer *transfer); /* NULL is fine */
DEFINE_OWNED(transfer)

/* Makes the handle ready to ask what job asks. Nothing is left of what it asked
 * before. Borrows job and settings until the transfer is over; transfer->job
 * is set, also on an error.
 * ERROR_UNSUPPORTED: this libcurl lacks an option. */
struct error *transfer_begin(struct transfer *transfer, struct job *job,
			     const struct settings *settings) MUST_CHECK;

long transfer_number(const struct transfer *transfer, CURLINFO which); /* 0: unknown */

#endif
