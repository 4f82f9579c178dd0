#include "../support/nodes.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Any bytes give a tree that stands in the file. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice file = { (const char *)data, size };
	OWNED(documents) documents = NULL;
	OWNED(error) failed = json_read(&documents, file, size % 2);

	if (!failed)
		nodes_check(documents, file);
	return 0;
}
