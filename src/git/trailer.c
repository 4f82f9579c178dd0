#include "repository.h"
#include <digestbump/base/memory.h>
#include <string.h>
#include <strings.h>

/* Gives the value on one line, as `git interpret-trailers --unfold` has it: what
 * continues on a line that begins with a blank is joined with one. */
static char *unfold(const char *value)
{
	OWNED(text) line = text_new(0);
	struct slice rest = slice_of(value);
	struct slice part;

	while (slice_line(&part, &rest)) {
		struct slice trimmed = slice_trim(part);

		if (line->size && trimmed.size)
			text_add_string(line, " ");
		text_add(line, trimmed.at, trimmed.size);
	}
	return text_take(pass_on(&line));
}

struct error *git_trailer_values(struct strings **values, const char *message, const char *key)
{
	git_message_trailer_array trailers = { 0 };
	int code = git_message_trailers(&trailers, message);

	if (code)
		return libgit2_error(code, "the trailers of a message cannot be read");
	OWNED(strings) found = strings_new();

	for (size_t i = 0; i < trailers.count; i++)
		if (strcasecmp(trailers.trailers[i].key, key) == 0)
			strings_take(found, unfold(trailers.trailers[i].value));
	git_message_trailer_array_free(&trailers);
	*values = pass_on(&found);
	return NULL;
}
