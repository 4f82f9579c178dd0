/* The answer of a token endpoint. */
#include "../../src/registry/token_protocol.h"
#include <digestbump/limits.h>
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	OWNED(token) token = NULL;

	error_free(token_parse(&token, (struct slice){ (const char *)data, size }));
	if (token && (token->lifetime_s < 60 || strlen(token->text) > TOKEN_BYTES_MOST ||
		      strpbrk(token->text, " \r\n")))
		__builtin_trap();
	return 0;
}
