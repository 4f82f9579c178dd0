#include <digestbump/base/memory.h>
#include <digestbump/limits.h>
#include <digestbump/syntax/dockerfile_words.h>
#include <string.h>
#include <strings.h>

/* Takes word; one too many is dropped. */
static void take_word(struct words *words, struct traced *word)
{
	if (words->count == WORDS_MOST) {
		traced_free(word);
		return;
	}
	words->items = must_grow(words->items, words->count, sizeof(struct traced *));
	words->items[words->count++] = word;
}

void words_clear(struct words *words)
{
	for (size_t i = 0; i < words->count; i++)
		traced_free(words->items[i]);
	free(words->items);
	*words = (struct words){ 0 };
}

bool letters_are(struct letters word, const char *name)
{
	return word.size == strlen(name) && strncasecmp(word.at, name, word.size) == 0;
}

/* Of the blanks trimmed at the ends, all but "\n" part words (reWhitespace). */
static size_t word_size(struct letters rest)
{
	size_t size = 0;

	while (size < rest.size && (!letter_is_blank(rest.at[size]) || rest.at[size] == '\n'))
		size++;
	return size;
}

struct letters words_keyword(struct letters *rest)
{
	struct letters whole = letters_trim(*rest);
	size_t size = word_size(whole);

	*rest = letters_trim_front(letters_behind(whole, size));
	return letters_part(whole, 0, size);
}

void words_plain(struct words *words, struct letters rest)
{
	while ((rest = letters_trim(rest)).size) {
		size_t size = word_size(rest);

		take_word(words, traced_copy(letters_part(rest, 0, size)));
		rest = letters_behind(rest, size);
	}
}

/* ---- flags (split_command.go) ---- */

/* Gives the word that *rest begins with, without quotes and escapes. An escape
 * works in single quotes, too; at the very end it is dropped. */
static struct traced *take_flag(struct letters *rest, char escape)
{
	struct traced *word = traced_new(0);
	char quote = '\0';
	size_t i = 0;

	for (; i < rest->size && (quote || !letter_is_blank(rest->at[i])); i++) {
		char c = rest->at[i];

		if (quote && c == quote) {
			quote = '\0';
		} else if (!quote && (c == '\'' || c == '"')) {
			quote = c;
		} else {
			if (c == escape && ++i == rest->size)
				break;
			traced_add(word, rest->at[i], rest->from[i]);
		}
	}
	*rest = letters_behind(*rest, i);
	return word;
}

void words_flags(struct words *flags, struct letters *rest, char escape)
{
	*rest = letters_trim(*rest);
	while (slice_starts(letters_slice(*rest), "--")) {
		struct traced *flag = take_flag(rest, escape);

		*rest = letters_trim_front(*rest);
		if (slice_is(letters_slice(traced_letters(flag)), "--")) {
			traced_free(flag);
			return;
		}
		take_word(flags, flag);
	}
}

bool words_flag(struct letters *value, const struct words *flags, const char *name)
{
	size_t size = strlen(name);

	for (size_t i = 0; i < flags->count; i++) {
		struct letters flag = traced_letters(flags->items[i]);

		if (flag.size > size && slice_starts(letters_slice(flag), name) &&
		    flag.at[size] == '=') {
			*value = letters_behind(flag, size + 1);
			return true;
		}
	}
	return false;
}

/* ---- ARG's words (line_parsers.go, parseWords) ---- */

/* Bytes of the word that rest begins with. */
static size_t quoted_word_size(struct letters rest, char escape)
{
	char quote = '\0';
	size_t i = 0;

	for (; i < rest.size && (quote || !letter_is_blank(rest.at[i])); i++) {
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

void words_quoted(struct words *words, struct letters rest, char escape)
{
	while ((rest = letters_trim_front(rest)).size) {
		size_t size = quoted_word_size(rest, escape);

		take_word(words, traced_copy(letters_part(rest, 0, size)));
		rest = letters_behind(rest, size);
	}
}

/* ---- comma-separated values ---- */

/* A field in quotes; two quotes in it are one. */
static bool take_quoted_field(struct traced *field, struct letters *rest)
{
	for (size_t i = 1; i < rest->size; i++) {
		bool is_quote = rest->at[i] == '"';
		bool is_double = is_quote && i + 1 < rest->size && rest->at[i + 1] == '"';

		if (is_quote && !is_double) {
			*rest = letters_behind(*rest, i + 1);
			return !rest->size || rest->at[0] == ',';
		}
		i += is_double;
		traced_add(field, rest->at[i], rest->from[i]);
	}
	return false;
}

static bool take_plain_field(struct traced *field, struct letters *rest)
{
	const char *comma = rest->size ? memchr(rest->at, ',', rest->size) : NULL;
	size_t size = comma ? (size_t)(comma - rest->at) : rest->size;
	struct letters whole = letters_part(*rest, 0, size);

	traced_add_letters(field, whole);
	*rest = letters_behind(*rest, size);
	return !slice_find(NULL, letters_slice(whole), "\"");
}

bool words_csv(struct words *fields, struct letters line)
{
	for (;;) {
		OWNED(traced) field = traced_new(0);
		bool is_quoted = slice_starts(letters_slice(line), "\"");

		if (is_quoted ? !take_quoted_field(field, &line) : !take_plain_field(field, &line))
			return false;
		take_word(fields, pass_on(&field));
		if (!line.size)
			return true;
		line = letters_behind(line, 1);
	}
}
