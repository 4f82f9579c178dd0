#include <digestbump/syntax/template_mask.h>

#include <digestbump/base/memory.h>
#include <digestbump/base/own.h>
#include <string.h>

enum {
	STATEMENT = 1, /* stands for no text: becomes blanks */
	EXPRESSION,    /* stands for some text */
};

static const struct {
	const char *open;
	const char *close;
	char kind;
} signs[] = {
	{ "{{/*", "*/}}", STATEMENT }, { "{{- /*", "}}", STATEMENT }, { "{{ /*", "}}", STATEMENT },
	{ "{{", "}}", EXPRESSION },    { "{%", "%}", STATEMENT },     { "{#", "#}", STATEMENT },
};

/* Words of Go's templates that make no text. */
static const char *const statements[] = { "if",     "else",  "end",   "range",    "with",
					  "define", "block", "break", "continue", NULL };

static struct slice first_word(struct slice text)
{
	size_t size = 0;

	text = slice_trim(text);
	while (text.size && (text.at[0] == '-' || text.at[0] == '~'))
		text = slice_trim(slice_tail(text, 1));
	while (size < text.size && text.at[size] >= 'a' && text.at[size] <= 'z')
		size++;
	return (struct slice){ text.at, size };
}

/* "{{ $x := ... }}" makes no text either. */
static char kind_of(struct slice inner, char kind)
{
	if (slice_is_one_of(first_word(inner), statements) || slice_find(NULL, inner, ":="))
		return STATEMENT;
	return kind;
}

enum { SIGN_COUNT = sizeof(signs) / sizeof(*signs) };

/* Bytes of the expression at the start, and its kind; 0: there is none. A sign that is not
 * closed in the text is not closed in the rest of it, and is not looked for again. */
static size_t expression_length(char *kind, struct slice text, bool *is_unclosed)
{
	for (size_t i = 0; i < SIGN_COUNT; i++) {
		size_t open = strlen(signs[i].open);
		size_t close;

		if (!slice_starts(text, signs[i].open))
			continue;
		if (is_unclosed[i])
			return 0;
		if (!slice_find(&close, slice_tail(text, open), signs[i].close)) {
			is_unclosed[i] = true;
			return 0;
		}
		*kind = kind_of((struct slice){ text.at + open, close }, signs[i].kind);
		return open + close + strlen(signs[i].close);
	}
	return 0;
}

/* Gives the kind of each byte: 0 where it is no part of an expression. */
static char *kinds_of(struct slice text)
{
	char *kinds = must_alloc(text.size + 1);
	bool is_unclosed[SIGN_COUNT] = { false };

	for (size_t at = 0; at < text.size;) {
		const char *sign = memchr(text.at + at, '{', text.size - at);
		char kind = 0;

		if (!sign)
			break;
		at = (size_t)(sign - text.at);
		size_t length = at && text.at[at - 1] == '$'
				    ? 0
				    : expression_length(&kind, slice_tail(text, at), is_unclosed);

		memset(kinds + at, kind, length);
		at += length ? length : 1;
	}
	return kinds;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

static void blank_out(char *out, size_t begin, size_t end)
{
	for (size_t i = begin; i < end; i++)
		if (out[i] != '\n')
			out[i] = ' ';
}

/* The line from `begin` to `end`: an expression may go over several lines of the file. */
static void mask_line(char *out, const char *kinds, size_t begin, size_t end)
{
	bool alone = true;

	for (size_t i = begin; i < end && alone; i++)
		alone = kinds[i] || is_blank(out[i]);
	for (size_t i = begin; i < end;) {
		size_t stop = i + 1;

		while (stop < end && kinds[stop] == kinds[i] &&
		       (kinds[i] != EXPRESSION || memcmp(out + stop, "{{", 2) != 0))
			stop++;
		if (kinds[i] == STATEMENT || (kinds[i] && alone)) {
			blank_out(out, i, stop);
		} else if (kinds[i]) {
			memset(out + i, 'x', stop - i);
			memset(out + i, '<', 2);
			memset(out + stop - 2, '>', 2);
		}
		i = stop;
	}
}

char *template_mask(struct slice text)
{
	OWNED_STRING kinds = kinds_of(text);
	char *out = must_copy_bytes(text.at, text.size);
	size_t begin = 0;

	for (size_t i = 0; i <= text.size; i++)
		if (i == text.size || (out[i] == '\n' && !kinds[i])) {
			mask_line(out, kinds, begin, i);
			begin = i + 1;
		}
	return out;
}
