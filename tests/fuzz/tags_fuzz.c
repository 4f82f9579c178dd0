/* A page of a repository's tags. */
#include "../../src/registry/tags_page.h"
#include <digestbump/image/reference.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	OWNED(strings) tags = strings_new();
	size_t others = 0;

	error_free(tags_page_read(tags, &others, (struct slice){ (const char *)data, size }));
	for (size_t i = 0; i < tags->count; i++)
		if (!tag_is_valid(tags->items[i]))
			__builtin_trap();
	return 0;
}
