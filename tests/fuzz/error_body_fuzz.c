/* The body of a registry's refusal: what is shown of it is one line, and has no secret. */
#include "../../src/registry/error_body.h"
#include <digestbump/base/memory.h>
#include <digestbump/http/http.h>
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const secrets[] = { "s3cr3t-p4ssw0rd", NULL, "token-0123456789" };
	const struct strings headers = { 0 };
	const struct http_response response = {
		.status = 403,
		.body = { (const char *)data, size },
		.url = "https://registry.example/v2/a/manifests/1",
		.headers = &headers,
	};
	OWNED_STRING detail = error_body_detail(&response, secrets, 3);

	OWNED(error) error = error_new(ERROR_DENIED, "denied%s", detail);
	const char *shown = error_text(error);

	if (strstr(detail, secrets[0]) || strstr(detail, secrets[2]) || strpbrk(shown, "\r\n\033"))
		__builtin_trap();
	return 0;
}
