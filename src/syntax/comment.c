#include <digestbump/syntax/comment.h>

#include <string.h>

enum {
	/* Bytes that close things between a value and its comment. */
	CLOSING_MOST = 64,
};

static const struct sign {
	const char *begin;
	const char *end; /* NULL: the line's */
	bool behind;     /* it may also stand behind a value */
	bool apart;      /* and then wants a blank in front of it */
} signs[] = {
	{ "#", NULL, true, true },       { "//", NULL, true, true },
	{ "/*", "*/", true, false },     { "<!--", "-->", true, false },
	{ "{{- /*", "*/", true, false }, { "{{/*", "*/", true, false },
	{ "{#", "#}", true, false },     { ";", NULL, false, false },
	{ "-- ", NULL, false, false },   { "* ", NULL, false, false },
	{ "dnl ", NULL, false, false },  { "REM ", NULL, false, false },
	{ "rem ", NULL, false, false },  { "::", NULL, false, false },
};

static const struct sign *sign_of(struct slice text)
{
	for (size_t i = 0; i < sizeof(signs) / sizeof(*signs); i++)
		if (slice_starts(text, signs[i].begin))
			return &signs[i];
	return NULL;
}

/* "## x", "//// x": more of the same says no more. */
static struct slice without_repeats(struct slice text)
{
	while (text.size && memchr("#/*!", text.at[0], 4))
		text = slice_tail(text, 1);
	return slice_trim(text);
}

static bool inside(struct slice *out, struct slice text, const struct sign *sign, bool must_end)
{
	size_t end;

	text = slice_tail(text, strlen(sign->begin));
	if (sign->end && slice_find(&end, text, sign->end))
		text.size = end;
	else if (sign->end && must_end)
		return false;
	*out = without_repeats(text);
	return true;
}

bool comment_of_whole_line(struct slice *text, struct slice line)
{
	line = slice_trim(line);
	const struct sign *sign = sign_of(line);

	return sign && inside(text, line, sign, false);
}

/* Bytes of "</name>" at the start; 0 when it is none. */
static size_t end_tag(struct slice text)
{
	size_t size = 2;

	if (!slice_starts(text, "</"))
		return 0;
	while (size < text.size && size < CLOSING_MOST && text.at[size] != '>')
		size++;
	return size < text.size && text.at[size] == '>' ? size + 1 : 0;
}

static struct slice without_closing(struct slice rest)
{
	static const char closing[] = " \t\"'`,;)]}";
	size_t i = 0;

	while (i < rest.size && i < CLOSING_MOST) {
		size_t tag = end_tag(slice_tail(rest, i));

		if (!tag && !memchr(closing, rest.at[i], strlen(closing)))
			break;
		i += tag ? tag : 1;
	}
	return slice_tail(rest, i);
}

bool comment_after_value(struct slice *text, bool *open, struct slice rest)
{
	struct slice comment = without_closing(rest);
	const struct sign *sign = sign_of(comment);

	if (!sign || !sign->behind)
		return false;
	if (sign->apart && (comment.at == rest.at || !memchr(" \t", comment.at[-1], 2)))
		return false;
	if (open)
		*open = !sign->end;
	return inside(text, comment, sign, true);
}
