/* The index.json of an OCI image layout: a tag's digest is one, tags are tags. */
#include "../../src/registry/oci_layout.h"
#include "../support/fuzz_directory.h"
#include <digestbump/base/memory.h>
#include <digestbump/base/strings.h>
#include <digestbump/image/digest.h>
#include <digestbump/image/reference.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct layouts layouts = { 0 };
	OWNED_STRING digest = NULL;
	OWNED_STRING type = NULL;
	OWNED(strings) tags = strings_new();
	const struct layout_location location = { fuzz_directory(), "docker.io", "library/a" };

	fuzz_directory_write("oci-layout", slice_of("{\"imageLayoutVersion\": \"1.0.0\"}"));
	fuzz_directory_write("index.json", (struct slice){ (const char *)data, size });
	error_free(layout_find(&digest, &type, &layouts, &location, "1"));
	if (digest && !digest_is_valid(digest))
		__builtin_trap();
	error_free(layout_tags(tags, &layouts, &location));
	for (size_t i = 0; i < tags->count; i++)
		if (!tag_is_valid(tags->items[i]))
			__builtin_trap();
	layouts_clear(&layouts);
	return 0;
}
