/* A manifest: the Content-Type on the first line, the body behind it. */
#include <digestbump/image/digest.h>
#include <digestbump/registry/manifest.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	OWNED(manifest) manifest = NULL;
	struct slice rest = { (const char *)data, size };
	struct slice line = { NULL, 0 };

	if (!slice_line(&line, &rest))
		return 0;
	OWNED_STRING type = slice_copy(line);

	error_free(manifest_parse(&manifest, "sha256:00", type, rest));
	/* Whatever got through may stand in a URL. */
	for (size_t i = 0; manifest && i < manifest->count; i++)
		if (!digest_is_valid(manifest->entries[i].digest))
			__builtin_trap();
	if (manifest && manifest->config_digest && !digest_is_valid(manifest->config_digest))
		__builtin_trap();
	return 0;
}
