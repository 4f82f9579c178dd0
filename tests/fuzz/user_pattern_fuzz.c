/* A configuration with patterns up to a line "===", and the file that they search behind it. */
#include "../../src/scan/find/user_pattern.h"
#include <digestbump/base/memory.h>
#include <digestbump/image/digest.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_pins(const struct pins *pins, struct slice bytes)
{
	for (size_t i = 0; i < pins->count; i++) {
		const struct pin *pin = pins->items[i];
		const char *wanted = pin->bare ? digest_hex(pin->pinned) : pin->pinned;
		struct slice found = { bytes.at + pin->digest.at, pin->digest.length };

		if (pin->digest.length &&
		    (pin->digest.at + pin->digest.length > bytes.size || !slice_is(found, wanted)))
			__builtin_trap();
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice bytes = { (const char *)data, size };
	size_t end = 0;
	OWNED(config) config = NULL;
	struct pins pins = { 0 };
	struct skips skips = { 0 };

	if (!slice_find(&end, bytes, "\n===\n"))
		return 0;
	struct slice text = { bytes.at + end + 5, bytes.size - end - 5 };
	error_free(config_parse(&config, "c", (struct slice){ bytes.at, end + 1 }));
	const struct scan_file file = {
		.path = "file", .bytes = text, .pins = &pins, .skips = &skips
	};

	for (size_t i = 0; config && i < config->text_pattern_count; i++)
		user_pattern_find(&file, &config->text_patterns[i]);
	check_pins(&pins, text);
	pins_clear(&pins);
	skips_clear(&skips);
	return 0;
}
