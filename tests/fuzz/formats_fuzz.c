#include "../support/pins.h"

#include <ctype.h>
#include <digestbump/base/memory.h>
#include <digestbump/limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Letters that a pattern compares with a digest's: hex digits, sets of letters, and what
 * a variable brings. '*', '?' and all others match any digest, or none. */
static bool compares_digits(struct slice pattern)
{
	for (size_t i = 0; i < pattern.size; i++)
		if (pattern.at[i] && strchr("0123456789abcdefABCDEF[$\\", pattern.at[i]))
			return true;
	return false;
}

/* What stands behind "${" up to the brace, or the end of the line: a pattern behind a
 * name, ${X#pattern}, ${X%pattern}, ${X/pattern/text}; NULL for anything else. */
static struct slice pattern_of(struct slice rest)
{
	size_t name = 0;
	size_t end;

	while (name < rest.size && (isalnum((unsigned char)rest.at[name]) || rest.at[name] == '_'))
		name++;
	for (end = name; end < rest.size && rest.at[end] != '}' && rest.at[end] != '\n';)
		end++;
	if (!name || name == rest.size || !strchr("#%/", rest.at[name]))
		return (struct slice){ NULL, 0 };
	return (struct slice){ rest.at + name, end - name };
}

/* Such a pattern may cut one digest up and leave another one whole: then what is left
 * hangs on its letters. No such edit passes edit's proof; here they are left out. */
static bool has_unsound_pattern(struct slice bytes)
{
	for (size_t open; slice_find(&open, bytes, "${");) {
		bytes = (struct slice){ bytes.at + open + 2, bytes.size - open - 2 };
		if (compares_digits(pattern_of(bytes)))
			return true;
	}
	return false;
}

/* Any bytes in any format: every pin stands where it says, and a bump changes
 * nothing else. The first line is the file's path, which chooses the format: what
 * a seed is for does not hang on the order of the formats. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice rest = { (const char *)data, size };
	struct slice line;

	if (!slice_line(&line, &rest) || line.size > PATH_BYTES_MOST || has_unsound_pattern(rest))
		return 0;
	OWNED_STRING path = slice_copy(line);
	const struct format *format = format_of_path(path);
	OWNED_STRING broken = format ? pins_broken(format, path, rest) : NULL;

	if (broken) {
		fprintf(stderr, "%s: %s\n", format->name, broken);
		abort();
	}
	return 0;
}
