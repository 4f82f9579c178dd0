#include "certificate.h"
#include "dsse.h"
#include <digestbump/base/memory.h>
#include <digestbump/limits.h>

static struct error *parse_certificate(X509 **out, const char *pem)
{
	OWNED(text) der = NULL;
	OWNED_STRING label = NULL;

	TRY(error_wrap(pem_decode(&der, &label, slice_of(pem)), "the certificate"));
	if (!string_is(label, "CERTIFICATE"))
		return error_new(ERROR_SYNTAX, "PEM with '%.40s', not 'CERTIFICATE'", label);
	return certificate_parse(out, text_slice(der));
}

/* {"SignedEntryTimestamp": ..., "Payload": {"body", "integratedTime", "logIndex", "logID"}} */
static struct error *parse_bundle(struct signature_material *out, const char *json)
{
	OWNED(json_t) bundle = NULL;

	TRY(json_parse_object(&bundle, "the log entry", slice_of(json)));
	const json_t *payload = json_object_at(bundle, "Payload");
	const char *id = json_string_at(payload, "logID");
	struct log_entry *entry = material_add_entry(out);

	TRY(json_bytes_at(&entry->promise, bundle, "SignedEntryTimestamp"));
	TRY(json_bytes_at(&entry->body, payload, "body"));
	TRY(json_int64_at(&entry->integrated_time, payload, "integratedTime"));
	TRY(json_int64_at(&entry->index, payload, "logIndex"));
	if (!id || !hex_decode(&entry->log_id, slice_of(id)))
		return error_new(ERROR_SYNTAX, "the log entry's 'logID' is no hexadecimal text");
	return NULL;
}

static struct error *parse_timestamp(struct signature_material *out, const char *json)
{
	OWNED(json_t) timestamp = NULL;

	TRY(json_parse_object(&timestamp, "the time stamp", slice_of(json)));
	return json_bytes_at(material_add_timestamp(out), timestamp, "SignedRFC3161Timestamp");
}

static struct error *parse_signature(struct signature_material *out,
				     const struct classic_signature *from)
{
	OWNED(json_t) envelope = NULL;

	if (from->is_attestation) {
		TRY(json_parse_object(&envelope, "the envelope", from->payload));
		return dsse_parse(out, envelope);
	}
	out->kind = SIGNED_PAYLOAD;
	text_add(&out->payload, from->payload.at, from->payload.size);
	if (!from->signature || !*from->signature)
		return error_new(ERROR_SYNTAX, "a layer without a signature");
	if (!base64_decode(&out->signature, slice_of(from->signature)))
		return error_new(ERROR_SYNTAX, "the signature is no base64");
	return NULL;
}

struct error *classic_signature_parse(struct signature_material **out,
				      const struct classic_signature *from)
{
	OWNED(signature_material) material = must_alloc(sizeof(*material));

	if (from->payload.size > BUNDLE_BYTES_MOST)
		return error_new(ERROR_LIMIT, "a signature of more than %d bytes",
				 BUNDLE_BYTES_MOST);
	TRY(parse_signature(material, from));
	if (from->certificate)
		TRY(parse_certificate(&material->certificate, from->certificate));
	if (from->bundle)
		TRY(parse_bundle(material, from->bundle));
	if (from->timestamp)
		TRY(parse_timestamp(material, from->timestamp));
	*out = pass_on(&material);
	return NULL;
}
