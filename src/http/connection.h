/* connection.h - the sockets of a pool: judged when they are opened, counted while they
 * are read.
 *
 * libcurl asks here for every socket, so that the address that a name really led to is
 * judged (address.h), and tells here of every request that a connection is used for, also
 * of one that was opened for another request. Bytes that libcurl reads and never shows
 * (chunk extensions, for one) are counted by the kernel.
 */
#ifndef DIGESTBUMP_SRC_HTTP_CONNECTION_H
#define DIGESTBUMP_SRC_HTTP_CONNECTION_H

#include "sockets.h"
#include <curl/curl.h>
#include <digestbump/base/own.h>
#include <stdbool.h>

struct transfer;

void sockets_clear(struct sockets *sockets); /* frees the list; the sockets are libcurl's */

/* Sets libcurl's callbacks on the transfer's handle. */
CURLcode connection_prepare(struct transfer *transfer) MUST_CHECK;

/* True when more bytes came for this request than its ceiling explains. */
bool connection_has_excess(const struct transfer *transfer);

#endif
