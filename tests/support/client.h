/* client.h - a registry client of a test, with what it borrows, and one
 * question at a time. */
#ifndef DIGESTBUMP_TESTS_SUPPORT_CLIENT_H
#define DIGESTBUMP_TESTS_SUPPORT_CLIENT_H

#include "sandbox.h"
#include <digestbump/base/context.h>
#include <digestbump/config/config.h>
#include <digestbump/config/credentials.h>
#include <digestbump/http/http.h>
#include <digestbump/registry/registry.h>
#include <stdatomic.h>

struct client {
	struct context context;
	atomic_int stop; /* 1: the run shall end */
	struct sandbox *home;
	struct config *config;
	struct credentials *credentials;
	struct http *http;
	struct registry *registry;
};

/* Gives a client. `config` is a whole .digestbump.yaml, `docker` a whole
 * config.json of docker's; NULL: none. `endpoint` is an argument of --registry
 * (NULL: none). */
struct client *client_new(const char *config, const char *docker, const char *endpoint) MUST_CHECK;
void client_free(struct client *client); /* NULL is fine */
DEFINE_OWNED(client)

/* What came of one question. */
struct reply {
	unsigned calls;
	char *digest;
	char *media_type;
	size_t entries;
	char *platform; /* of the first entry */
	char *config_digest;
	char *tags; /* with blanks between them */
	struct error *error;
};

void reply_clear(struct reply *reply);

/* For registry_head() and registry_manifest(), with a struct reply as data. */
void reply_head(void *data, const struct registry_head *head, struct error *error);
void reply_manifest(void *data, const struct manifest *manifest, struct error *error);

/* Asks and waits. Gives the reply; it must have come once. */
struct reply client_head(struct client *client, const char *host, const char *repository,
			 const char *tag_or_digest) MUST_CHECK;
struct reply client_manifest(struct client *client, const char *host, const char *repository,
			     const char *tag_or_digest) MUST_CHECK;

/* Both in one: asks for the manifest, then for its platform. */
struct reply client_platform(struct client *client, const char *host, const char *repository,
			     const char *tag_or_digest) MUST_CHECK;

/* Lists the tags. */
struct reply client_tags(struct client *client, const char *host, const char *repository)
    MUST_CHECK;

#endif
