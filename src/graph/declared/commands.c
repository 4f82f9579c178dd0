#include "commands.h"
#include <ctype.h>
#include <digestbump/base/memory.h>
#include <digestbump/limits.h>
#include <digestbump/syntax/script_assignments.h>
#include <digestbump/syntax/script_comment.h>
#include <string.h>

/* A script while it is read. */
struct shell {
	struct declaring *file;
	struct variables *variables;
	struct command_place place; /* as it is now */
	const char *start;          /* the directory that it began in */
	char *directory;            /* after `cd`; NULL: not known */
	char *outer;                /* in front of "(" */
	bool is_inside;             /* of brackets */
	struct script words;        /* for the ends of words */
	struct words command;
};

/* ---- cd ---- */

static void set_directory(struct shell *shell, char *directory)
{
	free(shell->directory);
	shell->directory = directory;
	shell->place.directory = directory;
}

/* "$(dirname "$0")/.." is the directory of the script. */
static char *directory_of_script(const struct shell *shell, const char *word)
{
	const char *end = strrchr(word, ')');
	OWNED_STRING own = path_directory(shell->file->path);

	return path_join(own, end && end[1] == '/' && end[2] ? end + 2 : ".");
}

static void change_directory(struct shell *shell, struct slice word)
{
	OWNED_STRING text = slice_copy(word);

	if (strstr(text, "dirname"))
		set_directory(shell, directory_of_script(shell, text));
	else if (strstr(text, "git rev-parse --show-toplevel") ||
		 strcmp(text, "$CI_PROJECT_DIR") == 0 || strcmp(text, "$GITHUB_WORKSPACE") == 0)
		set_directory(shell, must_copy(""));
	else if (shell->directory && word.size && *text != '/')
		set_directory(shell, path_join(shell->directory, text));
	else
		set_directory(shell, NULL);
}

/* ---- words ---- */

/* What may stand in front of a command. */
static bool is_leading(struct slice word)
{
	static const char *const words[] = { "sudo", "time",  "exec", "env",  "command", "then",
					     "do",   "else",  "if",   "elif", "while",   "!",
					     "{",    "until", "eval", "run",  "retry",   "nohup" };

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (slice_is(word, words[i]))
			return true;
	return false;
}

static bool is_assignment(struct slice word)
{
	size_t i = 0;

	while (i < word.size && (isalnum((unsigned char)word.at[i]) || word.at[i] == '_'))
		i++;
	return i && i < word.size && word.at[i] == '=';
}

/* Gives a word without its quotes and escapes. */
static struct mapped_text *unquote(struct mapped_slice word)
{
	struct mapped_text *out = mapped_text_new(0);
	char quote = '\0';

	for (size_t i = 0; i < word.size; i++) {
		bool opens = !quote && (word.at[i] == '"' || word.at[i] == '\'');
		bool closes = quote && word.at[i] == quote;

		if (word.at[i] == '\\' && quote != '\'' && i + 1 < word.size)
			i++;
		if (opens || closes)
			quote = opens ? word.at[i] : '\0';
		else
			mapped_text_add(out, word.at[i], word.from[i]);
	}
	return out;
}

static void add_word(struct shell *shell, struct mapped_slice word)
{
	struct words *words = &shell->command;
	OWNED(mapped_text) out = unquote(word);
	struct slice bytes = mapped_bytes(mapped_text_slice(out));

	if (words->count >= WORDS_MOST ||
	    (!words->count && (is_leading(bytes) || is_assignment(bytes))))
		return;
	words->items = must_grow(words->items, words->count, sizeof(struct mapped_text *));
	words->items[words->count++] = pass_on(&out);
}

static void end_command(struct shell *shell)
{
	struct words *words = &shell->command;
	struct slice first =
	    words->count ? mapped_bytes(mapped_text_slice(words->items[0])) : slice_of("");
	struct slice last = words->count
				? mapped_bytes(mapped_text_slice(words->items[words->count - 1]))
				: slice_of("");

	if (slice_is(first, "cd") || slice_is(first, "pushd"))
		change_directory(shell, words->count > 1 ? last : slice_of(""));
	else
		command_read(shell->file, words, &shell->place);
	words_clear(words);
	*words = (struct words){ 0 };
}

static void end_subshell(struct shell *shell)
{
	if (!shell->is_inside)
		return;
	shell->is_inside = false;
	set_directory(shell, pass_on(&shell->outer));
}

static void begin_subshell(struct shell *shell)
{
	if (shell->is_inside)
		return;
	shell->is_inside = true;
	free(shell->outer);
	shell->outer = must_copy(shell->directory);
}

/* Bytes of the sign of a redirection at the start; 0: it is none. */
static size_t redirection(struct mapped_slice text)
{
	size_t digits = 0;

	while (digits < text.size && isdigit((unsigned char)text.at[digits]))
		digits++;
	size_t i = digits;

	if (i == text.size || (text.at[i] != '<' && text.at[i] != '>'))
		return 0;
	while (i < text.size && strchr("<>&", text.at[i]))
		i++;
	return i;
}

/* Output that goes elsewhere is no word; input may be the Dockerfile. Gives the bytes read. */
static size_t read_redirection(struct shell *shell, struct mapped_slice rest, size_t size)
{
	struct mapped_slice behind = mapped_trim_start(mapped_tail(rest, size));

	if (size == 1 && rest.at[0] == '<') {
		add_word(shell, mapped_part(rest, 0, 1));
		return 1;
	}
	return (size_t)(behind.at - rest.at) + script_word_length(&shell->words, behind, ";|()");
}

/* ---- lines ---- */

static void read_commands(struct shell *shell, struct mapped_slice rest)
{
	rest = mapped_trim_start(rest);
	while (rest.size) {
		size_t redirected = redirection(rest);
		size_t size = redirected ? 0 : script_word_length(&shell->words, rest, ";&|()<>");

		if (redirected) {
			size = read_redirection(shell, rest, redirected);
		} else if (size) {
			add_word(shell, mapped_part(rest, 0, size));
		} else {
			end_command(shell);
			if (rest.at[0] == '(')
				begin_subshell(shell);
			else if (rest.at[0] == ')')
				end_subshell(shell);
			size = 1;
		}
		rest = mapped_trim_start(mapped_tail(rest, size));
	}
	end_command(shell);
}

static void read_line(struct shell *shell, struct mapped_slice line)
{
	OWNED(mapped_text) out = mapped_text_new(EXPANSION_BYTES_MOST);

	line = mapped_trim_start(line);
	while (shell->place.is_make && line.size && strchr("@-+", line.at[0]))
		line = mapped_trim_start(mapped_tail(line, 1));
	if (shell->variables && variables_expand_all(out, shell->variables, line))
		read_commands(shell, mapped_text_slice(out));
	else
		read_commands(shell, line);
	end_subshell(shell);
	if (shell->place.is_make)
		set_directory(shell, must_copy(shell->start));
}

/* Adds a line to those that it goes on from; true when it goes on itself. */
static bool join(struct mapped_text *whole, struct mapped_slice line)
{
	struct mapped_slice text = mapped_trim(line);
	bool goes_on = text.size && text.at[text.size - 1] == '\\';

	mapped_text_append(whole, mapped_part(text, 0, text.size - goes_on));
	if (goes_on)
		mapped_text_add(whole, ' ', ORIGIN_NONE);
	return goes_on && !whole->over;
}

static void read_lines(struct shell *shell, struct mapped_slice rest)
{
	struct script_comments comments = { .continued = shell->place.is_make };
	OWNED(mapped_text) whole = mapped_text_new(EXPANSION_BYTES_MOST);

	while (rest.size) {
		const char *end = memchr(rest.at, '\n', rest.size);
		size_t size = end ? (size_t)(end - rest.at) : rest.size;
		struct mapped_slice line =
		    script_comments_strip(&comments, mapped_part(rest, 0, size));
		bool recipe = size && rest.at[0] == '\t';

		rest = mapped_tail(rest, end ? size + 1 : size);
		if (shell->place.is_make && !recipe && !whole->size)
			continue;
		if (join(whole, line) && rest.size)
			continue;
		read_line(shell, mapped_text_slice(whole));
		mapped_text_clear(whole);
		whole->over = false;
	}
}

void commands_read(struct declaring *file, struct mapped_slice script, struct variables *variables,
		   const struct command_place *place)
{
	struct shell shell = {
		.file = file,
		.variables = variables,
		.place = *place,
		.start = place->directory,
	};

	script_begin(&shell.words, variables, 0);
	set_directory(&shell, must_copy(place->directory));
	read_lines(&shell, script);
	script_clear(&shell.words);
	free(shell.directory);
	free(shell.outer);
}
