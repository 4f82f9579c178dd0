/* proxy_environment.h - proxies and certificate authorities, as the environment names
 * them.
 *
 * libcurl itself must not look there: what is not set here is set to nothing
 * there. CURL_CA_BUNDLE is curl's own and not read.
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

/* ERROR_USAGE: a proxy variable holds no proxy address. */
struct error *environment_read(struct environment *out, const struct context *context) MUST_CHECK;

#endif
