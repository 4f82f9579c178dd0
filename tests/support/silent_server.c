#include "silent_server.h"
#include "assertions.h"
#include <arpa/inet.h>
#include <digestbump/base/memory.h>
#include <sys/socket.h>
#include <unistd.h>

/* More than Linux lets into a queue of length 0. */
enum { CLIENTS = 8 };

struct silent_server {
	int listener;
	int clients[CLIENTS];
	char *host;
};

struct silent_server *silent_server_new(void)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
				       .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t size = sizeof(address);
	struct silent_server *silent_server = must_alloc(sizeof(*silent_server));

	silent_server->listener = socket(AF_INET, SOCK_STREAM, 0);
	assert_int_equal(bind(silent_server->listener, (struct sockaddr *)&address, size), 0);
	assert_int_equal(listen(silent_server->listener, 0), 0);
	assert_int_equal(getsockname(silent_server->listener, (struct sockaddr *)&address, &size),
			 0);
	for (size_t i = 0; i < CLIENTS; i++) {
		silent_server->clients[i] = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
		(void)connect(silent_server->clients[i], (struct sockaddr *)&address, size);
	}
	silent_server->host = must_format("127.0.0.1:%u", ntohs(address.sin_port));
	return silent_server;
}

void silent_server_free(struct silent_server *silent_server)
{
	if (!silent_server)
		return;
	for (size_t i = 0; i < CLIENTS; i++)
		close(silent_server->clients[i]);
	close(silent_server->listener);
	free(silent_server->host);
	free(silent_server);
}

const char *silent_server_host(const struct silent_server *silent_server)
{
	return silent_server->host;
}
