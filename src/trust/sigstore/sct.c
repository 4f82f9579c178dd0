#include "sct.h"
#include <digestbump/base/memory.h>
#include <digestbump/limits.h>
#include <openssl/err.h>

/* Adds a number of `size` bytes, highest first. */
static void add_number(struct text *out, uint64_t number, unsigned size)
{
	while (size--) {
		char byte = (char)(number >> (8 * size) & 0xff);

		text_add(out, &byte, 1);
	}
}

/* The certificate as it was before the log signed: without the timestamps. */
static struct error *precertificate(struct text *out, X509 *leaf)
{
	OWNED(x509_st) copy = must_have(X509_dup(leaf));
	int at = X509_get_ext_by_NID(copy, NID_ct_precert_scts, -1);
	unsigned char *der = NULL;

	X509_EXTENSION_free(X509_delete_ext(copy, at));
	int size = i2d_re_X509_tbs(copy, &der);

	if (size <= 0)
		return error_new(ERROR_UNTRUSTED, "the certificate cannot be written without its "
						  "timestamps");
	text_add(out, (const char *)der, (size_t)size);
	OPENSSL_free(der);
	return NULL;
}

/* What a log signs (RFC 6962 section 3.2), but for what differs between the logs. */
static struct error *entry_of(struct text *out, X509 *leaf, X509 *issuer)
{
	OWNED(public_key) issuer_key = NULL;
	OWNED(text) tbs = text_new(0);

	TRY(public_key_of_certificate(&issuer_key, issuer));
	TRY(precertificate(tbs, leaf));
	add_number(out, 1, 2); /* precert_entry */
	hash_message(out, "sha256", text_slice(&issuer_key->spki));
	add_number(out, tbs->size, 3);
	text_add(out, tbs->bytes, tbs->size);
	return NULL;
}

/* True when the signature is by a P-256 or RSA key with SHA-256 (RFC 6962 2.1.4). */
static bool is_known_signature(const SCT *sct)
{
	int nid = SCT_get_signature_nid(sct);

	return SCT_get_version(sct) == SCT_VERSION_V1 &&
	       (nid == NID_ecdsa_with_SHA256 || nid == NID_sha256WithRSAEncryption);
}

static bool verify_one(const SCT *sct, struct slice entry, const struct log_list *logs)
{
	unsigned char *id = NULL;
	unsigned char *bytes = NULL;
	size_t id_size = SCT_get0_log_id(sct, &id);
	const struct transparency_log *log =
	    root_find_log(logs, (struct slice){ (const char *)id, id_size });
	uint64_t time_ms = SCT_get_timestamp(sct);
	OWNED(text) message = text_new(0);

	if (!log || !is_known_signature(sct) || time_ms > INT64_MAX ||
	    !validity_covers(&log->validity, (int64_t)(time_ms / 1000)))
		return false;
	add_number(message, 0, 2); /* v1, certificate_timestamp */
	add_number(message, time_ms, 8);
	text_add(message, entry.at, entry.size);
	size_t size = SCT_get0_extensions(sct, &bytes);

	add_number(message, size, 2);
	text_add(message, (const char *)bytes, size);
	size = SCT_get0_signature(sct, &bytes);
	struct slice signature = { (const char *)bytes, size };
	OWNED(error) failed = public_key_verify(NULL, log->key, signature, text_slice(message));

	return !failed;
}

struct error *sct_verify(X509 *leaf, X509 *issuer, const struct log_list *logs)
{
	OWNED(stack_st_SCT) list = X509_get_ext_d2i(leaf, NID_ct_precert_scts, NULL, NULL);
	OWNED(text) entry = text_new(0);

	ERR_clear_error();
	if (!list || !sk_SCT_num(list))
		return error_new(ERROR_UNTRUSTED, "the certificate holds no proof that it was "
						  "published (SCT)");
	if (sk_SCT_num(list) > SCTS_MOST)
		return error_new(ERROR_LIMIT, "the certificate holds more than %d SCTs", SCTS_MOST);
	TRY(entry_of(entry, leaf, issuer));
	for (int i = 0; i < sk_SCT_num(list); i++)
		if (verify_one(sk_SCT_value(list, i), text_slice(entry), logs))
			return NULL;
	return error_new(ERROR_UNTRUSTED, "no certificate log of the trusted root has signed that "
					  "the certificate was published (SCT)");
}
