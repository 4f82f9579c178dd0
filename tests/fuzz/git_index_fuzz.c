/* git's index (gitformat-index(5)): whatever it holds, its paths are sorted and found. */
#include "../../src/git/index.h"
#include "../support/fuzz_directory.h"
#include <digestbump/base/memory.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	OWNED(packed_paths) paths = NULL;
	OWNED_STRING file = must_format("%s/index", fuzz_directory());

	fuzz_directory_write("index", (struct slice){ (const char *)data, size });
	OWNED(error) error = index_read_paths(&paths, file);

	if (!error != !!paths)
		__builtin_trap();
	if (paths)
		(void)packed_paths_has(paths, "Dockerfile");
	return 0;
}
