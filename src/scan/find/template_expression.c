#include "template_expression.h"

#include <string.h>

static bool is_quote(char c)
{
	return c == '"' || c == '\'';
}

bool template_expression_add(struct finder *finder, struct range at)
{
	struct slice whole = finder_bytes(finder, at);
	struct slice rest = whole;
	bool added = false;
	size_t open;

	while (slice_find(&open, rest, "{{")) {
		size_t close;

		rest = slice_tail(rest, open + 2);
		if (!slice_find(&close, rest, "}}"))
			break;
		for (size_t i = 0; i < close; i++) {
			const char *end = is_quote(rest.at[i])
					      ? memchr(rest.at + i + 1, rest.at[i], close - i - 1)
					      : NULL;

			if (!end)
				continue;
			struct slice text = { rest.at + i + 1, (size_t)(end - rest.at) - i - 1 };

			struct range place = { at.at + (size_t)(text.at - whole.at), text.size };

			added = finder_add_range(finder, place, IMAGE_LIKELY) || added;
			i += text.size + 1;
		}
		rest = slice_tail(rest, close + 2);
	}
	return added;
}

void template_expression_find(struct finder *finder, struct range at)
{
	if (!template_expression_add(finder, at))
		finder_skip(finder, at.at, "template", "a template's expression names this image");
}
