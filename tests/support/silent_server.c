#include "silent_server.h"
#include "assertions.h"
#include <arpa/inet.h>
#include <digestbump/base/memory.h>
#include <sys/socket.h>
#include <unistd.h>

/* More than Linux lets into a queue of length 0. */
enum { CLIENTS = 8 };

struct deaf {
	int listener;
	int clients[CLIENTS];
	char *host;
};

struct deaf *deaf_new(void)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
				       .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t size = sizeof(address);
	struct deaf *deaf = must_alloc(sizeof(*deaf));

	deaf->listener = socket(AF_INET, SOCK_STREAM, 0);
	assert_int_equal(bind(deaf->listener, (struct sockaddr *)&address, size), 0);
	assert_int_equal(listen(deaf->listener, 0), 0);
	assert_int_equal(getsockname(deaf->listener, (struct sockaddr *)&address, &size), 0);
	for (size_t i = 0; i < CLIENTS; i++) {
		deaf->clients[i] = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
		(void)connect(deaf->clients[i], (struct sockaddr *)&address, size);
	}
	deaf->host = must_format("127.0.0.1:%u", ntohs(address.sin_port));
	return deaf;
}

void deaf_free(struct deaf *deaf)
{
	if (!deaf)
		return;
	for (size_t i = 0; i < CLIENTS; i++)
		close(deaf->clients[i]);
	close(deaf->listener);
	free(deaf->host);
	free(deaf);
}

const char *deaf_host(const struct deaf *deaf)
{
	return deaf->host;
}
