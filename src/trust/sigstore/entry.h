/* entry.h - entries of transparency logs: Rekor v1 and v2.
 *
 * An entry counts when it is of the very signature that was verified, and the log
 * has signed for it. That the two are the same is where verifiers went wrong most
 * often (CVE-2022-23649, CVE-2026-22703): nothing of an entry is believed that is
 * not compared.
 */
#ifndef DIGESTBUMP_SRC_TRUST_SIGSTORE_ENTRY_H
#define DIGESTBUMP_SRC_TRUST_SIGSTORE_ENTRY_H

#include "checkpoint.h"
#include "encoding.h"
#include "material.h"
#include "trusted_root.h"

/* A signature that is right, and by which key. */
struct verified_signature {
	const struct signature_material *material;
	const struct public_key *key; /* the certificate's, or the one that was given */
	const char *hash;             /* that was signed: "sha256" ... */
	struct slice message;         /* what was signed; empty: only its SHA-256 is known */
	struct slice sha256;          /* of the message */
};

/* Adds the hash of what was signed. False: it is not known by that algorithm. */
bool verified_hash(struct text *out, const struct verified_signature *verified, const char *hash);

/* NULL when the entry counts. *time is then when the log says that it took it, -1
 * where that is not signed. */
struct error *entry_v1_verify(int64_t *time, const struct log_entry *entry,
			      const struct transparency_log *log,
			      const struct verified_signature *verified) MUST_CHECK;
/* NULL when the version 2 entry is valid. */
struct error *entry_v2_verify(const struct log_entry *entry, const struct transparency_log *log,
			      const struct verified_signature *verified) MUST_CHECK;

/* The body of a v1 entry is that of the signature (entry_body.c); *kind is
 * what the body calls itself. */
struct error *entry_body_verify(const struct log_entry *entry,
				const struct verified_signature *verified) MUST_CHECK;

#endif
