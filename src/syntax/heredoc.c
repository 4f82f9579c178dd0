#include <digestbump/base/memory.h>
#include <digestbump/limits.h>
#include <digestbump/syntax/dockerfile_words.h>
#include <digestbump/syntax/heredoc.h>
#include <string.h>

static const char ESCAPE = '\\'; /* the shell's, whatever the directive says */

void heredocs_clear(struct heredocs *heredocs)
{
	for (size_t i = 0; i < heredocs->count; i++)
		traced_free(heredocs->items[i].word);
	free(heredocs->items);
	*heredocs = (struct heredocs){ 0 };
}

bool heredoc_ends(const struct heredoc *heredoc, struct letters line)
{
	struct letters word = traced_letters(heredoc->word);

	while (heredoc->chomp && slice_starts(letters_slice(line), "\t"))
		line = letters_behind(line, 1);
	return line.size == word.size && memcmp(line.at, word.at, word.size) == 0;
}

/* ---- which instructions ---- */

/* A JSON string at the front of *rest is taken off. */
static bool take_json_string(struct letters *rest)
{
	if (!slice_starts(letters_slice(*rest), "\""))
		return false;
	for (size_t i = 1; i < rest->size; i++) {
		if (rest->at[i] == '"') {
			*rest = letters_trim_front(letters_behind(*rest, i + 1));
			return true;
		}
		if (rest->at[i] == '\\')
			i++;
	}
	return false;
}

/* An array of strings and nothing else is the exec form; `[ -f x ] && y` is not. */
static bool is_json(struct letters arguments)
{
	if (!slice_starts(letters_slice(arguments), "["))
		return false;
	arguments = letters_trim_front(letters_behind(arguments, 1));
	if (slice_is(letters_slice(arguments), "]"))
		return true;
	while (take_json_string(&arguments)) {
		if (slice_is(letters_slice(arguments), "]"))
			return true;
		if (!slice_starts(letters_slice(arguments), ","))
			return false;
		arguments = letters_trim_front(letters_behind(arguments, 1));
	}
	return false;
}

static bool may_open(struct letters line, char escape)
{
	struct letters keyword = words_keyword(&line);

	if (letters_are(keyword, "ONBUILD"))
		keyword = words_keyword(&line);
	if (!letters_are(keyword, "RUN") && !letters_are(keyword, "COPY") &&
	    !letters_are(keyword, "ADD"))
		return false;
	struct words flags = { 0 };

	words_flags(&flags, &line, escape);
	words_clear(&flags);
	return !is_json(line);
}

/* ---- shell words ---- */

/* The offset behind the quoted part that begins at i; 0: it does not end. */
static size_t behind_quotes(struct letters line, size_t i)
{
	char quote = line.at[i++];

	for (; i < line.size && line.at[i] != quote; i++)
		if (quote == '"' && line.at[i] == ESCAPE)
			i++;
	return i < line.size ? i + 1 : 0;
}

/* The offset behind "<<" and the blanks that follow, which do not part it from
 * its word (lex.go, processPossibleHeredoc); behind a single "<". */
static size_t behind_opener(struct letters line, size_t i)
{
	if (i + 1 >= line.size || line.at[i + 1] != '<')
		return i + 1;
	for (i += 2; i < line.size && letter_is_blank(line.at[i]);)
		i++;
	return i;
}

/* The offset behind the word that begins the line; 0: its quotes do not end. */
static size_t behind_word(struct letters line)
{
	size_t i = 0;

	while (i < line.size && !letter_is_blank(line.at[i])) {
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
static struct traced *plain_word(struct letters word)
{
	struct traced *out = traced_new(0);
	char quote = '\0';

	for (size_t i = 0; i < word.size; i++) {
		char c = word.at[i];

		if (quote && c == quote) {
			quote = '\0';
		} else if (!quote && (c == '\'' || c == '"')) {
			quote = c;
		} else {
			i += c == ESCAPE && quote != '\'' && i + 1 < word.size;
			traced_add(out, word.at[i], word.from[i]);
		}
	}
	return out;
}

/* `^(\d*)<<(-?)\s*([^<]*)$` (parser.go, reHeredoc) */
static void add_heredoc(struct heredocs *out, struct letters word)
{
	while (word.size && word.at[0] >= '0' && word.at[0] <= '9')
		word = letters_behind(word, 1);
	if (!slice_starts(letters_slice(word), "<<"))
		return;
	word = letters_behind(word, 2);
	bool chomp = slice_starts(letters_slice(word), "-");

	word = letters_trim_front(letters_behind(word, chomp));
	if (slice_find(NULL, letters_slice(word), "<"))
		return;
	OWNED(traced) name = plain_word(word);

	if (!name->size || out->count == WORDS_MOST)
		return;
	out->items = must_grow(out->items, out->count, sizeof(*out->items));
	out->items[out->count++] = (struct heredoc){ pass_on(&name), chomp };
}

void heredocs_find(struct heredocs *out, struct letters line, char escape)
{
	if (!slice_find(NULL, letters_slice(line), "<<") || !may_open(line, escape))
		return;
	while ((line = letters_trim_front(line)).size) {
		size_t size = behind_word(line);

		if (!size) {
			/* BuildKit's lexer gives the whole line up. */
			heredocs_clear(out);
			return;
		}
		add_heredoc(out, letters_part(line, 0, size));
		line = letters_behind(line, size);
	}
}
