#include "node_builder.h"

#include <digestbump/base/memory.h>
#include <string.h>

struct reader {
	struct builder builder;
	size_t at;
	bool comments;
};

/* Tells of the byte that the reader stands on. */
static struct error *unexpected(const struct reader *r, const char *wanted)
{
	struct slice file = r->builder.file;

	if (r->at >= file.size)
		return error_new(ERROR_SYNTAX, "the file ends where %s should stand", wanted);
	return error_new(ERROR_SYNTAX, "'%c' stands where %s should", file.at[r->at], wanted);
}

static int peek(const struct reader *r)
{
	return r->at < r->builder.file.size ? (unsigned char)r->builder.file.at[r->at] : -1;
}

static struct slice rest_of(const struct reader *r)
{
	return (struct slice){ r->builder.file.at + r->at, r->builder.file.size - r->at };
}

static struct error *skip_comment(struct reader *r)
{
	struct slice rest = rest_of(r);
	bool block = slice_starts(rest, "/*");
	size_t end;

	if (!block && !slice_starts(rest, "//"))
		return unexpected(r, "a comment");
	rest = (struct slice){ rest.at + 2, rest.size - 2 };
	if (slice_find(&end, rest, block ? "*/" : "\n"))
		r->at += 2 + end + (block ? 2 : 1);
	else if (block)
		return error_new(ERROR_SYNTAX, "a comment without an end");
	else
		r->at = r->builder.file.size;
	return NULL;
}

static struct error *skip_space(struct reader *r)
{
	for (;;) {
		int c = peek(r);

		if (c == ' ' || c == '\t' || c == '\r' || c == '\n')
			r->at++;
		else if (c == '/' && r->comments)
			TRY(skip_comment(r));
		else
			return NULL;
	}
}

static struct error *read_hex(unsigned long *out, struct reader *r)
{
	char hex[5] = { 0 };

	for (size_t i = 0; i < 4; i++, r->at++) {
		int c = peek(r);

		if (c < 0 || !strchr("0123456789abcdefABCDEF", c))
			return unexpected(r, "a hex digit");
		hex[i] = (char)c;
	}
	*out = strtoul(hex, NULL, 16);
	return NULL;
}

static void add_code(struct text *text, unsigned long code)
{
	char b[4];
	size_t size = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
	static const unsigned char firsts[] = { 0, 0, 0xc0, 0xe0, 0xf0 };

	for (size_t i = size - 1; i > 0; i--, code >>= 6)
		b[i] = (char)(0x80 | (code & 0x3f));
	b[0] = (char)(firsts[size] | code);
	text_add(text, b, size);
}

/* \uNNNN; characters above U+FFFF come as two surrogates (RFC 8259, 7). */
static struct error *read_code(struct text *text, struct reader *r)
{
	unsigned long code = 0, low = 0;

	TRY(read_hex(&code, r));
	if (code >= 0xd800 && code < 0xe000) {
		if (code >= 0xdc00 || !slice_starts(rest_of(r), "\\u"))
			return error_new(ERROR_SYNTAX, "half a surrogate pair");
		r->at += 2;
		TRY(read_hex(&low, r));
		if (low < 0xdc00 || low >= 0xe000)
			return error_new(ERROR_SYNTAX, "half a surrogate pair");
		code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
	}
	add_code(text, code);
	return NULL;
}

static struct error *read_escape(struct text *text, struct reader *r)
{
	static const char letters[] = "\"\\/bfnrt";
	static const char meanings[] = "\"\\/\b\f\n\r\t";

	r->at++;
	int c = peek(r);
	const char *letter = c > 0 ? strchr(letters, c) : NULL;

	if (c != 'u' && !letter)
		return unexpected(r, "the letter of an escape");
	r->at++;
	if (!letter)
		return read_code(text, r);
	text_add(text, &meanings[letter - letters], 1);
	return NULL;
}

/* Bytes of printable ASCII at the start that stand for themselves: nearly all are. */
static size_t plain_length(struct slice rest)
{
	size_t length = 0;

	while (length < rest.size && rest.at[length] >= ' ' && rest.at[length] <= '~' &&
	       rest.at[length] != '"' && rest.at[length] != '\\')
		length++;
	return length;
}

static struct error *read_letters(struct text *text, struct reader *r)
{
	r->at++;
	for (int c; (c = peek(r)) != '"';) {
		if (c == '\\') {
			TRY(read_escape(text, r));
			continue;
		}
		if (c < 0x20)
			return error_new(ERROR_SYNTAX, "a string without an end");
		size_t length = plain_length(rest_of(r));

		if (!length)
			length = slice_character(rest_of(r));
		if (!length)
			return error_new(ERROR_SYNTAX, "a string that is no UTF-8");
		text_add(text, r->builder.file.at + r->at, length);
		r->at += length;
	}
	r->at++;
	return NULL;
}

static struct error *read_string(struct reader *r)
{
	OWNED(text) text = text_new(0);
	size_t from = r->at;
	struct node *node;

	TRY(read_letters(text, r));
	TRY(node_builder_add(&node, &r->builder, NODE_SCALAR,
			     (struct range){ from, r->at - from }));
	node->style = NODE_JSON;
	node->size = text->size;
	node->value = text_take(pass_on(&text));
	return NULL;
}

static size_t digits_at(struct slice word, size_t at)
{
	size_t end = at;

	while (end < word.size && word.at[end] >= '0' && word.at[end] <= '9')
		end++;
	return end - at;
}

static bool is_number(struct slice word)
{
	size_t at = slice_starts(word, "-") ? 1 : 0;
	size_t digits = digits_at(word, at);

	if (!digits || (digits > 1 && word.at[at] == '0'))
		return false;
	at += digits;
	if (at < word.size && word.at[at] == '.') {
		digits = digits_at(word, ++at);
		if (!digits)
			return false;
		at += digits;
	}
	if (at < word.size && (word.at[at] == 'e' || word.at[at] == 'E')) {
		at++;
		if (at < word.size && (word.at[at] == '+' || word.at[at] == '-'))
			at++;
		digits = digits_at(word, at);
		if (!digits)
			return false;
		at += digits;
	}
	return at == word.size;
}

/* Numbers stay text: 1.10 is a tag somewhere. */
static struct error *read_word(struct reader *r)
{
	struct slice word = rest_of(r);
	size_t size = 0;
	struct node *node;

	while (size < word.size && word.at[size] > ' ' && !strchr("[]{}:,\"/", word.at[size]))
		size++;
	word.size = size;
	if (!slice_is(word, "true") && !slice_is(word, "false") && !slice_is(word, "null") &&
	    !is_number(word))
		return unexpected(r, "a value");
	TRY(node_builder_add(&node, &r->builder, NODE_SCALAR, (struct range){ r->at, size }));
	node->size = size;
	node->value = slice_copy(word);
	r->at += size;
	return NULL;
}

static struct error *read_value(struct reader *r);

static struct error *read_member(struct reader *r)
{
	if (peek(r) != '"')
		return unexpected(r, "a key in double quotes");
	TRY(read_string(r));
	TRY(skip_space(r));
	if (peek(r) != ':')
		return unexpected(r, "':'");
	r->at++;
	return read_value(r);
}

/* Behind the bracket that opens, up to the one that closes. */
static struct error *read_items(struct reader *r, enum node_kind kind)
{
	char close = kind == NODE_MAPPING ? '}' : ']';
	bool first = true;

	for (;; first = false) {
		TRY(skip_space(r));
		if (!first && peek(r) == ',') {
			r->at++;
			TRY(skip_space(r));
			if (peek(r) == close && !r->comments)
				return unexpected(r, "a value");
		} else if (!first && peek(r) != close) {
			return unexpected(r, kind == NODE_MAPPING ? "',' or '}'" : "',' or ']'");
		}
		if (peek(r) == close)
			return NULL;
		TRY(kind == NODE_MAPPING ? read_member(r) : read_value(r));
	}
}

static struct error *read_collection(struct reader *r, enum node_kind kind)
{
	struct node *node;

	TRY(node_builder_add(&node, &r->builder, kind, (struct range){ r->at, 1 }));
	TRY(node_builder_open(&r->builder, node));
	r->at++;
	TRY(read_items(r, kind));
	r->at++;
	node_builder_close(&r->builder, r->at);
	return NULL;
}

/* Recursion ends with NODE_DEPTH_MOST. */
static struct error *read_value(struct reader *r)
{
	TRY(skip_space(r));
	switch (peek(r)) {
	case '{':
		return read_collection(r, NODE_MAPPING);
	case '[':
		return read_collection(r, NODE_SEQUENCE);
	case '"':
		return read_string(r);
	default:
		return read_word(r);
	}
}

static struct error *read_stream(struct reader *r)
{
	for (;;) {
		TRY(skip_space(r));
		if (peek(r) < 0)
			return NULL;
		TRY(read_value(r));
		node_builder_end_document(&r->builder);
	}
}

struct error *json_read(struct documents **out, struct slice bytes, bool comments)
{
	TRY(node_builder_refuse_utf16(bytes));
	OWNED(documents) documents = must_alloc(sizeof(*documents));
	struct reader r = { .comments = comments };

	node_builder_start(&r.builder, documents, bytes);
	struct error *failed = node_builder_find_nul(&r.at, bytes);

	if (!failed) {
		r.at = slice_starts(bytes, "\xef\xbb\xbf") ? 3 : 0;
		failed = read_stream(&r);
	}
	node_builder_end(&r.builder, failed, r.at);
	*out = pass_on(&documents);
	return NULL;
}
