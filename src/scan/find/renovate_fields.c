#include "renovate_fields.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

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
			return without_quotes(slice_tail(pair, size + 1));
		mark = slice_trim(slice_tail(mark, end < mark.size ? end + 1 : end));
	}
	return slice_of("");
}
