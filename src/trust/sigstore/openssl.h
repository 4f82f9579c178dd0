/* openssl.h - libcrypto's objects, freed when they leave their scope. */
#ifndef DIGESTBUMP_SRC_TRUST_SIGSTORE_OPENSSL_H
#define DIGESTBUMP_SRC_TRUST_SIGSTORE_OPENSSL_H

#include <digestbump/base/own.h>
#include <digestbump/base/text.h>
#include <openssl/bio.h>
#include <openssl/ct.h>
#include <openssl/evp.h>
#include <openssl/ts.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

/* OWNED(x509_st) is an X509 *, and so on: libcrypto's names for its structs. */
#define DEFINE_OPENSSL_OWNED(type, free_function)                                                  \
	static inline void type##_free(struct type *object)                                        \
	{                                                                                          \
		free_function(object);                                                             \
	}                                                                                          \
	DEFINE_OWNED(type)

static inline void borrowed_certificates_free(STACK_OF(X509) * list)
{
	sk_X509_free(list);
}

DEFINE_OPENSSL_OWNED(bio_st, BIO_free_all)
DEFINE_OPENSSL_OWNED(evp_pkey_st, EVP_PKEY_free)
DEFINE_OPENSSL_OWNED(evp_pkey_ctx_st, EVP_PKEY_CTX_free)
DEFINE_OPENSSL_OWNED(evp_md_ctx_st, EVP_MD_CTX_free)
DEFINE_OPENSSL_OWNED(x509_st, X509_free)
DEFINE_OPENSSL_OWNED(x509_store_st, X509_STORE_free)
DEFINE_OPENSSL_OWNED(x509_store_ctx_st, X509_STORE_CTX_free)
/* A list that borrows what is in it. */
DEFINE_OPENSSL_OWNED(stack_st_X509, borrowed_certificates_free)
DEFINE_OPENSSL_OWNED(stack_st_SCT, SCT_LIST_free)
DEFINE_OPENSSL_OWNED(stack_st_GENERAL_NAME, GENERAL_NAMES_free)
DEFINE_OPENSSL_OWNED(stack_st_ASN1_OBJECT, EXTENDED_KEY_USAGE_free)
DEFINE_OPENSSL_OWNED(TS_resp_st, TS_RESP_free)
DEFINE_OPENSSL_OWNED(TS_verify_ctx, TS_VERIFY_CTX_free)

static inline const unsigned char *slice_octets(struct slice slice)
{
	return (const unsigned char *)slice.at;
}

#endif
