#include "../support/nodes.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Any bytes give a tree that stands in the file. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice file = { (const char *)data, size };
	OWNED(documents) documents = NULL;
	OWNED(error) failed = yaml_read(&documents, file);

	if (!failed)
		nodes_check(documents, file);
	return 0;
}
