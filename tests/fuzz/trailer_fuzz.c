/* A commit message: the values of its trailers are single lines. */
#include <digestbump/base/memory.h>
#include <digestbump/base/text.h>
#include <digestbump/git/git.h>
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const keys[] = { "Digestbump-Update", "Digestbump-Version",
					    "Signed-off-by" };
	OWNED_STRING message = slice_copy((struct slice){ (const char *)data, size });

	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
		OWNED(strings) values = NULL;
		OWNED(error) error = git_trailer_values(&values, message, keys[i]);

		if (!error != !!values)
			__builtin_trap();
		for (size_t k = 0; values && k < values->count; k++)
			if (strlen(values->items[k]) > size)
				__builtin_trap();
	}
	return 0;
}
