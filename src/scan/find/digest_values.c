#include "digest_values.h"

#include <ctype.h>
#include <digestbump/image/digest.h>

static bool holds_digest(struct mapped_slice text)
{
	size_t digits = 0;

	if (slice_find(NULL, mapped_bytes(text), "sha256:") ||
	    slice_find(NULL, mapped_bytes(text), "sha512:"))
		return true;
	for (size_t i = 0; i < text.size && digits < SHA256_HEX; i++)
		digits = isxdigit((unsigned char)text.at[i]) ? digits + 1 : 0;
	return digits == SHA256_HEX;
}

static bool has_known_digest(struct mapped_slice text)
{
	for (size_t i = 0; i + 1 < text.size; i++)
		if (text.at[i] == '@' && text.from[i] != ORIGIN_UNKNOWN)
			return !mapped_has_unknown(mapped_tail(text, i));
	return false;
}

const struct wanted_values digest_values = { holds_digest, has_known_digest };
