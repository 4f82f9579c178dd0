#include "server.h"
#include "server_parts.h"
#include "tls.h"
#include <arpa/inet.h>
#include <assert.h>
#include <digestbump/base/map.h>
#include <digestbump/base/memory.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <pthread.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { TOGETHER_MOST_S = 60, BACKLOG = 256, TLS_HANDSHAKE_BYTE = 0x16 };

/* The replies of one path, owned, and how many were played. */
struct script {
	struct server_reply *replies;
	size_t count;
	size_t played;
};

struct connection {
	struct server *server;
	unsigned number;
	int fd;
	pthread_t thread;
};

struct server {
	int listener;
	unsigned port;
	char *url;
	const struct tls *tls;
	pthread_t acceptor;

	pthread_mutex_t lock; /* of everything below */
	pthread_cond_t changed;
	bool is_stopping;
	struct map *scripts;
	server_handler *decide;
	void *decide_data;
	char *first_words; /* NULL: HTTP */
	struct server_request **requests;
	size_t request_count;
	struct connection **connections;
	size_t connection_count;
	unsigned at_once;
	unsigned most_at_once;
	unsigned waiting; /* held by `together` */
	unsigned releases;
};

static void copy_reply(struct server_reply *to, const struct server_reply *from)
{
	*to = *from;
	if (!to->status)
		to->status = 200;
	if (!to->body_size && from->body)
		to->body_size = strlen(from->body);
	to->headers = must_copy(from->headers);
	to->body = must_copy_bytes(from->body ? from->body : "", to->body_size);
}

static void clear_reply(struct server_reply *reply)
{
	free((char *)reply->headers);
	free((char *)reply->body);
}

void server_add_reply(struct server *server, const char *what, struct server_reply reply)
{
	pthread_mutex_lock(&server->lock);
	struct script *script = map_get(server->scripts, what);

	if (!script) {
		script = must_alloc(sizeof(*script));
		map_set(server->scripts, what, script);
	}
	script->replies = must_grow(script->replies, script->count, sizeof(*script->replies));
	copy_reply(&script->replies[script->count++], &reply);
	pthread_mutex_unlock(&server->lock);
}

void server_set_handler(struct server *server, server_handler *decide, void *data)
{
	pthread_mutex_lock(&server->lock);
	server->decide = decide;
	server->decide_data = data;
	pthread_mutex_unlock(&server->lock);
}

void server_speak_first(struct server *server, const char *bytes)
{
	pthread_mutex_lock(&server->lock);
	free(server->first_words);
	server->first_words = must_copy(bytes);
	pthread_mutex_unlock(&server->lock);
}

enum { NAMES = 4 };

/* The names under which a request may have a script, the exact one first. */
static void name_request(char *names[NAMES], const struct server_request *request)
{
	size_t bare = strcspn(request->target, "?");

	names[0] = must_format("%s %s", request->method, request->target);
	names[1] = must_copy(request->target);
	names[2] = must_format("%s %.*s", request->method, (int)bare, request->target);
	names[3] = must_copy_bytes(request->target, bare);
}

static bool is_request(const struct server_request *request, const char *what)
{
	char *names[NAMES];
	bool is = false;

	name_request(names, request);
	for (size_t i = 0; i < NAMES; i++) {
		is = is || strcmp(names[i], what) == 0;
		free(names[i]);
	}
	return is;
}

static struct script *find_script(struct server *server, const struct server_request *request)
{
	char *names[NAMES];
	struct script *script = NULL;

	name_request(names, request);
	for (size_t i = 0; i < NAMES; i++) {
		if (!script)
			script = map_get(server->scripts, names[i]);
		free(names[i]);
	}
	return script;
}

static void choose_reply(struct server_reply *out, struct server *server,
			 const struct server_request *request)
{
	struct script *script = find_script(server, request);
	struct server_reply reply = { .status = 404,
				      .headers =
					  "Docker-Distribution-Api-Version: registry/2.0\r\n" };

	if (script) {
		size_t turn = script->played < script->count ? script->played : script->count - 1;

		reply = script->replies[turn];
		script->played++;
	} else if (server->decide) {
		reply.status = 200;
		server->decide(server->decide_data, request, &reply);
	}
	copy_reply(out, &reply);
}

/* Holds the caller until `together` requests stand here, then lets them all go. */
static void wait_together(struct server *server, unsigned together)
{
	unsigned releases = server->releases;
	struct timespec until;

	if (!together)
		return;
	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += TOGETHER_MOST_S;
	if (++server->waiting >= together) {
		server->waiting = 0;
		server->releases++;
		pthread_cond_broadcast(&server->changed);
		return;
	}
	while (releases == server->releases && !server->is_stopping)
		if (pthread_cond_timedwait(&server->changed, &server->lock, &until) != 0)
			break;
	if (releases == server->releases)
		server->waiting--;
}

static void pause_ms(unsigned ms)
{
	struct timespec pause = { ms / 1000, (long)(ms % 1000) * 1000000 };

	if (ms)
		nanosleep(&pause, NULL);
}

/* Records the request and gives what to reply. Takes request. */
static void take_request(struct server_reply *out, struct server *server,
			 struct server_request *request)
{
	pthread_mutex_lock(&server->lock);
	server->requests =
	    must_grow(server->requests, server->request_count, sizeof(*server->requests));
	server->requests[server->request_count++] = request;
	if (++server->at_once > server->most_at_once)
		server->most_at_once = server->at_once;
	choose_reply(out, server, request);
	wait_together(server, out->together);
	pthread_mutex_unlock(&server->lock);
	pause_ms(out->delay_ms);
}

/* Turns to TLS when the client begins a handshake. False: the client left. */
static bool open_tls(struct wire *wire, const struct tls *tls)
{
	char first = 0;

	if (recv(wire->fd, &first, 1, MSG_PEEK) != 1)
		return false;
	if (!tls || first != TLS_HANDSHAKE_BYTE)
		return true;
	wire->ssl = tls_accept(tls, wire->fd);
	return wire->ssl != NULL;
}

static bool is_tunnel(const struct server_request *request, const struct server_reply *reply)
{
	return strcmp(request->method, "CONNECT") == 0 && reply->status / 100 == 2;
}

/* One request and its reply. False when the connection is over. */
static bool serve_one(struct connection *connection, struct wire *wire)
{
	struct server *server = connection->server;
	struct server_request *request = wire_read(wire);
	struct server_reply reply;

	if (!request)
		return false;
	request->connection = connection->number;
	take_request(&reply, server, request);
	/* Counted as gone before the client can know that it is answered. */
	pthread_mutex_lock(&server->lock);
	server->at_once--;
	pthread_mutex_unlock(&server->lock);
	bool goes_on = wire_write(wire, &reply, request->method);

	if (goes_on && is_tunnel(request, &reply))
		goes_on = open_tls(wire, server->tls);
	clear_reply(&reply);
	return goes_on;
}

/* Gives what every connection is answered with, NULL for HTTP. */
static char *copy_first_words(struct server *server)
{
	pthread_mutex_lock(&server->lock);
	char *words = must_copy(server->first_words);

	pthread_mutex_unlock(&server->lock);
	return words;
}

static void speak_first(const struct connection *connection, const char *words)
{
	char bytes[4096];

	/* What is not read would make closing a reset, which may overtake the words. */
	if (recv(connection->fd, bytes, sizeof(bytes), 0) > 0)
		send(connection->fd, words, strlen(words), MSG_NOSIGNAL);
}

static void *serve(void *data)
{
	struct connection *connection = data;
	struct wire wire = { .fd = connection->fd, .ahead = text_new(0) };
	OWNED_STRING words = copy_first_words(connection->server);

	if (words)
		speak_first(connection, words);
	else if (open_tls(&wire, connection->server->tls))
		while (serve_one(connection, &wire))
			continue;
	if (wire.ssl) {
		SSL_shutdown(wire.ssl);
		SSL_free(wire.ssl);
	}
	text_free(wire.ahead);
	shutdown(connection->fd, SHUT_RDWR);
	return NULL;
}

static void start_connection(struct server *server, int fd)
{
	struct connection *connection = must_alloc(sizeof(*connection));

	pthread_mutex_lock(&server->lock);
	server->connections =
	    must_grow(server->connections, server->connection_count, sizeof(struct connection *));
	server->connections[server->connection_count++] = connection;
	*connection = (struct connection){ .server = server,
					   .number = (unsigned)server->connection_count,
					   .fd = fd };
	pthread_create(&connection->thread, NULL, serve, connection);
	pthread_mutex_unlock(&server->lock);
}

static void *accept_all(void *data)
{
	struct server *server = data;

	for (;;) {
		int fd = accept(server->listener, NULL, NULL);

		if (fd < 0 && errno != ECONNABORTED && errno != EINTR)
			return NULL;
		/* Else a body waits 40 ms for the acknowledgement of its headers. */
		const int at_once = 1;

		if (fd >= 0 &&
		    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &at_once, sizeof(at_once)) == 0)
			start_connection(server, fd);
	}
}

static void listen_anywhere(struct server *server)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
				       .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t size = sizeof(address);

	server->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	int failed = bind(server->listener, (struct sockaddr *)&address, size);

	failed |= listen(server->listener, BACKLOG);
	failed |= getsockname(server->listener, (struct sockaddr *)&address, &size);
	assert(!failed);
	(void)failed;
	server->port = ntohs(address.sin_port);
	server->url = must_format("http://127.0.0.1:%u", server->port);
}

struct server *server_new_tls(const struct tls *tls)
{
	struct server *server = must_alloc(sizeof(*server));

	server->tls = tls;
	server->scripts = map_new();
	pthread_mutex_init(&server->lock, NULL);
	pthread_cond_init(&server->changed, NULL);
	listen_anywhere(server);
	pthread_create(&server->acceptor, NULL, accept_all, server);
	return server;
}

struct server *server_new(void)
{
	return server_new_tls(NULL);
}

static void stop_connections(struct server *server)
{
	pthread_mutex_lock(&server->lock);
	server->is_stopping = true;
	pthread_cond_broadcast(&server->changed);
	for (size_t i = 0; i < server->connection_count; i++)
		shutdown(server->connections[i]->fd, SHUT_RDWR);
	pthread_mutex_unlock(&server->lock);
	for (size_t i = 0; i < server->connection_count; i++) {
		pthread_join(server->connections[i]->thread, NULL);
		close(server->connections[i]->fd);
		free(server->connections[i]);
	}
	free(server->connections);
}

static void free_scripts(struct map *scripts)
{
	for (size_t i = 0; i < map_count(scripts); i++) {
		struct script *script = map_value(scripts, i);

		for (size_t k = 0; k < script->count; k++)
			clear_reply(&script->replies[k]);
		free(script->replies);
		free(script);
	}
	map_free(scripts);
}

void server_free(struct server *server)
{
	if (!server)
		return;
	shutdown(server->listener, SHUT_RDWR);
	pthread_join(server->acceptor, NULL);
	close(server->listener);
	stop_connections(server);
	free_scripts(server->scripts);
	for (size_t i = 0; i < server->request_count; i++)
		server_request_free(server->requests[i]);
	free(server->requests);
	pthread_cond_destroy(&server->changed);
	pthread_mutex_destroy(&server->lock);
	free(server->first_words);
	free(server->url);
	free(server);
}

unsigned server_port(const struct server *server)
{
	return server->port;
}

const char *server_url(const struct server *server)
{
	return server->url;
}

const char *server_host(const struct server *server)
{
	return server->url + strlen("http://");
}

size_t server_count(struct server *server, const char *what)
{
	size_t count = 0;

	pthread_mutex_lock(&server->lock);
	for (size_t i = 0; i < server->request_count; i++)
		count += !what || is_request(server->requests[i], what);
	pthread_mutex_unlock(&server->lock);
	return count;
}

const struct server_request *server_request(struct server *server, size_t index)
{
	pthread_mutex_lock(&server->lock);
	const struct server_request *request =
	    index < server->request_count ? server->requests[index] : NULL;

	pthread_mutex_unlock(&server->lock);
	return request;
}

unsigned server_connections(struct server *server)
{
	pthread_mutex_lock(&server->lock);
	unsigned count = (unsigned)server->connection_count;

	pthread_mutex_unlock(&server->lock);
	return count;
}

unsigned server_most_parallel(struct server *server)
{
	pthread_mutex_lock(&server->lock);
	unsigned most = server->most_at_once;

	pthread_mutex_unlock(&server->lock);
	return most;
}
