#include "template.h"

#include "image_keys.h"
#include "pinned_text.h"
#include "template_expression.h"
#include <digestbump/base/memory.h>
#include <digestbump/syntax/template_markers.h>
#include <string.h>

/* ---- comments ---- */

static const struct {
	const char *open;
	const char *close;
} comments[] = {
	{ "{{/*", "*/}}" },
	{ "{{- /*", "*/" },
	{ "{{ /*", "*/" },
	{ "{#", "#}" },
};

static void blank_out(char *bytes, size_t size)
{
	for (size_t i = 0; i < size; i++)
		if (bytes[i] != '\n')
			bytes[i] = ' ';
}

/* Bytes of the template comment at the start, 0 when there is none. One without
 * an end goes on to the end of the file. */
static size_t comment_length(struct slice text)
{
	for (size_t i = 0; i < sizeof(comments) / sizeof(*comments); i++) {
		size_t open = strlen(comments[i].open), close;

		if (!slice_starts(text, comments[i].open))
			continue;
		struct slice rest = { text.at + open, text.size - open };

		if (!slice_find(&close, rest, comments[i].close))
			return text.size;
		return open + close + strlen(comments[i].close);
	}
	return 0;
}

/* Gives the bytes with blanks in place of template comments: lines and places
 * stay what they are. */
static char *without_comments(struct slice bytes)
{
	OWNED_STRING copy = slice_copy(bytes);

	for (size_t at = 0; at < bytes.size;) {
		const char *next = memchr(bytes.at + at, '{', bytes.size - at);

		if (!next)
			break;
		at = (size_t)(next - bytes.at);
		size_t length = comment_length((struct slice){ next, bytes.size - at });

		blank_out(copy + at, length);
		at += length ? length : 1;
	}
	return pass_on(&copy);
}

/* ---- lines ---- */

/* A line of the form `- - key: value`, and what the lines around it say. */
struct line {
	size_t indentation; /* bytes in front of the key */
	struct slice key;
	struct slice value; /* with quotes, without a comment behind it */
};

static size_t count_of(struct slice text, const char *mapped)
{
	size_t count = 0;

	while (count < text.size && text.at[count] && strchr(mapped, text.at[count]))
		count++;
	return count;
}

static bool is_quote(char c)
{
	return c == '"' || c == '\'';
}

/* A plain value ends in front of " #"; in an expression there is none. */
static struct slice without_comment(struct slice value)
{
	bool quoted = value.size && is_quote(value.at[0]);
	const char *end = quoted ? memchr(value.at + 1, value.at[0], value.size - 1) : NULL;

	if (template_has_markers(value))
		return value;
	if (end)
		return (struct slice){ value.at, (size_t)(end - value.at) + 1 };
	for (size_t i = 1; i < value.size; i++)
		if (value.at[i] == '#' && (value.at[i - 1] == ' ' || value.at[i - 1] == '\t'))
			return slice_trim((struct slice){ value.at, i });
	return value;
}

static struct slice unquoted(struct slice text)
{
	if (text.size < 2 || !is_quote(text.at[0]) || text.at[text.size - 1] != text.at[0])
		return text;
	return (struct slice){ text.at + 1, text.size - 2 };
}

/* Sets *line; false when the text is of another form. */
static bool parse_line(struct line *line, struct slice text)
{
	size_t prefix = count_of(text, " ");

	while (slice_starts(slice_tail(text, prefix), "- "))
		prefix += 1 + count_of(slice_tail(text, prefix + 1), " ");
	struct slice rest = slice_tail(text, prefix);
	size_t colon = 0;

	while (colon < rest.size && rest.at[colon] != ':' && rest.at[colon] != '#' &&
	       rest.at[colon] != '{')
		colon++;
	if (colon == rest.size || rest.at[colon] != ':')
		return false;
	struct slice value = slice_tail(rest, colon + 1);

	if (value.size && !strchr(" \t\r", value.at[0]))
		return false;
	*line = (struct line){
		.indentation = prefix,
		.key = unquoted(slice_trim((struct slice){ rest.at, colon })),
		.value = without_comment(slice_trim(value)),
	};
	return line->key.size > 0;
}

/* "- value": an item, whose key is a line above. */
static bool parse_item(struct line *line, struct slice text)
{
	size_t prefix = count_of(text, " ");

	if (!slice_starts(slice_tail(text, prefix), "- "))
		return false;
	*line = (struct line){
		.indentation = prefix,
		.key = slice_of(""),
		.value = without_comment(slice_trim(slice_tail(text, prefix + 2))),
	};
	return true;
}

/* `|` or `>` with indicators: the lines below it are its text. */
static bool opens_block(struct slice value)
{
	return value.size && (value.at[0] == '|' || value.at[0] == '>') &&
	       count_of(slice_tail(value, 1), "+-0123456789") == value.size - 1;
}

/* True when the line belongs to a block scalar whose key stands at `indentation`.
 * Lines that hold only an expression may stand anywhere. */
static bool is_in_block(struct slice text, size_t indentation)
{
	size_t blanks = count_of(text, " ");
	struct slice rest = slice_trim(text);

	return !rest.size || blanks > indentation || slice_starts(rest, "{{") ||
	       slice_starts(rest, "{%");
}

/* ---- documents ---- */

static bool is_separator(struct slice text)
{
	return slice_starts(text, "---");
}

static bool holds_no_images(struct slice kind)
{
	return slice_is(kind, "ConfigMap") || slice_is(kind, "Secret") ||
	       slice_is(kind, "CustomResourceDefinition");
}

/* What of a document counts. */
enum share { SHARE_NOTHING, SHARE_PINNED, SHARE_ALL };

/* What the document that `rest` begins with says at its lines' very beginning. */
static enum share share_of(struct slice rest, enum template_kind wanted)
{
	bool version = false, kind = false;
	struct line line;

	for (struct slice text; slice_line(&text, &rest) && !is_separator(text);) {
		if (!parse_line(&line, text) || line.key.at != text.at)
			continue;
		version = version || slice_is(line.key, "apiVersion");
		if (!slice_is(line.key, "kind"))
			continue;
		kind = true;
		if (holds_no_images(line.value))
			return SHARE_NOTHING;
	}
	return wanted == TEMPLATE_ANY || (version && kind) ? SHARE_ALL : SHARE_PINNED;
}

/* ---- values ---- */

static struct slice in_file(const struct finder *finder, struct slice text, const char *masked)
{
	return (struct slice){ finder->text.at + (text.at - masked), text.size };
}

/* What stands in the file as `text` does in finder->text. */
static void add_range(struct finder *finder, struct slice text, enum certainty certainty)
{
	struct range at = { (size_t)(text.at - finder->text.at), text.size };

	finder_add_range(finder, at, certainty);
}

static void add_value(struct finder *finder, struct slice value, enum certainty certainty)
{
	size_t at = (size_t)(value.at - finder->text.at);

	if (template_has_markers(value))
		template_expression_find(finder, (struct range){ at, value.size });
	else
		add_range(finder, unquoted(value), certainty);
}

/* A pinned reference is one whatever its key says, when it is all of the value. */
static void add_pinned(struct finder *finder, const struct line *line, struct slice value)
{
	struct slice text = unquoted(value);
	const char *at = text.size ? memchr(text.at, '@', text.size) : NULL;
	size_t size = at ? (size_t)(at - text.at) : 0;

	if (!size || !pinned_text_is_possible(text) || template_has_markers(value) ||
	    key_is_prose(line->key) || key_parse(line->key).role != KEY_OTHER)
		return;
	if (memchr(text.at, ':', size) || memchr(text.at, '/', size))
		add_range(finder, text, IMAGE_PINNED);
}

static void add_line(struct finder *finder, const struct line *line, struct slice value,
		     enum share share)
{
	if (share == SHARE_ALL && key_names_image(line->key))
		add_value(finder, value, slice_is(line->key, "image") ? IMAGE_SURE : IMAGE_LIKELY);
	else if (share != SHARE_NOTHING)
		add_pinned(finder, line, value);
}

void template_find(struct finder *finder, const char *text, enum template_kind kind)
{
	struct slice bytes = { text, finder->file->bytes.size };
	OWNED_STRING masked = without_comments(bytes);
	struct slice rest = { masked, bytes.size };
	enum share share = share_of(rest, kind);
	bool block = false;
	size_t indentation = 0;
	struct line line;

	finder->text = finder->file->bytes;
	for (struct slice line_text; slice_line(&line_text, &rest);) {
		if (is_separator(line_text))
			share = share_of(rest, kind);
		block = block && is_in_block(line_text, indentation);
		if (block || (!parse_line(&line, line_text) && !parse_item(&line, line_text)))
			continue;
		block = opens_block(line.value);
		indentation = line.indentation;
		if (!block && line.value.size)
			add_line(finder, &line, in_file(finder, line.value, masked), share);
	}
}
