#include "../support/pins.h"

#include "../../src/scan/formats.h"

#include <digestbump/base/memory.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Names that decide how a format reads: JSON, a chart's template, Chart.yaml. */
static const char *const names[] = { "x.yaml", "x.json", "templates/x.yaml", "Chart.yaml" };

/* Any bytes in any format: every pin stands where it says, and a bump changes
 * nothing else. The first byte chooses format and name. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t count = 0, name = sizeof(names) / sizeof(*names);

	while (scan_formats[count])
		count++;
	if (!size)
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
