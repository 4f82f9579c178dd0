/* A sigstore bundle. */
#include <digestbump/trust/sigstore.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	OWNED(signature_material) material = NULL;

	error_free(bundle_parse(&material, (struct slice){ (const char *)data, size }));
	return 0;
}
