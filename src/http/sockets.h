/* sockets.h - the open sockets of a pool, and the connection that a transfer uses. */
#ifndef DIGESTBUMP_SRC_HTTP_SOCKETS_H
#define DIGESTBUMP_SRC_HTTP_SOCKETS_H

#include <digestbump/http/address.h>
#include <netinet/in.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

/* An open socket and its peer address. */
struct open_socket {
	int fd;
	struct sockaddr_storage peer;
};

/* The open sockets of a pool. */
struct sockets {
	struct open_socket *items;
	size_t count;
};

/* The connection that a transfer uses. */
struct connection {
	struct sockets *sockets; /* of the pool; borrowed */
	int fd;                  /* -1: not connected yet */
	uint64_t received;       /* bytes before this request */
	enum address_class class;
	char refused[INET6_ADDRSTRLEN]; /* the address that was refused; "": none */
};

#endif
