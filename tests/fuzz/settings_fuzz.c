#include <digestbump/syntax/nested_settings.h>

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct seen {
	struct slice bytes;
	size_t at; /* of the setting before */
};

/* What is not replaced stands where it says; settings come in file order. */
static void take(void *data, const struct setting *setting)
{
	struct seen *seen = data;

	if (setting->at < seen->at || setting->at > seen->bytes.size || !setting->path)
		abort();
	seen->at = setting->at;
	for (size_t i = 0; i < setting->value.size; i++) {
		uint32_t from = setting->value.from[i];

		if (from < ORIGIN_UNKNOWN &&
		    (from >= seen->bytes.size || seen->bytes.at[from] != setting->value.at[i]))
			abort();
	}
}

/* The first byte chooses the language. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct language_syntax *const tongues[] = { &syntax_hcl, &syntax_toml,
							  &syntax_starlark, &syntax_groovy,
							  &syntax_xml };

	if (!size)
		return 0;
	struct seen seen = { { (const char *)data + 1, size - 1 }, 0 };

	settings_read(seen.bytes, tongues[data[0] % 5], take, &seen);
	return 0;
}
