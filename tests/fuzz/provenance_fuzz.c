/* The provenance of an image, as JSON: what comes out are names and digests that may stand
 * in a URL. */
#include "../../src/rebuild/provenance.h"
#include <digestbump/image/digest.h>
#include <digestbump/image/reference.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(void *data, const char *image, const char *digest)
{
	OWNED(reference) reference = NULL;
	OWNED(error) error = reference_parse(&reference, slice_of(image));

	(void)data;
	if (error || !digest_is_valid(digest))
		__builtin_trap();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	OWNED(documents) documents = NULL;

	error_free(json_read(&documents, (struct slice){ (const char *)data, size }, false));
	for (size_t i = 0; documents && i < documents->count; i++)
		provenance_read(documents->roots[i], check, NULL);
	return 0;
}
