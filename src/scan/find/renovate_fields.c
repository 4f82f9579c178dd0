#include "renovate_fields.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

static struct slice rest_after(struct slice text, size_t size)
{
	return (struct slice){ text.at + size, text.size - size };
}

static struct slice without_quotes(struct slice value)
{
	if (value.size > 1 && memchr("\"'", value.at[0], 2) &&
	    value.at[value.size - 1] == value.at[0])
		value = (struct slice){ value.at + 1, value.size - 2 };
	return value;
}

struct slice renovate_field(struct slice mark, const char *key)
{
	size_t size = strlen(key);

	while (mark.size) {
		size_t end = 0;

		while (end < mark.size && !isspace((unsigned char)mark.at[end]) &&
		       mark.at[end] != ',')
			end++;
		struct slice pair = { mark.at, end };

		if (slice_starts(pair, key) && pair.size > size && pair.at[size] == '=')
			return without_quotes(rest_after(pair, size + 1));
		mark = slice_trim(rest_after(mark, end < mark.size ? end + 1 : end));
	}
	return slice_of("");
}
