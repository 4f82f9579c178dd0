#include "../support/pins.h"

#include "../../src/scan/formats.h"

#include <digestbump/base/memory.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Names that decide how a format reads: JSON, a chart's template, Chart.yaml. */
static const char *const names[] = { "x.yaml", "x.json", "templates/x.yaml", "Chart.yaml" };

/* ${X#pattern} and its kin may cut a digest up: then what is left hangs on its
 * letters. No such edit passes edit's proof; here, they are left out. */
static bool has_patterns(struct slice bytes)
{
	for (size_t open; slice_find(&open, bytes, "${");) {
		bytes = (struct slice){ bytes.at + open + 2, bytes.size - open - 2 };
		for (size_t i = 0; i < bytes.size && bytes.at[i] != '\n'; i++)
			if (strchr("#%/", bytes.at[i]))
				return true;
	}
	return false;
}

/* Any bytes in any format: every pin stands where it says, and a bump changes
 * nothing else. The first byte chooses format and name. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t count = 0, name = sizeof(names) / sizeof(*names);

	while (scan_formats[count])
		count++;
	if (!size || has_patterns((struct slice){ (const char *)data, size }))
		return 0;
	const struct format *format = scan_formats[data[0] % count];
	OWNED_STRING broken = pins_broken(format, names[data[0] / count % name],
					  (struct slice){ (const char *)data + 1, size - 1 });

	if (broken) {
		fprintf(stderr, "%s: %s\n", format->name, broken);
		abort();
	}
	return 0;
}
