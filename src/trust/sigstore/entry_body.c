#include "entry.h"
#include <digestbump/base/memory.h>
#include <digestbump/limits.h>
#include <string.h>

bool verified_hash(struct text *out, const struct verified_signature *verified, const char *hash)
{
	if (verified->message.at) {
		hash_message(out, hash, verified->message);
		return true;
	}
	if (strcmp(hash, "sha256") != 0)
		return false;
	text_add(out, verified->sha256.at, verified->sha256.size);
	return true;
}

static struct error *differs(const char *what)
{
	return error_new(ERROR_UNTRUSTED, "the log entry is of another %s", what);
}

/* {"algorithm": "sha256", "value": hex} is the hash of these bytes. */
static bool is_hash_of(const struct json_t *object, struct slice bytes)
{
	const char *algorithm = json_string_at(object, "algorithm");
	const char *value = json_string_at(object, "value");
	OWNED(text) hash = text_new(0);
	OWNED(text) hex = text_new(0);

	if (!value || !string_is(algorithm, "sha256"))
		return false;
	hash_message(hash, "sha256", bytes);
	hex_encode(hex, text_slice(hash));
	return string_is(hex->bytes, value);
}

/* The certificate or key in base64 of PEM is the one that verified the signature. */
static bool is_verifier(const char *base64, const struct verified_signature *verified)
{
	OWNED(text) pem = text_new(0);
	OWNED(text) der = NULL;
	OWNED_STRING label = NULL;

	if (!base64 || !base64_decode(pem, slice_of(base64)))
		return false;
	OWNED(error) failed = pem_decode(&der, &label, text_slice(pem));

	if (failed)
		return false;
	if (!verified->material->certificate)
		return string_is(label, "PUBLIC KEY") &&
		       slice_same(text_slice(der), text_slice(&verified->key->spki));
	unsigned char *bytes = NULL;
	int size = i2d_X509(verified->material->certificate, &bytes);
	bool is_same =
	    size > 0 && string_is(label, "CERTIFICATE") &&
	    slice_same(text_slice(der), (struct slice){ (const char *)bytes, (size_t)size });

	OPENSSL_free(bytes);
	return is_same;
}

static bool is_signature(const char *base64, const struct verified_signature *verified)
{
	OWNED(text) bytes = text_new(0);

	return base64 && base64_decode(bytes, slice_of(base64)) &&
	       slice_same(text_slice(bytes), text_slice(&verified->material->signature));
}

/* intoto 0.0.2 has base64 of the base64. */
static bool is_signature_twice(const char *base64, const struct verified_signature *verified)
{
	OWNED(text) once = text_new(0);

	return base64 && base64_decode(once, slice_of(base64)) && once->size &&
	       strlen(once->bytes) == once->size && is_signature(once->bytes, verified);
}

/* ---- kinds ---- */

static struct error *verify_hashedrekord(const struct json_t *spec,
					 const struct verified_signature *verified)
{
	const json_t *hash = json_object_at(json_object_at(spec, "data"), "hash");
	const json_t *signature = json_object_at(spec, "signature");
	const char *algorithm = json_string_at(hash, "algorithm");
	const char *value = json_string_at(hash, "value");
	OWNED(text) digest = text_new(0);
	OWNED(text) hex = text_new(0);

	if (!string_is(algorithm, "sha256") && !string_is(algorithm, "sha384") &&
	    !string_is(algorithm, "sha512"))
		return error_new(ERROR_UNSUPPORTED, "the log entry has the hash '%.40s'",
				 algorithm ? algorithm : "");
	if (!verified_hash(digest, verified, algorithm))
		return error_new(ERROR_UNSUPPORTED, "the log entry has a %s; give the file",
				 algorithm);
	hex_encode(hex, text_slice(digest));
	if (!string_is(hex->bytes, value))
		return differs("digest");
	if (!is_signature(json_string_at(signature, "content"), verified))
		return differs("signature");
	if (!is_verifier(json_string_at(json_object_at(signature, "publicKey"), "content"),
			 verified))
		return differs("certificate or key");
	return NULL;
}

static struct error *verify_dsse(const struct json_t *spec,
				 const struct verified_signature *verified)
{
	const json_t *signatures = json_array_at(spec, "signatures");
	const json_t *signature = json_array_get(signatures, 0);

	if (json_array_size(signatures) != 1)
		return error_new(ERROR_UNTRUSTED, "the log entry has %zu signatures, not one",
				 json_array_size(signatures));
	if (!is_hash_of(json_object_at(spec, "payloadHash"),
			text_slice(&verified->material->payload)))
		return differs("payload");
	if (!is_signature(json_string_at(signature, "signature"), verified))
		return differs("signature");
	if (!is_verifier(json_string_at(signature, "verifier"), verified))
		return differs("certificate or key");
	return NULL;
}

static struct error *verify_intoto(const struct json_t *spec,
				   const struct verified_signature *verified)
{
	const json_t *content = json_object_at(spec, "content");
	const json_t *signatures = json_array_at(json_object_at(content, "envelope"), "signatures");
	const json_t *signature = json_array_get(signatures, 0);

	if (json_array_size(signatures) != 1)
		return error_new(ERROR_UNTRUSTED, "the log entry has %zu signatures, not one",
				 json_array_size(signatures));
	if (!is_hash_of(json_object_at(content, "payloadHash"),
			text_slice(&verified->material->payload)))
		return differs("payload");
	if (!is_signature_twice(json_string_at(signature, "sig"), verified))
		return differs("signature");
	if (!is_verifier(json_string_at(signature, "publicKey"), verified))
		return differs("certificate or key");
	return NULL;
}

struct body_kind {
	const char *kind;
	const char *version;
	bool is_envelope;
	struct error *(*verify)(const struct json_t *spec,
				const struct verified_signature *verified);
};

static const struct body_kind kinds[] = {
	{ "hashedrekord", "0.0.1", false, verify_hashedrekord },
	{ "dsse", "0.0.1", true, verify_dsse },
	{ "intoto", "0.0.2", true, verify_intoto },
};

static const struct body_kind *find_kind(const char *kind, const char *version)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (string_is(kind, kinds[i].kind) && string_is(version, kinds[i].version))
			return &kinds[i];
	return NULL;
}

struct error *entry_body_verify(const struct log_entry *entry,
				const struct verified_signature *verified)
{
	OWNED(json_t) body = NULL;

	TRY(json_parse_object(&body, "the log entry", text_slice(&entry->body)));
	const char *kind = json_string_at(body, "kind");
	const char *version = json_string_at(body, "apiVersion");
	const struct body_kind *known = find_kind(kind, version);

	if (!known)
		return error_new(ERROR_UNSUPPORTED, "a log entry of the kind '%.40s' %.20s",
				 kind ? kind : "", version ? version : "");
	if (entry->kind && (!string_is(entry->kind, kind) || !string_is(entry->version, version)))
		return error_new(ERROR_UNTRUSTED,
				 "the log entry is a %.40s %.20s and not a %.40s %.20s", kind,
				 version, entry->kind, entry->version ? entry->version : "");
	if (known->is_envelope != (verified->material->kind == SIGNED_ENVELOPE))
		return error_new(ERROR_UNTRUSTED,
				 "a log entry of the kind '%s' is none of this "
				 "signature",
				 kind);
	return known->verify(json_object_at(body, "spec"), verified);
}
