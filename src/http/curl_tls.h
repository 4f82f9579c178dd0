/* curl_tls.h - sets the certificates of config/tls.h on libcurl handles. */
#ifndef DIGESTBUMP_SRC_HTTP_CURL_TLS_H
#define DIGESTBUMP_SRC_HTTP_CURL_TLS_H

#include "proxy_environment.h"
#include <curl/curl.h>
#include <digestbump/config/tls.h>

struct host_tls;

/* Gives the settings for a host; NULL: the defaults, that is the system's
 * authorities and no client certificate. Errors as tls_config_find(). */
struct error *host_tls_find(struct host_tls **out, const struct config *config,
			    const struct context *context, const struct environment *environment,
			    const char *host) MUST_CHECK;
void host_tls_free(struct host_tls *tls); /* NULL is fine */
DEFINE_OWNED(host_tls)

/* Sets it on a handle, which borrows it until the transfer ends. NULL: changes
 * nothing. */
CURLcode host_tls_apply(const struct host_tls *tls, CURL *easy);

/* True when certificates are not verified. NULL: false. */
bool host_tls_is_insecure(const struct host_tls *tls);

#endif
