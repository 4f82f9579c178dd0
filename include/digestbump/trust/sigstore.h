/* sigstore.h - one signature: bytes in, evidence or the first reason out.
 *
 * Verifies sigstore bundles (v0.1 to v0.3) and cosign's simple signing, keyed
 * and keyless, as sigstore's client specification has it: the signature over the
 * very bytes that name the digest, the entry in a transparency log (Rekor v1: signed
 * entry timestamp, inclusion proof and checkpoint; Rekor v2), RFC 3161 time
 * stamps, the certificate's chain at each time that was proved, its proof of
 * publication (SCT). Never looks at a clock, a file or the network, and never
 * decides who may sign: policy.h does.
 *
 * Nothing here is believed before the last step. A failure says which step
 * failed and what was seen; the kind is ERROR_UNTRUSTED when the signature is
 * wrong, ERROR_SYNTAX when it cannot be read, ERROR_UNSUPPORTED for algorithms,
 * kinds of entries and versions that this program does not know, ERROR_LIMIT.
 */
#ifndef DIGESTBUMP_TRUST_SIGSTORE_H
#define DIGESTBUMP_TRUST_SIGSTORE_H

#include <digestbump/base/error.h>
#include <digestbump/base/strings.h>
#include <digestbump/base/text.h>
#include <digestbump/trust/root.h>
#include <stdbool.h>
#include <stdint.h>

/* ---- what a signature comes with ---- */

enum signed_kind {
	SIGNED_MESSAGE,  /* the artifact itself: a bundle's messageSignature */
	SIGNED_ENVELOPE, /* an in-toto statement in a DSSE envelope */
	SIGNED_PAYLOAD,  /* cosign's simple signing payload */
};

/* Everything that was said about one signature, parsed and not yet believed. */
struct signature_material;

/* Gives what a bundle says: any media type of v0.1 to v0.3, in JSON. */
struct error *bundle_parse(struct signature_material **out, struct slice json) MUST_CHECK;

/* One signature of the classic layout: a blob, and the annotations of its layer.
 * NULL where there is none. */
struct classic_signature {
	struct slice payload;    /* the blob */
	const char *signature;   /* dev.cosignproject.cosign/signature, base64 */
	const char *certificate; /* dev.sigstore.cosign/certificate, PEM */
	const char *bundle;      /* dev.sigstore.cosign/bundle, JSON */
	const char *timestamp;   /* dev.sigstore.cosign/rfc3161timestamp, JSON */
	bool is_attestation;     /* the blob is a DSSE envelope, which holds the signature */
};
/* Gives the signature material of a cosign signature. Copies `from`.
 * ERROR_LIMIT: the payload is larger than BUNDLE_BYTES_MOST. */
struct error *classic_signature_parse(struct signature_material **out,
				      const struct classic_signature *from) MUST_CHECK;

void signature_material_free(struct signature_material *material); /* NULL is fine */
DEFINE_OWNED(signature_material)

/* True when it came with a certificate: keyless. Else a key is needed. */
bool signature_material_is_keyless(const struct signature_material *material);
/* What was signed. */
enum signed_kind signature_material_kind(const struct signature_material *material);

/* ---- a key ---- */

struct public_key;

/* Gives the key in a PEM text: ECDSA on P-256, P-384 or P-521, RSA of 2048 to
 * 8192 bits, or Ed25519. ERROR_USAGE: a private key. */
struct error *public_key_parse(struct public_key **out, struct slice pem) MUST_CHECK;
void public_key_free(struct public_key *key); /* NULL is fine */
DEFINE_OWNED(public_key)

/* "sha256:" and the hex of the key's SubjectPublicKeyInfo. Borrowed. */
const char *public_key_fingerprint(const struct public_key *key);

/* ---- verifying ---- */

struct sigstore_needs {
	const char *digest;           /* what must be signed, "sha256:..." */
	const struct slice *artifact; /* its bytes; NULL: only the digest is known */
	const struct public_key *key; /* NULL: keyless */
	bool log;                     /* an entry in a transparency log of the root */
	bool sct;                     /* a proof that the certificate was published */
};

/* What was proved. */
struct evidence {
	enum signed_kind kind;

	/* Keyless; else NULL. */
	char *identity;     /* the certificate's one subject alternative name */
	char *issuer;       /* of the identity: an OIDC issuer */
	char *source;       /* .1.12, source repository; NULL: not said, like the rest */
	char *ref;          /* .1.14 */
	char *build_signer; /* .1.9 */

	char *key; /* keyed: its fingerprint; else NULL */

	int64_t *times; /* when it was signed, seconds since 1970, one per proof */
	size_t time_count;
	size_t log_count; /* entries of logs that were verified */

	/* An envelope's statement. */
	char *predicate_type;
	char *builder; /* of SLSA provenance v0.2 or v1: builder.id; NULL: none */
	char *origin;  /* of SLSA provenance: where the sources are, "git+https://...@ref" */

	/* A simple signing payload's docker-reference; NULL: none. */
	char *reference;

	/* What the signer added: key, value, key, value ... */
	struct strings annotations;
};

/* Verifies the material against the root; gives the evidence on success.
 * ERROR_UNSUPPORTED: needs->digest is not a sha256 digest. */
struct error *sigstore_verify(struct evidence **out, const struct signature_material *material,
			      const struct sigstore_root *root, const struct sigstore_needs *needs)
    MUST_CHECK;
void evidence_free(struct evidence *evidence); /* NULL is fine */
DEFINE_OWNED(evidence)

/* The earliest of its times; 0 when there is none. */
int64_t evidence_time(const struct evidence *evidence);

#endif
