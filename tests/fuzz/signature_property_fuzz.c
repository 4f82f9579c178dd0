/* Whatever is changed in a signature that counts: what still counts is of the same digest, and by
 * the same signer. The first line says how the rest is read: "bundle" or "classic". */
#include "../../src/trust/sigstore/encoding.h"
#include "signature_root.h"
#include <digestbump/trust/sigstore.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct error *parse_classic(struct signature_material **out, struct slice bytes)
{
	OWNED(json_t) document = NULL;

	TRY(json_parse_object(&document, "it", bytes));
	const struct classic_signature classic = {
		.payload = slice_of(json_string_at(document, "blob")),
		.signature = json_string_at(document, "dev.cosignproject.cosign/signature"),
		.certificate = json_string_at(document, "dev.sigstore.cosign/certificate"),
		.bundle = json_string_at(document, "dev.sigstore.cosign/bundle"),
		.timestamp = json_string_at(document, "dev.sigstore.cosign/rfc3161timestamp"),
		.is_attestation = json_is_true(json_any_at(document, "attestation")),
	};

	return classic_signature_parse(out, &classic);
}

static void check(const struct signature_material *material, const struct sigstore_root *root,
		  const struct public_key *key, const char *digest)
{
	const struct sigstore_needs needs = {
		.digest = digest, .key = key, .log = true, .sct = !key
	};
	OWNED(evidence) evidence = NULL;

	error_free(sigstore_verify(&evidence, material, root, &needs));
	if (!evidence)
		return;
	if (!string_is(digest, fuzz_digest))
		__builtin_trap();
	if (!key && (!string_is(evidence->identity, fuzz_identity) ||
		     !string_is(evidence->issuer, fuzz_issuer)))
		__builtin_trap();
	if (key && !string_is(evidence->key, public_key_fingerprint(key)))
		__builtin_trap();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char other[] =
	    "sha256:0000000000000000000000000000000000000000000000000000000000000000";
	static struct sigstore_root *root; /* parsed once: it takes the longest */
	OWNED(public_key) key = NULL;
	OWNED(signature_material) material = NULL;
	struct slice rest = { (const char *)data, size };
	struct slice line = { NULL, 0 };

	if (!slice_line(&line, &rest))
		return 0;
	error_free(slice_is(line, "classic") ? parse_classic(&material, rest)
					     : bundle_parse(&material, rest));
	if (!material)
		return 0;
	if (!root)
		error_free(sigstore_root_parse(&root, slice_of(fuzz_root)));
	error_free(public_key_parse(&key, slice_of(fuzz_key)));
	check(material, root, NULL, fuzz_digest);
	check(material, root, NULL, other);
	check(material, root, key, fuzz_digest);
	check(material, root, key, other);
	return 0;
}
