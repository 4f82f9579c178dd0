/* The header lines of a WWW-Authenticate: a line each. */
#include <digestbump/base/memory.h>
#include <digestbump/base/strings.h>
#include <digestbump/base/text.h>
#include <digestbump/registry/challenge.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	OWNED(strings) lines = strings_new();
	OWNED(challenge) challenge = NULL;
	struct slice rest = { (const char *)data, size };
	struct slice line;

	while (slice_line(&line, &rest))
		strings_take(lines, slice_copy(line));
	error_free(challenge_parse(&challenge, (const char *const *)lines->items, lines->count));
	if (challenge && challenge->bearer && (!challenge->realm || !*challenge->realm))
		__builtin_trap();
	return 0;
}
