#include "descriptor.h"
#include <digestbump/base/memory.h>
#include <digestbump/image/digest.h>
#include <string.h>

struct error *descriptor_read(char **digest, long long *size, const struct json_t *descriptor)
{
	const char *text = json_text(descriptor, "digest");
	struct json_t *number = json_member(descriptor, "size");

	if (!text)
		return error_new(ERROR_SYNTAX, "a descriptor without a digest");
	if (!digest_is_valid(text)) {
		bool ours = strncmp(text, "sha256:", 7) == 0 || strncmp(text, "sha512:", 7) == 0;

		return error_new(ours || !strchr(text, ':') ? ERROR_SYNTAX : ERROR_UNSUPPORTED,
				 "a descriptor with the digest '%.100s'", text);
	}
	if (!json_is_integer(number) || json_integer_value(number) < 0)
		return error_new(ERROR_SYNTAX, "a descriptor without a size");
	*digest = must_copy(text);
	*size = json_integer_value(number);
	return NULL;
}
