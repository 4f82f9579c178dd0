/* The packed list of paths, a path per line: it says of each what a plain list says. */
#include "../../src/git/path_list.h"
#include <digestbump/base/memory.h>
#include <digestbump/base/strings.h>
#include <digestbump/limits.h>
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool has_prefix(const struct strings *list, const char *start)
{
	for (size_t i = 0; i < list->count; i++)
		if (strncmp(list->items[i], start, strlen(start)) == 0)
			return true;
	return false;
}

/* What is no path, or not in order, is not added. */
static void add(struct packed_paths *packed, struct strings *plain, struct slice line)
{
	if (!line.size || line.size > PATH_BYTES_MOST || memchr(line.at, '\0', line.size))
		return;
	OWNED_STRING path = slice_copy(line);
	bool is_due = !plain->count || strcmp(plain->items[plain->count - 1], path) <= 0;

	if (packed_paths_add(packed, line) != is_due)
		__builtin_trap();
	if (is_due)
		strings_add(plain, path);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	OWNED(packed_paths) packed = packed_paths_new();
	OWNED(strings) plain = strings_new();
	struct slice rest = { (const char *)data, size };
	struct slice line;

	while (slice_line(&line, &rest))
		add(packed, plain, line);
	for (rest = (struct slice){ (const char *)data, size }; slice_line(&line, &rest);) {
		OWNED_STRING path = slice_copy(line);

		if (!*path)
			continue;
		if (packed_paths_has(packed, path) != strings_has(plain, path) ||
		    packed_paths_has_prefix(packed, path) != has_prefix(plain, path))
			__builtin_trap();
	}
	return 0;
}
