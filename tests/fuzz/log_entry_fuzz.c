/* The body of an entry in Rekor v1. */
#include "../../src/trust/sigstore/entry.h"
#include "signature_root.h"
#include <digestbump/base/memory.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	OWNED(public_key) key = NULL;
	struct signature_material material = { .kind = SIGNED_MESSAGE };
	struct log_entry entry = { .index = 0 };
	const struct slice message = slice_of(fuzz_root);
	struct verified_signature verified = { .material = &material,
					       .hash = "sha256",
					       .message = message };

	error_free(public_key_parse(&key, slice_of(fuzz_key)));
	verified.key = key;
	text_add(&entry.body, (const char *)data, size);
	error_free(entry_body_verify(&entry, &verified));
	material.kind = SIGNED_ENVELOPE;
	error_free(entry_body_verify(&entry, &verified));
	text_clear(&entry.body);
	return 0;
}
