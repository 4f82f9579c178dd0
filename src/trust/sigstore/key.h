/* key.h - public keys, and signatures by them.
 *
 * Which hash goes with which key is the key's to say, never the signature's:
 * P-256 and RSA SHA-256, P-384 SHA-384, P-521 SHA-512, Ed25519 pure. Signatures
 * with SHA-256 by the larger curves count, too: cosign made them until 2026.
 */
#ifndef DIGESTBUMP_SRC_TRUST_SIGSTORE_KEY_H
#define DIGESTBUMP_SRC_TRUST_SIGSTORE_KEY_H

#include "openssl.h"
#include <digestbump/trust/sigstore.h>

enum key_kind { KEY_P256, KEY_P384, KEY_P521, KEY_RSA, KEY_ED25519 };

struct public_key {
	EVP_PKEY *pkey;
	enum key_kind kind;
	unsigned rsa_bits;
	struct text spki;  /* its SubjectPublicKeyInfo, DER */
	char *fingerprint; /* "sha256:" and the hex of spki's hash */
};

/* Gives the key of a SubjectPublicKeyInfo in DER, all of it. */
struct error *public_key_from_der(struct public_key **out, struct slice der) MUST_CHECK;

/* Gives a certificate's key. */
struct error *public_key_of_certificate(struct public_key **out, X509 *certificate) MUST_CHECK;

/* Gives what is in the one block of a PEM text, and its label in *label:
 * "CERTIFICATE", "PUBLIC KEY" ... */
struct error *pem_decode(struct text **out, char **label, struct slice pem) MUST_CHECK;

/* NULL when `signature` is the key's over the message; *hash (may be NULL) is then the
 * hash that it was made with: "sha256", "sha384", "sha512", of Ed25519 "sha256", for that
 * is how its messages are looked up. ERROR_UNTRUSTED. */
struct error *public_key_verify(const char **hash, const struct public_key *key,
				struct slice signature, struct slice message) MUST_CHECK;

/* The same where only the message's SHA-256 is known. ERROR_UNSUPPORTED: Ed25519. */
struct error *public_key_verify_sha256(const struct public_key *key, struct slice signature,
				       struct slice sha256) MUST_CHECK;

/* Adds the hash of the message; hash is one of the names above. */
void hash_message(struct text *out, const char *hash, struct slice message);

/* True when both hold the same bytes. */
bool slice_same(struct slice a, struct slice b);

#endif
