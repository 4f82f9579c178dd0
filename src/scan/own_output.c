#include "own_output.h"
#include <string.h>

enum { LEFTOVER_DIGITS = 16 };

/* Takes a token of JSON off the front, with blanks before it; false: it is not there. */
static bool take(struct slice *rest, const char *token)
{
	size_t size = strlen(token);

	while (rest->size && memchr(" \t\r\n", rest->at[0], 4))
		*rest = (struct slice){ rest->at + 1, rest->size - 1 };
	if (!slice_starts(*rest, token))
		return false;
	*rest = (struct slice){ rest->at + size, rest->size - size };
	return true;
}

bool is_own_document(struct slice bytes)
{
	return take(&bytes, "{") && take(&bytes, "\"schema\"") && take(&bytes, ":") &&
	       take(&bytes, "\"digestbump/");
}

bool is_own_leftover(const char *path)
{
	static const char prefix[] = ".digestbump-";
	const char *slash = strrchr(path, '/');
	const char *name = slash ? slash + 1 : path;

	if (strncmp(name, prefix, strlen(prefix)) != 0)
		return false;
	name += strlen(prefix);
	return strlen(name) == LEFTOVER_DIGITS &&
	       strspn(name, "0123456789abcdef") == LEFTOVER_DIGITS;
}
