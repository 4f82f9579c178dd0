/* The table of contents of verifying: sigstore_verify(), at the end. */
#include "certificate.h"
#include "dsse.h"
#include "entry.h"
#include "payload.h"
#include "sct.h"
#include "statement.h"
#include "timestamp.h"
#include <digestbump/base/memory.h>
#include <digestbump/base/time.h>
#include <digestbump/image/digest.h>
#include <digestbump/limits.h>
#include <openssl/err.h>
#include <string.h>

/* One signature on its way. */
struct verification {
	const struct signature_material *material;
	const struct sigstore_root *root;
	const struct sigstore_needs *needs;
	struct evidence *evidence;

	struct public_key *leaf_key; /* the certificate's; NULL: keyed */
	struct verified_signature verified;
	struct text message; /* what was signed, where it was put together */
	struct text sha256;  /* of what was signed */
};

/* ---- evidence ---- */

void evidence_free(struct evidence *evidence)
{
	if (!evidence)
		return;
	free(evidence->identity);
	free(evidence->issuer);
	free(evidence->source);
	free(evidence->ref);
	free(evidence->build_signer);
	free(evidence->key);
	free(evidence->times);
	free(evidence->predicate_type);
	free(evidence->builder);
	free(evidence->origin);
	free(evidence->reference);
	strings_clear(&evidence->annotations);
	free(evidence);
}

int64_t evidence_time(const struct evidence *evidence)
{
	int64_t first = evidence->time_count ? evidence->times[0] : 0;

	for (size_t i = 1; i < evidence->time_count; i++)
		if (evidence->times[i] < first)
			first = evidence->times[i];
	return first;
}

static void add_time(struct evidence *evidence, int64_t time)
{
	evidence->times =
	    must_grow(evidence->times, evidence->time_count, sizeof(*evidence->times));
	evidence->times[evidence->time_count++] = time;
}

/* ---- what was signed ---- */

static struct error *check_message_digest(struct verification *v)
{
	const struct signature_material *material = v->material;

	if (!material->message_digest.size)
		return NULL;
	if (material->message_algorithm && !string_is(material->message_algorithm, "SHA2_256"))
		return NULL; /* a hint by another hash, which nothing here relies on */
	if (slice_same(text_slice(&material->message_digest), text_slice(&v->sha256)))
		return NULL;
	return error_new(ERROR_UNTRUSTED, "the bundle is for another file: its digest differs");
}

/* The artifact itself was signed: all there is to bind is its digest. */
static struct error *bind_message(struct verification *v)
{
	const char *hex = v->needs->digest + strlen("sha256:");

	hex_decode(&v->sha256, slice_of(hex));
	if (v->needs->artifact) {
		TRY(digest_verify(v->needs->digest, *v->needs->artifact));
		v->verified.message = *v->needs->artifact;
	}
	return check_message_digest(v);
}

static struct error *bind(struct verification *v)
{
	struct slice payload = text_slice(&v->material->payload);

	switch (v->material->kind) {
	case SIGNED_MESSAGE:
		return bind_message(v);
	case SIGNED_ENVELOPE:
		TRY(statement_verify(v->evidence, payload, v->needs->digest));
		dsse_pae(&v->message, payload);
		v->verified.message = text_slice(&v->message);
		break;
	case SIGNED_PAYLOAD:
		TRY(payload_verify(v->evidence, payload, v->needs->digest));
		v->verified.message = payload;
		break;
	}
	hash_message(&v->sha256, "sha256", v->verified.message);
	return NULL;
}

/* ---- the signature ---- */

static struct error *find_key(struct verification *v)
{
	if (!v->needs->key && !v->material->certificate)
		return error_new(ERROR_UNTRUSTED, "signed by a key, where an identity is wanted");
	if (v->needs->key && v->material->certificate)
		return error_new(ERROR_UNTRUSTED, "signed by an identity, where a key is wanted");
	if (v->needs->key) {
		v->verified.key = v->needs->key;
		return NULL;
	}
	TRY(public_key_of_certificate(&v->leaf_key, v->material->certificate));
	v->verified.key = v->leaf_key;
	return NULL;
}

static struct error *verify_signature(struct verification *v)
{
	struct slice signature = text_slice(&v->material->signature);

	v->verified.sha256 = text_slice(&v->sha256);
	if (v->verified.message.at)
		return public_key_verify(&v->verified.hash, v->verified.key, signature,
					 v->verified.message);
	v->verified.hash = "sha256";
	return public_key_verify_sha256(v->verified.key, signature, v->verified.sha256);
}

/* ---- when ---- */

static bool is_v2(const struct log_entry *entry)
{
	return string_is(entry->kind, "hashedrekord") && string_is(entry->version, "0.0.2");
}

static struct error *verify_entry(struct verification *v, const struct log_entry *entry,
				  const struct transparency_log *log)
{
	int64_t time = -1;

	if (is_v2(entry))
		TRY(entry_v2_verify(entry, log, &v->verified));
	else
		TRY(entry_v1_verify(&time, entry, log, &v->verified));
	v->evidence->log_count++;
	if (time >= 0)
		add_time(v->evidence, time);
	return NULL;
}

static struct error *no_entry(const struct verification *v)
{
	OWNED_STRING date = time_rfc3339(v->root->date);
	OWNED(text) id = text_new(0);

	if (!v->material->entry_count)
		return error_new(ERROR_UNTRUSTED, "the signature is in no transparency log");
	hex_encode(id, text_slice(&v->material->entries[0].log_id));
	return error_new(ERROR_UNTRUSTED,
			 "unknown log %.16s...: newer than the trusted root of %.10s, or another "
			 "instance's; update digestbump, or set trust.root",
			 id->bytes ? id->bytes : "", date);
}

static struct error *verify_entries(struct verification *v)
{
	for (size_t i = 0; i < v->material->entry_count; i++) {
		const struct log_entry *entry = &v->material->entries[i];
		const struct transparency_log *log =
		    root_find_log(&v->root->logs, text_slice(&entry->log_id));

		if (log)
			TRY(verify_entry(v, entry, log));
	}
	return v->needs->log && !v->evidence->log_count ? no_entry(v) : NULL;
}

static struct error *verify_timestamps(struct verification *v)
{
	for (size_t i = 0; i < v->material->timestamp_count; i++) {
		int64_t time = 0;

		TRY(timestamp_verify(&time, text_slice(&v->material->timestamps[i]),
				     text_slice(&v->material->signature),
				     &v->root->timestamp_authorities));
		add_time(v->evidence, time);
	}
	return NULL;
}

/* An entry whose time the log did not sign counts when the log did at the times that are
 * proved otherwise. */
static struct error *check_log_times(const struct verification *v)
{
	for (size_t i = 0; i < v->material->entry_count; i++) {
		const struct log_entry *entry = &v->material->entries[i];
		const struct transparency_log *log =
		    root_find_log(&v->root->logs, text_slice(&entry->log_id));

		if (!log || (!is_v2(entry) && entry->promise.size))
			continue;
		for (size_t k = 0; k < v->evidence->time_count; k++)
			if (!validity_covers(&log->validity, v->evidence->times[k]))
				return error_new(ERROR_UNTRUSTED,
						 "the log's key did not count when it was signed");
	}
	return NULL;
}

/* ---- by whom ---- */

static struct error *verify_certificate(struct verification *v)
{
	X509 *leaf = v->material->certificate;

	if (!v->evidence->time_count)
		return error_new(ERROR_UNTRUSTED, "nothing proves when it was signed, and so "
						  "whether the certificate was valid");
	for (size_t i = 0; i < v->evidence->time_count; i++) {
		OWNED(x509_st) issuer = NULL;

		TRY(certificate_verify_path(&issuer, leaf, v->root, v->evidence->times[i]));
		if (v->needs->sct)
			TRY(sct_verify(leaf, issuer, &v->root->certificate_logs));
	}
	return certificate_read_identity(v->evidence, leaf);
}

static struct error *verify_signer(struct verification *v)
{
	if (v->material->certificate)
		return verify_certificate(v);
	v->evidence->key = must_copy(v->needs->key->fingerprint);
	return NULL;
}

static struct error *verify_all(struct verification *v)
{
	TRY(find_key(v));
	TRY(bind(v));
	TRY(verify_signature(v));
	TRY(verify_entries(v));
	TRY(verify_timestamps(v));
	TRY(check_log_times(v));
	return verify_signer(v);
}

struct error *sigstore_verify(struct evidence **out, const struct signature_material *material,
			      const struct sigstore_root *root, const struct sigstore_needs *needs)
{
	OWNED(evidence) evidence = must_alloc(sizeof(*evidence));
	struct verification v = {
		.material = material, .root = root, .needs = needs, .evidence = evidence
	};

	evidence->kind = material->kind;
	v.verified.material = material;
	if (strncmp(needs->digest, "sha256:", 7) != 0 || !digest_is_valid(needs->digest))
		return error_new(ERROR_UNSUPPORTED, "'%.80s' is no sha256 digest", needs->digest);
	struct error *failed = verify_all(&v);

	public_key_free(v.leaf_key);
	text_clear(&v.message);
	text_clear(&v.sha256);
	ERR_clear_error(); /* libcurl's TLS reads the same queue */
	if (!failed)
		*out = pass_on(&evidence);
	return failed;
}
