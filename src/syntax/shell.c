#include <digestbump/syntax/script.h>

#include <ctype.h>
#include <string.h>

/* Between these, letters are words. */
static const char separators[] = ";&|()";

/* Where commands begin that may not be run. */
static const char *const turning[] = { "if",  "then", "else",  "elif",  "fi", "case", "esac",
				       "for", "do",   "while", "until", "{",  "}",    "done" };

/* In front of assignments. */
static const char *const leading[] = { "export", "readonly", "local", "declare", "typeset", "env" };

static bool is_one_of(struct letters word, const char *const *list, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (slice_is(letters_slice(word), list[i]))
			return true;
	return false;
}

static size_t name_length(struct letters word)
{
	size_t i = 0;

	while (i < word.size && (isalnum((unsigned char)word.at[i]) || word.at[i] == '_'))
		i++;
	return i && !isdigit((unsigned char)word.at[0]) ? i : 0;
}

/* NAME=word; NAME+=word says that nothing is known of it any more. */
static bool read_assignment(struct script *script, struct letters word)
{
	size_t size = name_length(word);
	struct slice name = { word.at, size };

	if (!size || size == word.size)
		return false;
	if (word.at[size] == '=') {
		script_assign(script, name, letters_behind(word, size + 1));
		return true;
	}
	if (word.at[size] != '+' || size + 1 == word.size || word.at[size + 1] != '=')
		return false;
	variables_spoil(script->variables, name);
	return true;
}

/* ${NAME:=word} and ${NAME=word}. */
static void read_defaults(struct script *script, struct letters word)
{
	size_t at;

	while (slice_find(&at, letters_slice(word), "${")) {
		word = letters_behind(word, at + 2);
		size_t size = name_length(word);
		size_t sign = size + (size < word.size && word.at[size] == ':');

		if (!size || sign >= word.size || word.at[sign] != '=')
			continue;
		const char *end = memchr(word.at, '}', word.size);

		if (end && end > word.at + sign)
			script_assign(script, (struct slice){ word.at, size },
				      letters_part(word, sign + 1,
						   (size_t)(end - word.at) - sign - 1));
	}
}

/* What the next word of a line may be. */
enum expected { A_COMMAND, A_FILE, AN_ARGUMENT };

static enum expected read_command(struct script *script, struct letters word)
{
	size_t at = letters_origin(word, 0);

	if (is_one_of(word, turning, sizeof(turning) / sizeof(*turning))) {
		script_turn(script, at);
		return A_COMMAND;
	}
	if (is_one_of(word, leading, sizeof(leading) / sizeof(*leading)) || word.at[0] == '-' ||
	    read_assignment(script, word))
		return A_COMMAND;
	return slice_is(letters_slice(word), ".") || slice_is(letters_slice(word), "source")
		   ? A_FILE
		   : AN_ARGUMENT;
}

static enum expected read_word(struct script *script, enum expected expected, struct letters word)
{
	read_defaults(script, word);
	if (expected == A_FILE)
		script_include(script, word);
	return expected == A_COMMAND ? read_command(script, word) : AN_ARGUMENT;
}

/* A pattern of case, "&&" and "||", and what stands in brackets of its own are branches,
 * too; ';' and '|' alone are none. */
static bool turns(struct letters rest)
{
	return strchr("()", rest.at[0]) || slice_starts(letters_slice(rest), "&&") ||
	       slice_starts(letters_slice(rest), "||") || slice_starts(letters_slice(rest), ";;");
}

static bool is_condition(struct letters rest)
{
	return slice_starts(letters_slice(rest), "&&") || slice_starts(letters_slice(rest), "||");
}

void script_shell(struct script *script, struct letters line)
{
	enum expected expected = A_COMMAND;
	struct letters rest = letters_trim_front(line);
	bool conditional = false;

	while (rest.size) {
		size_t size = script_word(script, rest, separators);

		if (size) {
			expected = read_word(script, expected, letters_part(rest, 0, size));
		} else {
			if (turns(rest))
				script_turn(script, letters_origin(rest, 0));
			conditional |= is_condition(rest);
			expected = A_COMMAND;
			size = 1;
		}
		rest = letters_trim_front(letters_behind(rest, size));
	}
	/* What comes behind the line is run whatever its conditions gave. */
	if (conditional)
		script_turn(script, letters_origin(line, 0) + line.size);
}
