/* Header lines, one a line: what a registry says of its rate limit is never negative. */
#include "../../src/registry/pull_rate_limit.h"
#include <digestbump/base/memory.h>
#include <digestbump/base/strings.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	OWNED(strings) headers = strings_new();
	struct registry_rate rate = { 0 };
	struct slice rest = { (const char *)data, size };
	struct slice line;

	while (slice_line(&line, &rest))
		strings_take(headers, slice_copy(line));
	const struct http_response response = { .status = 200, .headers = headers };

	if (!rate_limit_read(&rate, &response))
		return 0;
	if (rate.remaining < 0 || rate.window_s <= 0)
		__builtin_trap();
	error_free(rate_limit_error(&rate, "docker.io", "library/a:1"));
	return 0;
}
