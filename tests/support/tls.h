/* tls.h - a certificate authority for one test, and a server's identity of it.
 *
 * Made anew for every test, so that no key is kept in the repository and no
 * certificate runs out.
 */
#ifndef DIGESTBUMP_TESTS_SUPPORT_TLS_H
#define DIGESTBUMP_TESTS_SUPPORT_TLS_H

#include <digestbump/base/own.h>

struct tls;
typedef struct ssl_st SSL;

/* Gives an identity for `names` as in a certificate: "IP:127.0.0.1,DNS:localhost". */
struct tls *tls_new(const char *names) MUST_CHECK;
void tls_free(struct tls *tls); /* NULL is fine */
DEFINE_OWNED(tls)

/* The file with the authority's certificate (PEM), removed by tls_free(). Borrowed. */
const char *tls_authority_file(const struct tls *tls);

/* Gives the server's side of a handshake done over fd, NULL when it failed. */
SSL *tls_accept(const struct tls *tls, int fd) MUST_CHECK;

#endif
