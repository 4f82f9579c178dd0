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

#include <curl/curl.h>
#include <digestbump/base/error.h>
#include <digestbump/http/address.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/socket.h>

struct transfer;

/* An open socket, and where it was opened to. */
struct open_socket {
	int fd;
	struct sockaddr_storage peer;
};

/* The open sockets of a pool. */
struct sockets {
	struct open_socket *items;
	size_t count;
};

void sockets_clear(struct sockets *sockets); /* frees the list; the sockets are libcurl's */

/* What is known of the connection that a transfer uses. */
struct connection {
	struct sockets *sockets; /* of the pool; borrowed */
	int fd;                  /* -1: not connected yet */
	uint64_t received;       /* bytes before this request */
	enum address_class class;
	char refused[INET6_ADDRSTRLEN]; /* the address that was not connected to; "": none */
};

/* Sets libcurl's callbacks on the transfer's handle. */
CURLcode connection_prepare(struct transfer *transfer) MUST_CHECK;

/* True when more bytes came for this request than its ceiling explains. */
bool connection_has_excess(const struct transfer *transfer);

/* ERROR_UNTRUSTED: the host is written as an address that the request must not reach. */
struct error *connection_check_literal(const char *host, enum address_class most) MUST_CHECK;

/* Gives the error of an address that was not connected to. `host`: for people. */
struct error *connection_refused_error(const char *host, const char *address,
				       enum address_class most) MUST_CHECK;

#endif
