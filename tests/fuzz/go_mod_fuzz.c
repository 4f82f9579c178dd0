/* A go.mod: the module's path is one word, and stands in the file. */
#include <digestbump/base/memory.h>
#include <digestbump/syntax/go_mod.h>
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	OWNED_STRING path = NULL;
	OWNED(error) error = go_mod_module_path(&path, (struct slice){ (const char *)data, size });

	if (!error != !!path)
		__builtin_trap();
	if (path && (!*path || strlen(path) > size || strpbrk(path, "\r\n")))
		__builtin_trap();
	return 0;
}
