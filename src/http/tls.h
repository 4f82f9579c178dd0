/* tls.h - the certificates of config/trust.h, as libcurl wants them. */
#ifndef DIGESTBUMP_SRC_HTTP_TLS_H
#define DIGESTBUMP_SRC_HTTP_TLS_H

#include "environment.h"
#include <curl/curl.h>
#include <digestbump/config/tls.h>

struct trusted;

/* Gives what holds for a host, NULL when nothing special does: the system's
 * authorities and no client certificate. Errors as trust_find(). */
struct error *trusted_find(struct trusted **out, const struct config *config,
			   const struct context *context, const struct environment *environment,
			   const char *host) MUST_CHECK;
void trusted_free(struct trusted *trusted); /* NULL is fine */
DEFINE_OWNED(trusted)

/* Sets it on a handle, which borrows it until the transfer is over. NULL sets
 * nothing. */
CURLcode trusted_apply(const struct trusted *trusted, CURL *easy);

/* True when any certificate will do. NULL: false. */
bool trusted_is_insecure(const struct trusted *trusted);

#endif
