#include "tls.h"
#include <assert.h>
#include <digestbump/base/memory.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

enum { VALID_S = 24 * 60 * 60 };

struct tls {
	SSL_CTX *context;
	char *authority_file;
};

/* Gives a certificate for `key`, yet unsigned, issued by `issuer` (NULL: by itself). */
static X509 *issue(EVP_PKEY *key, const char *name, X509 *issuer)
{
	X509 *certificate = X509_new();
	X509_NAME *subject = X509_get_subject_name(certificate);

	X509_set_version(certificate, X509_VERSION_3);
	ASN1_INTEGER_set(X509_get_serialNumber(certificate), issuer ? 2 : 1);
	X509_gmtime_adj(X509_getm_notBefore(certificate), -VALID_S);
	X509_gmtime_adj(X509_getm_notAfter(certificate), VALID_S);
	X509_set_pubkey(certificate, key);
	X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, (const unsigned char *)name, -1, -1,
				   0);
	X509_set_issuer_name(certificate, X509_get_subject_name(issuer ? issuer : certificate));
	return certificate;
}

static void extend(X509 *certificate, X509 *issuer, int which, const char *value)
{
	X509V3_CTX context;

	X509V3_set_ctx(&context, issuer, certificate, NULL, NULL, 0);
	X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, &context, which, value);

	assert(extension);
	X509_add_ext(certificate, extension, -1);
	X509_EXTENSION_free(extension);
}

static char *write_authority(X509 *authority)
{
	char *path = must_copy("/tmp/digestbump-test-authority-XXXXXX");
	int fd = mkstemp(path);
	FILE *file = fd >= 0 ? fdopen(fd, "w") : NULL;

	assert(file);
	PEM_write_X509(file, authority);
	fclose(file);
	return path;
}

struct tls *tls_new(const char *names)
{
	struct tls *tls = must_alloc(sizeof(*tls));
	EVP_PKEY *authority_key = EVP_EC_gen("P-256");
	EVP_PKEY *key = EVP_EC_gen("P-256");
	X509 *authority = issue(authority_key, "test authority", NULL);
	X509 *certificate = issue(key, "test server", authority);

	/* OpenSSL writes to its sockets without MSG_NOSIGNAL. */
	signal(SIGPIPE, SIG_IGN);
	extend(authority, authority, NID_basic_constraints, "critical,CA:TRUE");
	X509_sign(authority, authority_key, EVP_sha256());
	extend(certificate, authority, NID_subject_alt_name, names);
	X509_sign(certificate, authority_key, EVP_sha256());
	tls->context = SSL_CTX_new(TLS_server_method());
	SSL_CTX_use_certificate(tls->context, certificate);
	SSL_CTX_use_PrivateKey(tls->context, key);
	tls->authority_file = write_authority(authority);
	X509_free(certificate);
	X509_free(authority);
	EVP_PKEY_free(key);
	EVP_PKEY_free(authority_key);
	return tls;
}

void tls_free(struct tls *tls)
{
	if (!tls)
		return;
	SSL_CTX_free(tls->context);
	unlink(tls->authority_file);
	free(tls->authority_file);
	free(tls);
}

const char *tls_authority_file(const struct tls *tls)
{
	return tls->authority_file;
}

SSL *tls_accept(const struct tls *tls, int fd)
{
	SSL *ssl = SSL_new(tls->context);

	SSL_set_fd(ssl, fd);
	if (SSL_accept(ssl) == 1)
		return ssl;
	SSL_free(ssl);
	return NULL;
}
