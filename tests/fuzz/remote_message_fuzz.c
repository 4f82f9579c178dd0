/* What the git program and servers write: whatever bytes, no user information
 * of a URL gets into an error, and the error stays short. */
#include "../../src/git/remote_message.h"
#include <assert.h>
#include <digestbump/limits.h>
#include <stdint.h>
#include <string.h>

/* No '@' may stand behind "://" but the one of the mask. */
static void must_be_masked(const char *text)
{
	for (const char *at = text; (at = strstr(at, "://"));) {
		at += strlen("://");
		size_t length = strcspn(at, " \t\n\v\f\r'\"<>");
		const char *sign = memrchr(at, '@', length);

		assert(!sign || (sign - at == 3 && strncmp(at, "***", 3) == 0));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice message = { (const char *)data, size };
	OWNED_STRING redacted = redact_urls(message);
	OWNED_STRING cleaned = remote_message_clean(message);

	must_be_masked(redacted);
	must_be_masked(cleaned);
	assert(strlen(cleaned) <= GIT_WORDS_BYTES_MOST);
	assert(remote_message_kind(cleaned, ERROR_GIT) <= ERROR_STOPPED);
	return 0;
}
