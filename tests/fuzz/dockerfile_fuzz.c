#include "../support/pins.h"

#include <digestbump/base/memory.h>
#include <stdint.h>
#include <stdio.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Whatever is found stands where it says, and survives a bump. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice file = { (const char *)data, size };
	OWNED_STRING broken = pins_broken(format_by_name("dockerfile"), "Dockerfile", file);

	if (broken) {
		fprintf(stderr, "%s\n", broken);
		abort();
	}
	return 0;
}
