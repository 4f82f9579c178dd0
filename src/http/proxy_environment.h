/* proxy_environment.h - reads the environment variables for proxies and certificate
 * authorities.
 *
 * libcurl must not read the environment itself: options that are not set here are set to
 * empty there. CURL_CA_BUNDLE belongs to the curl tool and is not read.
 */
#ifndef DIGESTBUMP_SRC_HTTP_PROXY_ENVIRONMENT_H
#define DIGESTBUMP_SRC_HTTP_PROXY_ENVIRONMENT_H

#include <digestbump/base/context.h>
#include <digestbump/base/error.h>

/* All borrowed from the context's variables; NULL: not set. */
struct environment {
	const char *plain_proxy;  /* for http; may hold credentials, never shown */
	const char *secure_proxy; /* for https; the same */
	const char *no_proxy;
	const char *authority_file;
	const char *authority_directory;
};

/* ERROR_USAGE: a proxy variable is not a proxy address. */
struct error *environment_read(struct environment *out, const struct context *context) MUST_CHECK;

#endif
