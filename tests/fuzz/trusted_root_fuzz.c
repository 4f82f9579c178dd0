/* A trusted root. */
#include <digestbump/trust/root.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	OWNED(sigstore_root) root = NULL;

	error_free(sigstore_root_parse(&root, (struct slice){ (const char *)data, size }));
	return 0;
}
