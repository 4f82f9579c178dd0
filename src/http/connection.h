/* connection.h - the sockets of a pool: checks addresses on connect, counts received
 * bytes.
 *
 * libcurl opens every socket through a callback here, so the resolved address is checked
 * (address.h). Another callback runs for every request on a connection, also on a reused
 * one. Bytes that libcurl reads but does not pass on (such as chunk extensions) are
 * counted by the kernel.
 */
#ifndef DIGESTBUMP_SRC_HTTP_CONNECTION_H
#define DIGESTBUMP_SRC_HTTP_CONNECTION_H

#include "sockets.h"
#include <curl/curl.h>
#include <digestbump/base/own.h>
#include <stdbool.h>

struct transfer;

void sockets_clear(struct sockets *sockets); /* frees the list; libcurl closes the sockets */

/* Sets libcurl's callbacks on the transfer's handle. */
CURLcode connection_prepare(struct transfer *transfer) MUST_CHECK;

/* True when more bytes were received for this request than its limits allow. */
bool connection_has_excess(const struct transfer *transfer);

#endif
