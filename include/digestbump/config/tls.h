/* tls.h - the certificates for connections to one host.
 *
 * From `registries` of the configuration (ca, cert, key, insecure) and from the
 * directories that docker and podman keep: the first of
 *     $XDG_CONFIG_HOME/containers/certs.d (~/.config/containers/certs.d),
 *     /etc/containers/certs.d, ~/.docker/certs.d, /etc/docker/certs.d
 * that has one named HOST or HOST:PORT. In it, *.crt are authorities in addition
 * to the system's, X.cert and X.key the client's certificate and its key; of several
 * pairs the first by name is used. The pair of the configuration takes precedence
 * over that of a directory; all authorities are used. Opens no connections.
 */
#ifndef DIGESTBUMP_CONFIG_TLS_H
#define DIGESTBUMP_CONFIG_TLS_H

#include <digestbump/base/context.h>
#include <digestbump/config/config.h>

struct tls_config {
	struct text *authorities; /* PEM, in addition to the system's; NULL: none */
	char *cert;               /* paths of PEM files; NULL: none */
	char *key;
	bool insecure; /* certificates are not verified */
};

/* Gives the settings for the host of a connection: "ghcr.io", "registry-1.docker.io",
 * "127.0.0.1:5000" (without the default port of https). Entries of `registries`
 * apply to the host of their endpoint.
 * ERROR_USAGE: a file cannot be read or is not PEM, a certificate has no key or a
 * key no certificate (the error has the path), or two entries with the
 * same endpoint host have different settings. */
struct error *tls_config_find(struct tls_config **out, const struct config *config,
			      const struct context *context, const char *host) MUST_CHECK;
void tls_config_free(struct tls_config *tls); /* NULL is fine */
DEFINE_OWNED(tls_config)

#endif
