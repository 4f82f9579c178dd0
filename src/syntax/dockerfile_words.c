#include <digestbump/base/memory.h>
#include <digestbump/limits.h>
#include <digestbump/syntax/dockerfile_words.h>
#include <string.h>
#include <strings.h>

/* Takes word; one too many is dropped. */
static void take_word(struct words *words, struct mapped_text *word)
{
	if (words->count == WORDS_MOST) {
		mapped_text_free(word);
		return;
	}
	words->items = must_grow(words->items, words->count, sizeof(struct mapped_text *));
	words->items[words->count++] = word;
}

void words_clear(struct words *words)
{
	for (size_t i = 0; i < words->count; i++)
		mapped_text_free(words->items[i]);
	free(words->items);
	*words = (struct words){ 0 };
}

bool mapped_equals_word(struct mapped_slice word, const char *name)
{
	return word.size == strlen(name) && strncasecmp(word.at, name, word.size) == 0;
}

/* Of the blanks trimmed at the ends, all but "\n" part words (reWhitespace). */
static size_t word_size(struct mapped_slice rest)
{
	size_t size = 0;

	while (size < rest.size && (!is_blank_byte(rest.at[size]) || rest.at[size] == '\n'))
		size++;
	return size;
}

struct mapped_slice words_take_keyword(struct mapped_slice *rest)
{
	struct mapped_slice whole = mapped_trim(*rest);
	size_t size = word_size(whole);

	*rest = mapped_trim_start(mapped_tail(whole, size));
	return mapped_part(whole, 0, size);
}

void words_split(struct words *words, struct mapped_slice rest)
{
	while ((rest = mapped_trim(rest)).size) {
		size_t size = word_size(rest);

		take_word(words, mapped_text_copy(mapped_part(rest, 0, size)));
		rest = mapped_tail(rest, size);
	}
}

/* ---- flags (split_command.go) ---- */

/* Gives the word that *rest begins with, without quotes and escapes. An escape
 * works in single quotes, too; at the very end it is dropped. */
static struct mapped_text *take_flag(struct mapped_slice *rest, char escape)
{
	struct mapped_text *word = mapped_text_new(0);
	char quote = '\0';
	size_t i = 0;

	for (; i < rest->size && (quote || !is_blank_byte(rest->at[i])); i++) {
		char c = rest->at[i];

		if (quote && c == quote) {
			quote = '\0';
		} else if (!quote && (c == '\'' || c == '"')) {
			quote = c;
		} else {
			if (c == escape && ++i == rest->size)
				break;
			mapped_text_add(word, rest->at[i], rest->from[i]);
		}
	}
	*rest = mapped_tail(*rest, i);
	return word;
}

void words_take_flags(struct words *flags, struct mapped_slice *rest, char escape)
{
	*rest = mapped_trim(*rest);
	while (slice_starts(mapped_bytes(*rest), "--")) {
		struct mapped_text *flag = take_flag(rest, escape);

		*rest = mapped_trim_start(*rest);
		if (slice_is(mapped_bytes(mapped_text_slice(flag)), "--")) {
			mapped_text_free(flag);
			return;
		}
		take_word(flags, flag);
	}
}

bool words_flag_value(struct mapped_slice *value, const struct words *flags, const char *name)
{
	size_t size = strlen(name);

	for (size_t i = 0; i < flags->count; i++) {
		struct mapped_slice flag = mapped_text_slice(flags->items[i]);

		if (flag.size > size && slice_starts(mapped_bytes(flag), name) &&
		    flag.at[size] == '=') {
			*value = mapped_tail(flag, size + 1);
			return true;
		}
	}
	return false;
}

/* ---- ARG's words (line_parsers.go, parseWords) ---- */

/* Bytes of the word that rest begins with. */
static size_t quoted_word_size(struct mapped_slice rest, char escape)
{
	char quote = '\0';
	size_t i = 0;

	for (; i < rest.size && (quote || !is_blank_byte(rest.at[i])); i++) {
		char c = rest.at[i];

		if (c == escape && quote != '\'' && i + 1 < rest.size)
			i++;
		else if (quote && c == quote)
			quote = '\0';
		else if (!quote && (c == '\'' || c == '"'))
			quote = c;
	}
	return i;
}

void words_split_quoted(struct words *words, struct mapped_slice rest, char escape)
{
	while ((rest = mapped_trim_start(rest)).size) {
		size_t size = quoted_word_size(rest, escape);

		take_word(words, mapped_text_copy(mapped_part(rest, 0, size)));
		rest = mapped_tail(rest, size);
	}
}

/* ---- comma-separated values ---- */

/* A field in quotes; two quotes in it are one. */
static bool take_quoted_field(struct mapped_text *field, struct mapped_slice *rest)
{
	for (size_t i = 1; i < rest->size; i++) {
		bool is_quote = rest->at[i] == '"';
		bool is_double = is_quote && i + 1 < rest->size && rest->at[i + 1] == '"';

		if (is_quote && !is_double) {
			*rest = mapped_tail(*rest, i + 1);
			return !rest->size || rest->at[0] == ',';
		}
		i += is_double;
		mapped_text_add(field, rest->at[i], rest->from[i]);
	}
	return false;
}

static bool take_plain_field(struct mapped_text *field, struct mapped_slice *rest)
{
	const char *comma = rest->size ? memchr(rest->at, ',', rest->size) : NULL;
	size_t size = comma ? (size_t)(comma - rest->at) : rest->size;
	struct mapped_slice whole = mapped_part(*rest, 0, size);

	mapped_text_append(field, whole);
	*rest = mapped_tail(*rest, size);
	return !slice_find(NULL, mapped_bytes(whole), "\"");
}

bool words_split_csv(struct words *fields, struct mapped_slice line)
{
	for (;;) {
		OWNED(mapped_text) field = mapped_text_new(0);
		bool is_quoted = slice_starts(mapped_bytes(line), "\"");

		if (is_quoted ? !take_quoted_field(field, &line) : !take_plain_field(field, &line))
			return false;
		take_word(fields, pass_on(&field));
		if (!line.size)
			return true;
		line = mapped_tail(line, 1);
	}
}
