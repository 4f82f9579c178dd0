/* material.h - what was said about one signature, parsed and not yet believed. */
#ifndef DIGESTBUMP_SRC_TRUST_SIGSTORE_MATERIAL_H
#define DIGESTBUMP_SRC_TRUST_SIGSTORE_MATERIAL_H

#include "merkle.h"
#include "openssl.h"
#include <digestbump/trust/sigstore.h>

/* An entry in a transparency log. */
struct log_entry {
	struct text log_id;
	char *kind; /* kind and version: NULL where only the body says it (classic layout) */
	char *version;
	int64_t index;
	int64_t integrated_time;
	struct text promise; /* the signed entry timestamp; empty: none */
	struct text body;    /* canonicalizedBody, decoded */

	bool has_proof;
	int64_t proof_index;
	int64_t proof_size;
	struct text proof_root;
	unsigned char (*hashes)[MERKLE_HASH_BYTES];
	size_t hash_count;
	char *checkpoint; /* NULL: none */
};

struct signature_material {
	enum signed_kind kind;
	struct text signature;
	X509 *certificate; /* NULL: by a key */

	struct text payload; /* an envelope's, or a simple signing payload */

	char *message_algorithm; /* of a message's digest, "SHA2_256"; NULL: not said */
	struct text message_digest;

	struct log_entry *entries;
	size_t entry_count;
	struct text *timestamps; /* RFC 3161 responses, DER */
	size_t timestamp_count;
};

/* Adds an entry, all zero. Borrowed. */
struct log_entry *material_add_entry(struct signature_material *material);
/* Adds an empty time stamp; borrowed. */
struct text *material_add_timestamp(struct signature_material *material);

#endif
