/* tls.h - which certificates one host is spoken to with.
 *
 * From `registries` of the configuration (ca, cert, key, insecure) and from the
 * directories that docker and podman keep: the first of
 *     $XDG_CONFIG_HOME/containers/certs.d (~/.config/containers/certs.d),
 *     /etc/containers/certs.d, ~/.docker/certs.d, /etc/docker/certs.d
 * that has one named HOST or HOST:PORT. In it, *.crt are authorities beside the
 * system's, X.cert and X.key the client's certificate and its key; of several
 * pairs the first by name is used. The configuration's pair goes before that of
 * a directory; authorities add up. Knows nothing of TLS itself.
 */
#ifndef DIGESTBUMP_CONFIG_TLS_H
#define DIGESTBUMP_CONFIG_TLS_H

#include <digestbump/base/context.h>
#include <digestbump/config/config.h>

struct tls_config {
	struct text *authorities; /* PEM, beside the system's; NULL: none */
	char *cert;               /* paths of PEM files; NULL: none */
	char *key;
	bool insecure; /* any certificate will do */
};

/* Gives what holds for the host of a connection: "ghcr.io", "registry-1.docker.io",
 * "127.0.0.1:5000" (a port that is https' own left out). Entries of `registries`
 * hold for the host that they lead to.
 * ERROR_USAGE: a file cannot be read or is no PEM, a certificate has no key or a
 * key no certificate (the path is told), or two entries that lead to the
 * same host differ in what they say of it. */
struct error *tls_config_find(struct tls_config **out, const struct config *config,
			      const struct context *context, const char *host) MUST_CHECK;
void tls_config_free(struct tls_config *tls); /* NULL is fine */
DEFINE_OWNED(tls_config)

#endif
