#include "entry.h"
#include <digestbump/base/memory.h>
#include <string.h>

/* How sigstore calls a kind of key with a hash, and a hash. */
struct algorithm {
	enum key_kind kind;
	unsigned rsa_bits;
	const char *hash;
	const char *key_details;
	const char *hash_name;
};

static const struct algorithm algorithms[] = {
	{ KEY_P256, 0, "sha256", "PKIX_ECDSA_P256_SHA_256", "SHA2_256" },
	{ KEY_P384, 0, "sha384", "PKIX_ECDSA_P384_SHA_384", "SHA2_384" },
	{ KEY_P384, 0, "sha256", "PKIX_ECDSA_P384_SHA_256", "SHA2_256" },
	{ KEY_P521, 0, "sha512", "PKIX_ECDSA_P521_SHA_512", "SHA2_512" },
	{ KEY_P521, 0, "sha256", "PKIX_ECDSA_P521_SHA_256", "SHA2_256" },
	{ KEY_RSA, 2048, "sha256", "PKIX_RSA_PKCS1V15_2048_SHA256", "SHA2_256" },
	{ KEY_RSA, 3072, "sha256", "PKIX_RSA_PKCS1V15_3072_SHA256", "SHA2_256" },
	{ KEY_RSA, 4096, "sha256", "PKIX_RSA_PKCS1V15_4096_SHA256", "SHA2_256" },
};

static const struct algorithm *find_algorithm(const struct verified_signature *verified)
{
	for (size_t i = 0; i < sizeof(algorithms) / sizeof(*algorithms); i++)
		if (algorithms[i].kind == verified->key->kind &&
		    algorithms[i].rsa_bits == verified->key->rsa_bits &&
		    string_is(algorithms[i].hash, verified->hash))
			return &algorithms[i];
	return NULL;
}

static void add_verifier(struct text *out, const struct verified_signature *verified)
{
	unsigned char *der = NULL;

	if (!verified->material->certificate) {
		text_add_string(out, "\"publicKey\":{\"rawBytes\":\"");
		base64_encode(out, text_slice(&verified->key->spki));
	} else {
		int size = i2d_X509(verified->material->certificate, &der);

		text_add_string(out, "\"x509Certificate\":{\"rawBytes\":\"");
		base64_encode(out,
			      (struct slice){ (const char *)der, size > 0 ? (size_t)size : 0 });
	}
	OPENSSL_free(der);
	text_add_string(out, "\"}");
}

/* The leaf as the log must have written it (rekor-v2-spec section 6.1.4): what the
 * bundle says of it is not looked at. Canonical JSON, RFC 8785. */
static struct error *write_leaf(struct text *out, const struct verified_signature *verified)
{
	const struct algorithm *algorithm = find_algorithm(verified);
	OWNED(text) digest = text_new(0);

	if (!algorithm)
		return error_new(ERROR_UNSUPPORTED, "Rekor v2 has no entries for this kind of key");
	if (!verified_hash(digest, verified, verified->hash))
		return error_new(ERROR_UNSUPPORTED, "the log entry has a %s; give the file",
				 verified->hash);
	text_add_format(out,
			"{\"apiVersion\":\"0.0.2\",\"kind\":\"hashedrekord\",\"spec\":"
			"{\"hashedRekordV002\":{\"data\":{\"algorithm\":\"%s\",\"digest\":\"",
			algorithm->hash_name);
	base64_encode(out, text_slice(digest));
	text_add_string(out, "\"},\"signature\":{\"content\":\"");
	base64_encode(out, text_slice(&verified->material->signature));
	text_add_format(out, "\",\"verifier\":{\"keyDetails\":\"%s\",", algorithm->key_details);
	add_verifier(out, verified);
	text_add_string(out, "}}}}}");
	return NULL;
}

static struct error *verify_inclusion(const struct log_entry *entry,
				      const struct checkpoint *checkpoint,
				      const struct verified_signature *verified)
{
	unsigned char root[MERKLE_HASH_BYTES];
	OWNED(text) leaf = text_new(0);
	const struct merkle_path path = { .index = (uint64_t)entry->index,
					  .size = checkpoint->size,
					  .hashes = entry->hashes,
					  .count = entry->hash_count };

	TRY(write_leaf(leaf, verified));
	TRY(merkle_root(root, text_slice(leaf), &path));
	if (!slice_same((struct slice){ (const char *)root, sizeof(root) },
			text_slice(&checkpoint->root)))
		return error_new(ERROR_UNTRUSTED, "the log does not hold this signature where the "
						  "entry says");
	return NULL;
}

static struct error *check_origin(const struct checkpoint *checkpoint,
				  const struct transparency_log *log)
{
	if (slice_is(checkpoint->origin, log->host))
		return NULL;
	return error_new(ERROR_UNTRUSTED, "the checkpoint is of the log '%.*s', not '%s'",
			 (int)(checkpoint->origin.size < 80 ? checkpoint->origin.size : 80),
			 checkpoint->origin.at, log->host);
}

struct error *entry_v2_verify(const struct log_entry *entry, const struct transparency_log *log,
			      const struct verified_signature *verified)
{
	struct checkpoint checkpoint = { .size = 0 };

	if (!entry->has_proof || !entry->checkpoint)
		return error_new(ERROR_UNTRUSTED, "the log entry has no checkpoint");
	struct slice note = slice_of(entry->checkpoint);
	struct error *failed = checkpoint_parse(&checkpoint, note);

	if (!failed)
		failed = check_origin(&checkpoint, log);
	if (!failed)
		failed = checkpoint_verify(note, log, log->host);
	if (!failed)
		failed = verify_inclusion(entry, &checkpoint, verified);
	checkpoint_clear(&checkpoint);
	return failed;
}
