/* An RFC 3161 response. */
#include "../../src/trust/sigstore/timestamp.h"
#include "signature_root.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct sigstore_root *root; /* parsed once: it takes the longest */
	int64_t time = 0;

	if (!root)
		error_free(sigstore_root_parse(&root, slice_of(fuzz_root)));
	OWNED(error)
	failed = timestamp_verify(&time, (struct slice){ (const char *)data, size },
				  slice_of("another signature"), &root->timestamp_authorities);

	/* The seeds' authority never stamped this. */
	if (!failed)
		__builtin_trap();
	return 0;
}
