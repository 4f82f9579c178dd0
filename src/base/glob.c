#include <digestbump/base/glob.h>
#include <stddef.h>
#include <string.h>

/* One character class "[...]" against c; *end is behind it. A class that is not
 * closed is the letter '[' itself. */
static bool class_match(const char *pattern, char c, const char **end)
{
	const char *p = pattern + 1;
	bool negated = *p == '!' || *p == '^';
	bool found = false;

	if (negated)
		p++;
	for (const char *first = p; *p && (*p != ']' || p == first); p++) {
		char low = *p;
		char high = low;

		if (p[1] == '-' && p[2] && p[2] != ']') {
			high = p[2];
			p += 2;
		}
		found |= c >= low && c <= high;
	}
	if (*p != ']') {
		*end = pattern + 1;
		return c == '[';
	}
	*end = p + 1;
	return found != negated && c != '/';
}

/* One pattern element that is no star, against one byte. */
static bool single_match(const char *pattern, char c, const char **end)
{
	switch (*pattern) {
	case '?':
		*end = pattern + 1;
		return c != '/';
	case '[':
		return class_match(pattern, c, end);
	case '\\':
		if (pattern[1])
			pattern++;
		break;
	default:
		break;
	}
	*end = pattern + 1;
	return c == *pattern;
}

/* Where to go on when what follows a star did not fit. */
struct star {
	const char *pattern; /* behind the star; NULL: no star yet */
	const char *text;    /* what the star has swallowed ends here */
	bool whole;          /* "**" with '/' behind it: swallows whole parts of a path only */
};

/* Lets "*" swallow one byte more; it stops at a '/'. */
static bool one_swallows(struct star *star)
{
	if (!star->pattern || !*star->text || *star->text == '/')
		return false;
	star->text++;
	return true;
}

/* Lets "**" swallow one byte, or one part of the path, more. */
static bool two_swallows(struct star *star)
{
	if (!star->pattern || !*star->text)
		return false;
	if (!star->whole) {
		star->text++;
		return true;
	}
	const char *slash = strchr(star->text, '/');

	if (!slash)
		return false;
	star->text = slash + 1;
	return true;
}

/* Reads a star at the pattern's start into its place. False: there is none. */
static bool read_star(struct star *one, struct star *two, const char **pattern, const char *text)
{
	const char *p = *pattern;

	if (p[0] != '*')
		return false;
	if (p[1] != '*') {
		*pattern = p + 1;
		*one = (struct star){ .pattern = *pattern, .text = text };
		return true;
	}
	bool whole = p[2] == '/';

	*pattern = p + (whole ? 3 : 2);
	*two = (struct star){ .pattern = *pattern, .text = text, .whole = whole };
	*one = (struct star){ 0 };
	return true;
}

static bool is_special(char c)
{
	return c == '*' || c == '?' || c == '[' || c == ']' || c == '\\';
}

/* False when the letters that the pattern ends with are not those that the text
 * ends with: then it cannot match, and most patterns are told by that. */
static bool ends_fit(const char *pattern, const char *text)
{
	const char *p = pattern + strlen(pattern);
	const char *t = text + strlen(text);

	while (p > pattern && !is_special(p[-1])) {
		if (t == text || p[-1] != t[-1])
			return false;
		p--;
		t--;
	}
	return true;
}

/* Only the last star of each kind is ever tried again: letting an earlier one
 * swallow more could not help what a later one could not. */
static bool match(const char *pattern, const char *text)
{
	struct star one = { 0 };
	struct star two = { 0 };

	for (;;) {
		if (read_star(&one, &two, &pattern, text))
			continue;
		if (!*pattern && !*text)
			return true;
		const char *next = pattern;

		if (*pattern && *text && single_match(pattern, *text, &next)) {
			pattern = next;
			text++;
		} else if (one_swallows(&one)) {
			pattern = one.pattern;
			text = one.text;
		} else if (two_swallows(&two)) {
			one = (struct star){ 0 };
			pattern = two.pattern;
			text = two.text;
		} else {
			return false;
		}
	}
}

bool glob_match(const char *pattern, const char *text)
{
	return ends_fit(pattern, text) && match(pattern, text);
}

bool glob_match_path(const char *pattern, const char *path)
{
	const char *bare = pattern[0] == '/' ? pattern + 1 : pattern;

	if (!ends_fit(bare, path))
		return false;
	if (strchr(pattern, '/'))
		return match(bare, path);
	const char *slash = strrchr(path, '/');

	return match(pattern, slash ? slash + 1 : path);
}
