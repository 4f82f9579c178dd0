#include "certificate.h"
#include "dsse.h"
#include <digestbump/base/memory.h>
#include <digestbump/limits.h>
#include <string.h>

struct bundle_version {
	const char *media_type;
	unsigned minor;
};

static const struct bundle_version versions[] = {
	{ "application/vnd.dev.sigstore.bundle+json;version=0.1", 1 },
	{ "application/vnd.dev.sigstore.bundle+json;version=0.2", 2 },
	{ "application/vnd.dev.sigstore.bundle+json;version=0.3", 3 },
	{ "application/vnd.dev.sigstore.bundle.v0.3+json", 3 },
};

static struct error *parse_version(unsigned *minor, const struct json_t *bundle)
{
	const char *type = json_string_at(bundle, "mediaType");

	for (size_t i = 0; i < sizeof(versions) / sizeof(*versions); i++)
		if (string_is(type, versions[i].media_type)) {
			*minor = versions[i].minor;
			return NULL;
		}
	return error_new(ERROR_UNSUPPORTED, "a bundle with the mediaType '%.80s'",
			 type ? type : "");
}

/* ---- the signer ---- */

/* Sets *out to the first; none of them may be a root. */
static struct error *parse_chain(X509 **out, const struct json_t *chain)
{
	const json_t *list = json_array_at(chain, "certificates");
	size_t index;
	const json_t *from;

	if (!json_array_size(list))
		return error_new(ERROR_SYNTAX, "a bundle with an empty certificate chain");
	if (json_array_size(list) > CERTIFICATE_CHAIN_MOST)
		return error_new(ERROR_LIMIT, "a bundle with more than %d certificates",
				 CERTIFICATE_CHAIN_MOST);
	json_array_foreach(list, index, from)
	{
		OWNED(text) der = text_new(0);
		OWNED(x509_st) certificate = NULL;

		TRY(json_bytes_at(der, from, "rawBytes"));
		TRY(certificate_parse(&certificate, text_slice(der)));
		if (certificate_is_self_issued(certificate))
			return error_new(ERROR_UNTRUSTED,
					 "a bundle that brings a root certificate of its own");
		if (!index)
			*out = pass_on(&certificate);
	}
	return NULL;
}

static struct error *parse_certificate(X509 **out, const struct json_t *from)
{
	OWNED(text) der = text_new(0);

	TRY(json_bytes_at(der, from, "rawBytes"));
	return certificate_parse(out, text_slice(der));
}

static struct error *parse_signer(struct signature_material *out, const struct json_t *from,
				  unsigned minor)
{
	const json_t *certificate = json_object_at(from, "certificate");
	const json_t *chain = json_object_at(from, "x509CertificateChain");
	const json_t *key = json_object_at(from, "publicKey");

	if (!!certificate + !!chain + !!key != 1)
		return error_new(ERROR_SYNTAX,
				 "a bundle that has not exactly one certificate or key");
	if (chain && minor >= 3)
		return error_new(ERROR_SYNTAX, "a bundle of version 0.3 with a certificate chain");
	if (certificate)
		return parse_certificate(&out->certificate, certificate);
	return chain ? parse_chain(&out->certificate, chain) : NULL;
}

/* ---- entries ---- */

static struct error *parse_hashes(struct log_entry *entry, const struct json_t *list)
{
	size_t index;
	const json_t *item;

	if (json_array_size(list) > INCLUSION_HASHES_MOST)
		return error_new(ERROR_LIMIT, "an inclusion proof with more than %d hashes",
				 INCLUSION_HASHES_MOST);
	entry->hashes = must_alloc(json_array_size(list) * sizeof(*entry->hashes));
	json_array_foreach(list, index, item)
	{
		const char *base64 = json_string_value(item);
		OWNED(text) bytes = text_new(0);

		if (!base64 || !base64_decode(bytes, slice_of(base64)) ||
		    bytes->size != MERKLE_HASH_BYTES)
			return error_new(ERROR_SYNTAX, "an inclusion proof with a broken hash");
		memcpy(entry->hashes[entry->hash_count++], bytes->bytes, MERKLE_HASH_BYTES);
	}
	return NULL;
}

static struct error *parse_proof(struct log_entry *entry, const struct json_t *proof)
{
	const char *checkpoint = json_string_at(json_object_at(proof, "checkpoint"), "envelope");

	entry->has_proof = true;
	TRY(json_int64_at(&entry->proof_index, proof, "logIndex"));
	TRY(json_int64_at(&entry->proof_size, proof, "treeSize"));
	if (json_any_at(proof, "rootHash"))
		TRY(json_bytes_at(&entry->proof_root, proof, "rootHash"));
	if (checkpoint && *checkpoint)
		entry->checkpoint = must_copy(checkpoint);
	return parse_hashes(entry, json_array_at(proof, "hashes"));
}

/* What each version of bundles asks for beside what verifying does. */
static struct error *check_entry(const struct log_entry *entry, unsigned minor)
{
	if (minor == 1 && !entry->promise.size)
		return error_new(ERROR_SYNTAX,
				 "a bundle of version 0.1 without an inclusion promise");
	if (minor > 1 && (!entry->has_proof || !entry->checkpoint))
		return error_new(ERROR_SYNTAX, "a log entry without an inclusion proof or without "
					       "its checkpoint");
	return NULL;
}

static struct error *parse_entry(struct log_entry *entry, const struct json_t *from)
{
	const json_t *kind = json_object_at(from, "kindVersion");
	const json_t *promise = json_object_at(from, "inclusionPromise");
	const json_t *proof = json_object_at(from, "inclusionProof");

	if (!json_string_at(kind, "kind") || !json_string_at(kind, "version"))
		return error_new(ERROR_SYNTAX, "a log entry without 'kindVersion'");
	entry->kind = must_copy(json_string_at(kind, "kind"));
	entry->version = must_copy(json_string_at(kind, "version"));
	TRY(json_bytes_at(&entry->log_id, json_object_at(from, "logId"), "keyId"));
	TRY(json_int64_at(&entry->index, from, "logIndex"));
	TRY(json_int64_at(&entry->integrated_time, from, "integratedTime"));
	TRY(json_bytes_at(&entry->body, from, "canonicalizedBody"));
	if (promise)
		TRY(json_bytes_at(&entry->promise, promise, "signedEntryTimestamp"));
	return proof ? parse_proof(entry, proof) : NULL;
}

static bool is_repeated(const struct signature_material *material, const struct log_entry *entry)
{
	for (const struct log_entry *other = material->entries; other < entry; other++)
		if (other->index == entry->index &&
		    slice_same(text_slice(&other->log_id), text_slice(&entry->log_id)))
			return true;
	return false;
}

static struct error *parse_entries(struct signature_material *out, const struct json_t *list,
				   unsigned minor)
{
	size_t index;
	const json_t *from;

	if (json_array_size(list) > LOG_ENTRIES_MOST)
		return error_new(ERROR_LIMIT, "a bundle with more than %d log entries",
				 LOG_ENTRIES_MOST);
	json_array_foreach(list, index, from)
	{
		struct log_entry *entry = material_add_entry(out);

		TRY(parse_entry(entry, from));
		TRY(check_entry(entry, minor));
		if (is_repeated(out, entry))
			return error_new(ERROR_SYNTAX, "a bundle with one log entry twice");
	}
	return NULL;
}

static struct error *parse_timestamps(struct signature_material *out, const struct json_t *list)
{
	size_t index;
	const json_t *from;

	if (json_array_size(list) > TIMESTAMPS_MOST)
		return error_new(ERROR_LIMIT, "a bundle with more than %d time stamps",
				 TIMESTAMPS_MOST);
	json_array_foreach(list, index, from)
	    TRY(json_bytes_at(material_add_timestamp(out), from, "signedTimestamp"));
	return NULL;
}

/* ---- the document ---- */

static struct error *parse_message(struct signature_material *out, const struct json_t *from)
{
	const json_t *digest = json_object_at(from, "messageDigest");

	out->kind = SIGNED_MESSAGE;
	if (digest) {
		out->message_algorithm = must_copy(json_string_at(digest, "algorithm"));
		TRY(json_bytes_at(&out->message_digest, digest, "digest"));
	}
	return json_bytes_at(&out->signature, from, "signature");
}

static struct error *parse_content(struct signature_material *out, const struct json_t *bundle)
{
	const json_t *message = json_object_at(bundle, "messageSignature");
	const json_t *envelope = json_object_at(bundle, "dsseEnvelope");

	if (!!message + !!envelope != 1)
		return error_new(ERROR_SYNTAX, "a bundle that has not exactly one signature");
	return message ? parse_message(out, message) : dsse_parse(out, envelope);
}

struct error *bundle_parse(struct signature_material **out, struct slice json)
{
	OWNED(signature_material) material = must_alloc(sizeof(*material));
	OWNED(json_t) bundle = NULL;
	unsigned minor = 0;

	if (json.size > BUNDLE_BYTES_MOST)
		return error_new(ERROR_LIMIT, "a bundle of more than %d bytes", BUNDLE_BYTES_MOST);
	TRY(json_parse_object(&bundle, "the bundle", json));
	TRY(parse_version(&minor, bundle));
	const json_t *from = json_object_at(bundle, "verificationMaterial");
	const json_t *timestamps = json_object_at(from, "timestampVerificationData");

	TRY(parse_signer(material, from, minor));
	TRY(parse_entries(material, json_array_at(from, "tlogEntries"), minor));
	TRY(parse_timestamps(material, json_array_at(timestamps, "rfc3161Timestamps")));
	TRY(parse_content(material, bundle));
	*out = pass_on(&material);
	return NULL;
}
