/* Link headers, one a line: what is followed is a query, and nothing else. */
#include <digestbump/base/memory.h>
#include <digestbump/base/text.h>
#include <digestbump/registry/link_header.h>
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	OWNED(strings) values = strings_new();
	OWNED_STRING query = NULL;
	struct slice rest = { (const char *)data, size };
	struct slice line;

	while (slice_line(&line, &rest))
		strings_take(values, slice_copy(line));
	error_free(link_next(&query, values));
	for (const char *c = query; c && *c; c++)
		if (*c <= ' ' || *c > '~' || *c == '#')
			__builtin_trap();
	return 0;
}
