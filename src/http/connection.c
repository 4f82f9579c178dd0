#include "connection.h"
#include "queue.h"
#include "transfer_state.h"
#include <arpa/inet.h>
#include <digestbump/base/memory.h>
#include <digestbump/limits.h>
#include <linux/tcp.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

void sockets_clear(struct sockets *sockets)
{
	free(sockets->items);
	*sockets = (struct sockets){ 0 };
}

/* libcurl 7.88 does not say whether it goes through a proxy. Where one is set, the port
 * tells; with the same port for both, it is one unless hosts are excepted. */
static bool is_proxy(const struct transfer *transfer, unsigned port)
{
	if (!transfer->proxy || transfer->queued->host->loopback)
		return false;
	return port != transfer->queued->host->port || !transfer->has_no_proxy;
}

/* False: the address must not be connected to for this request. */
static bool judge(struct transfer *transfer, const struct sockaddr *address)
{
	struct connection *connection = &transfer->connection;
	bool is_v4 = address->sa_family == AF_INET;
	const struct sockaddr_in *v4 = (const struct sockaddr_in *)address;
	const struct sockaddr_in6 *v6 = (const struct sockaddr_in6 *)address;
	enum address_class class = address_class(address);

	if (is_proxy(transfer, ntohs(is_v4 ? v4->sin_port : v6->sin6_port))) {
		connection->class = address_class_of_text(transfer->queued->host_name);
		return true;
	}
	connection->class = class;
	if (address_is_allowed(class, transfer->queued->address_most))
		return true;
	inet_ntop(address->sa_family, is_v4 ? (const void *)&v4->sin_addr : &v6->sin6_addr,
		  connection->refused, sizeof(connection->refused));
	return false;
}

static curl_socket_t open_socket(void *data, curlsocktype purpose, struct curl_sockaddr *address)
{
	struct transfer *transfer = data;
	struct sockets *sockets = transfer->connection.sockets;

	if (purpose != CURLSOCKTYPE_IPCXN || !judge(transfer, &address->addr))
		return CURL_SOCKET_BAD;
	int fd = socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);

	if (fd < 0)
		return CURL_SOCKET_BAD;
	sockets->items = must_grow(sockets->items, sockets->count, sizeof(*sockets->items));
	struct open_socket *item = &sockets->items[sockets->count++];

	*item = (struct open_socket){ .fd = fd };
	memcpy(&item->peer, &address->addr, address->addrlen);
	return fd;
}

static int close_socket(void *data, curl_socket_t fd)
{
	struct sockets *sockets = data;

	for (size_t i = 0; i < sockets->count; i++)
		if (sockets->items[i].fd == fd)
			sockets->items[i--] = sockets->items[--sockets->count];
	return close(fd);
}

static uint64_t bytes_received(int fd)
{
	struct tcp_info info = { 0 };
	socklen_t size = sizeof(info);

	return getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &size) == 0 ? info.tcpi_bytes_received
									: 0;
}

static bool has_local_port(int fd, int port)
{
	union {
		struct sockaddr any;
		struct sockaddr_in v4;
		struct sockaddr_in6 v6;
	} address = { .v6 = { 0 } };
	socklen_t size = sizeof(address);

	if (getsockname(fd, &address.any, &size) < 0)
		return false;
	return ntohs(address.any.sa_family == AF_INET6 ? address.v6.sin6_port
						       : address.v4.sin_port) == port;
}

static const struct open_socket *find_socket(const struct sockets *sockets, int local_port)
{
	for (size_t i = 0; i < sockets->count; i++)
		if (has_local_port(sockets->items[i].fd, local_port))
			return &sockets->items[i];
	return NULL;
}

/* Called when the connection stands (TLS included), before the request. One that stood
 * already may have been opened for a request that could reach more. */
static int on_connected(void *data, char *remote, char *local, int remote_port, int local_port)
{
	struct transfer *transfer = data;
	struct connection *connection = &transfer->connection;
	const struct open_socket *socket = find_socket(connection->sockets, local_port);

	(void)remote;
	(void)local;
	(void)remote_port;
	if (!socket || !judge(transfer, (const struct sockaddr *)&socket->peer))
		return CURL_PREREQFUNC_ABORT;
	connection->fd = socket->fd;
	connection->received = bytes_received(connection->fd);
	queue_host_connected(transfer->queue, transfer->queued);
	return CURL_PREREQFUNC_OK;
}

/* Of HTTP/2 all requests of a host share the connection. */
bool connection_has_excess(const struct transfer *transfer)
{
	const struct connection *connection = &transfer->connection;
	uint64_t most = 2 * (uint64_t)transfer->queued->body_most + WIRE_BYTES_MORE;

	long version = 0;

	if (connection->fd < 0)
		return false;
	if (curl_easy_getinfo(transfer->easy, CURLINFO_HTTP_VERSION, &version) == CURLE_OK &&
	    version == CURL_HTTP_VERSION_2_0)
		most *= REQUESTS_PER_HOST_MOST;
	/* libcurl may have closed it meanwhile: then there are none. */
	return bytes_received(connection->fd) > connection->received + most;
}

CURLcode connection_prepare(struct transfer *transfer)
{
	CURL *easy = transfer->easy;
	struct sockets *sockets = transfer->connection.sockets;

	transfer->connection = (struct connection){ .sockets = sockets, .fd = -1 };
	CURLcode code = curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, open_socket);

	if (code == CURLE_OK)
		code = curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, transfer);
	if (code == CURLE_OK)
		code = curl_easy_setopt(easy, CURLOPT_CLOSESOCKETFUNCTION, close_socket);
	if (code == CURLE_OK)
		code = curl_easy_setopt(easy, CURLOPT_CLOSESOCKETDATA, sockets);
	if (code == CURLE_OK)
		code = curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, on_connected);
	return code == CURLE_OK ? curl_easy_setopt(easy, CURLOPT_PREREQDATA, transfer) : code;
}
