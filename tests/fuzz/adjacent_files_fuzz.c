/* Several files that are read together: compose.yaml with .env, build.gradle with
 * gradle.properties, pom.xml with its parent, Flux with its substitutes, go.mod ...
 *
 * A line "=== PATH" begins a file. Every pin stands where it says, in whichever file. */
#include "../support/fuzz_directory.h"
#include <digestbump/base/file.h>
#include <digestbump/base/memory.h>
#include <digestbump/image/digest.h>
#include <digestbump/limits.h>
#include <digestbump/scan/scan.h>
#include <digestbump/tree/tree.h>
#include <stdint.h>
#include <string.h>

enum { FILES_MOST = 8, SEED_PATH_MOST = 100 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool is_path(const char *path)
{
	for (const char *c = path; *c; c++)
		if (*c < ' ' || *c > '~')
			return false;
	return strlen(path) <= SEED_PATH_MOST && file_path_is_inner(path);
}

static bool write_files(struct slice rest)
{
	struct slice line;
	size_t count = 0;

	while (slice_line(&line, &rest)) {
		if (!slice_starts(line, "=== ") || ++count > FILES_MOST)
			return false;
		OWNED_STRING path = slice_copy((struct slice){ line.at + 4, line.size - 4 });
		size_t end = rest.size;

		if (!is_path(path))
			return false;
		if (!slice_starts(rest, "=== ") && slice_find(&end, rest, "\n=== "))
			end++;
		else if (slice_starts(rest, "=== "))
			end = 0;
		else
			end = rest.size;
		fuzz_directory_write(path, (struct slice){ rest.at, end });
		rest = (struct slice){ rest.at + end, rest.size - end };
	}
	return true;
}

static void check_pin(struct tree *tree, const struct pin *pin)
{
	OWNED(text) bytes = NULL;
	OWNED(error) error = tree_read(&bytes, tree, pin->path);
	const char *wanted = pin->bare ? digest_hex(pin->pinned) : pin->pinned;

	if (error || pin->digest.at + pin->digest.length > bytes->size ||
	    !slice_is((struct slice){ bytes->bytes + pin->digest.at, pin->digest.length }, wanted))
		__builtin_trap();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	OWNED(tree) tree = NULL;
	OWNED(scan) scan = NULL;
	OWNED(config) config = config_default();
	const struct context context = { 0 };

	fuzz_directory_empty();
	if (!write_files((struct slice){ (const char *)data, size }))
		return 0;
	error_free(tree_directory(&tree, fuzz_directory()));
	if (!tree)
		return 0;
	error_free(scan_run(&scan, tree, config, &context));
	for (size_t i = 0; scan && i < scan->pins.count; i++)
		if (scan->pins.items[i]->digest.length)
			check_pin(tree, scan->pins.items[i]);
	return 0;
}
