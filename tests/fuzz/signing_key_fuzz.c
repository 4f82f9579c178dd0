/* A public key in PEM. */
#include <digestbump/image/digest.h>
#include <digestbump/trust/sigstore.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	OWNED(public_key) key = NULL;

	error_free(public_key_parse(&key, (struct slice){ (const char *)data, size }));
	if (key && !digest_is_valid(public_key_fingerprint(key)))
		__builtin_trap();
	return 0;
}
