#include <digestbump/base/memory.h>
#include <digestbump/limits.h>
#include <digestbump/syntax/dockerfile_heredoc.h>
#include <digestbump/syntax/dockerfile_words.h>
#include <string.h>

static const char ESCAPE = '\\'; /* the shell's, whatever the directive says */

void heredocs_clear(struct heredocs *heredocs)
{
	for (size_t i = 0; i < heredocs->count; i++)
		mapped_text_free(heredocs->items[i].word);
	free(heredocs->items);
	*heredocs = (struct heredocs){ 0 };
}

bool heredoc_ends(const struct heredoc *heredoc, struct mapped_slice line)
{
	struct mapped_slice word = mapped_text_slice(heredoc->word);

	while (heredoc->chomp && slice_starts(mapped_bytes(line), "\t"))
		line = mapped_tail(line, 1);
	return line.size == word.size && memcmp(line.at, word.at, word.size) == 0;
}

/* ---- which instructions ---- */

/* A JSON string at the front of *rest is taken off. */
static bool take_json_string(struct mapped_slice *rest)
{
	if (!slice_starts(mapped_bytes(*rest), "\""))
		return false;
	for (size_t i = 1; i < rest->size; i++) {
		if (rest->at[i] == '"') {
			*rest = mapped_trim_start(mapped_tail(*rest, i + 1));
			return true;
		}
		if (rest->at[i] == '\\')
			i++;
	}
	return false;
}

/* An array of strings and nothing else is the exec form; `[ -f x ] && y` is not. */
static bool is_json(struct mapped_slice arguments)
{
	if (!slice_starts(mapped_bytes(arguments), "["))
		return false;
	arguments = mapped_trim_start(mapped_tail(arguments, 1));
	if (slice_is(mapped_bytes(arguments), "]"))
		return true;
	while (take_json_string(&arguments)) {
		if (slice_is(mapped_bytes(arguments), "]"))
			return true;
		if (!slice_starts(mapped_bytes(arguments), ","))
			return false;
		arguments = mapped_trim_start(mapped_tail(arguments, 1));
	}
	return false;
}

static bool may_open(struct mapped_slice line, char escape)
{
	struct mapped_slice keyword = words_take_keyword(&line);

	if (mapped_equals_word(keyword, "ONBUILD"))
		keyword = words_take_keyword(&line);
	if (!mapped_equals_word(keyword, "RUN") && !mapped_equals_word(keyword, "COPY") &&
	    !mapped_equals_word(keyword, "ADD"))
		return false;
	struct words flags = { 0 };

	words_take_flags(&flags, &line, escape);
	words_clear(&flags);
	return !is_json(line);
}

/* ---- shell words ---- */

/* The offset behind the quoted part that begins at i; 0: it does not end. */
static size_t behind_quotes(struct mapped_slice line, size_t i)
{
	char quote = line.at[i++];

	for (; i < line.size && line.at[i] != quote; i++)
		if (quote == '"' && line.at[i] == ESCAPE)
			i++;
	return i < line.size ? i + 1 : 0;
}

/* The offset behind "<<" and the blanks that follow, which do not part it from
 * its word (lex.go, processPossibleHeredoc); behind a single "<". */
static size_t behind_opener(struct mapped_slice line, size_t i)
{
	if (i + 1 >= line.size || line.at[i + 1] != '<')
		return i + 1;
	for (i += 2; i < line.size && is_blank_byte(line.at[i]);)
		i++;
	return i;
}

/* The offset behind the word that begins the line; 0: its quotes do not end. */
static size_t behind_word(struct mapped_slice line)
{
	size_t i = 0;

	while (i < line.size && !is_blank_byte(line.at[i])) {
		char c = line.at[i];

		if (c == '\'' || c == '"') {
			i = behind_quotes(line, i);
			if (!i)
				return 0;
		} else if (c == '<') {
			i = behind_opener(line, i);
		} else {
			i += c == ESCAPE && i + 1 < line.size ? 2 : 1;
		}
	}
	return i;
}

/* Gives the word without its quotes and escapes. */
static struct mapped_text *plain_word(struct mapped_slice word)
{
	struct mapped_text *out = mapped_text_new(0);
	char quote = '\0';

	for (size_t i = 0; i < word.size; i++) {
		char c = word.at[i];

		if (quote && c == quote) {
			quote = '\0';
		} else if (!quote && (c == '\'' || c == '"')) {
			quote = c;
		} else {
			i += c == ESCAPE && quote != '\'' && i + 1 < word.size;
			mapped_text_add(out, word.at[i], word.from[i]);
		}
	}
	return out;
}

/* `^(\d*)<<(-?)\s*([^<]*)$` (parser.go, reHeredoc) */
static void add_heredoc(struct heredocs *out, struct mapped_slice word)
{
	while (word.size && word.at[0] >= '0' && word.at[0] <= '9')
		word = mapped_tail(word, 1);
	if (!slice_starts(mapped_bytes(word), "<<"))
		return;
	word = mapped_tail(word, 2);
	bool chomp = slice_starts(mapped_bytes(word), "-");

	word = mapped_trim_start(mapped_tail(word, chomp));
	if (slice_find(NULL, mapped_bytes(word), "<"))
		return;
	OWNED(mapped_text) name = plain_word(word);

	if (!name->size || out->count == WORDS_MOST)
		return;
	out->items = must_grow(out->items, out->count, sizeof(*out->items));
	out->items[out->count++] = (struct heredoc){ pass_on(&name), chomp };
}

void heredocs_find(struct heredocs *out, struct mapped_slice line, char escape)
{
	if (!slice_find(NULL, mapped_bytes(line), "<<") || !may_open(line, escape))
		return;
	while ((line = mapped_trim_start(line)).size) {
		size_t size = behind_word(line);

		if (!size) {
			/* BuildKit's lexer gives the whole line up. */
			heredocs_clear(out);
			return;
		}
		add_heredoc(out, mapped_part(line, 0, size));
		line = mapped_tail(line, size);
	}
}
