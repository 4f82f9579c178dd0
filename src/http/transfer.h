/* transfer.h - one try of one request, on a reusable libcurl handle. */
#ifndef DIGESTBUMP_SRC_HTTP_TRANSFER_H
#define DIGESTBUMP_SRC_HTTP_TRANSFER_H

#include "transfer_state.h"

/* Gives a transfer that is not in use. Borrows queue, which is notified when a
 * host is connected, and sockets. */
struct transfer *transfer_new(struct queue *queue, struct sockets *sockets) MUST_CHECK;
void transfer_free(struct transfer *transfer); /* NULL is fine */
DEFINE_OWNED(transfer)

/* Resets the handle and sets it up for the request. Borrows queued and settings until
 * the transfer ends; transfer->queued is set, also on an error.
 * ERROR_UNSUPPORTED: this libcurl lacks an option. */
struct error *transfer_begin(struct transfer *transfer, struct queued_request *queued,
			     const struct transfer_settings *settings) MUST_CHECK;

/* CURLINFO_RETRY_AFTER of the response; 0: none. */
curl_off_t transfer_retry_after_s(const struct transfer *transfer);

long transfer_number(const struct transfer *transfer, CURLINFO which); /* 0: unknown */

#endif
