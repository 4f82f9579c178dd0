#include "../support/pins.h"

#include <digestbump/base/memory.h>
#include <digestbump/limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* ${X#pattern} and its kin may cut a digest up: then what is left hangs on its
 * bytes. No such edit passes edit's proof; here, they are left out. */
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
 * nothing else. The first line is the file's path, which chooses the format: what
 * a seed is for does not hang on the order of the formats. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice rest = { (const char *)data, size };
	struct slice line;

	if (!slice_line(&line, &rest) || line.size > PATH_BYTES_MOST || has_patterns(rest))
		return 0;
	OWNED_STRING path = slice_copy(line);
	const struct format *format = format_of_path(path);
	OWNED_STRING broken = format ? pins_broken(format, path, rest) : NULL;

	if (broken) {
		fprintf(stderr, "%s: %s\n", format->name, broken);
		abort();
	}
	return 0;
}
