#include <digestbump/syntax/script_assignments.h>

#include <ctype.h>
#include <string.h>

/* Between these, bytes are words. */
static const char separators[] = ";&|()";

/* Where commands begin that may not be run. */
static const char *const turning[] = { "if", "then",  "else",  "elif", "fi", "case", "esac", "for",
				       "do", "while", "until", "{",    "}",  "done", NULL };

/* In front of assignments. */
static const char *const leading[] = { "export",  "readonly", "local", "declare",
				       "typeset", "env",      NULL };

static size_t name_length(struct mapped_slice word)
{
	size_t i = 0;

	while (i < word.size && (isalnum((unsigned char)word.at[i]) || word.at[i] == '_'))
		i++;
	return i && !isdigit((unsigned char)word.at[0]) ? i : 0;
}

/* NAME=word; NAME+=word says that nothing is known of it any more. */
static bool read_assignment(struct script *script, struct mapped_slice word)
{
	size_t size = name_length(word);
	struct slice name = { word.at, size };

	if (!size || size == word.size)
		return false;
	if (word.at[size] == '=') {
		script_assign(script, name, mapped_tail(word, size + 1));
		return true;
	}
	if (word.at[size] != '+' || size + 1 == word.size || word.at[size + 1] != '=')
		return false;
	variables_invalidate(script->variables, name);
	return true;
}

/* ${NAME:=word} and ${NAME=word}. */
static void read_defaults(struct script *script, struct mapped_slice word)
{
	size_t at;

	while (slice_find(&at, mapped_bytes(word), "${")) {
		word = mapped_tail(word, at + 2);
		size_t size = name_length(word);
		size_t sign = size + (size < word.size && word.at[size] == ':');

		if (!size || sign >= word.size || word.at[sign] != '=')
			continue;
		const char *end = memchr(word.at, '}', word.size);

		if (end && end > word.at + sign)
			script_assign(script, (struct slice){ word.at, size },
				      mapped_part(word, sign + 1,
						  (size_t)(end - word.at) - sign - 1));
	}
}

/* What the next word of a line may be. */
enum expected { A_COMMAND, A_FILE, AN_ARGUMENT };

static enum expected read_command(struct script *script, struct mapped_slice word)
{
	size_t at = mapped_origin(word, 0);

	if (slice_is_one_of(mapped_bytes(word), turning)) {
		script_begin_branch(script, at);
		return A_COMMAND;
	}
	if (slice_is_one_of(mapped_bytes(word), leading) || word.at[0] == '-' ||
	    read_assignment(script, word))
		return A_COMMAND;
	return slice_is(mapped_bytes(word), ".") || slice_is(mapped_bytes(word), "source")
		   ? A_FILE
		   : AN_ARGUMENT;
}

static enum expected read_word(struct script *script, enum expected expected,
			       struct mapped_slice word)
{
	read_defaults(script, word);
	if (expected == A_FILE)
		script_include(script, word);
	return expected == A_COMMAND ? read_command(script, word) : AN_ARGUMENT;
}

/* A pattern of case, "&&" and "||", and what stands in brackets of its own are branches,
 * too; ';' and '|' alone are none. */
static bool branches(struct mapped_slice rest)
{
	return strchr("()", rest.at[0]) || slice_starts(mapped_bytes(rest), "&&") ||
	       slice_starts(mapped_bytes(rest), "||") || slice_starts(mapped_bytes(rest), ";;");
}

static bool is_condition(struct mapped_slice rest)
{
	return slice_starts(mapped_bytes(rest), "&&") || slice_starts(mapped_bytes(rest), "||");
}

void script_read_shell_line(struct script *script, struct mapped_slice line)
{
	enum expected expected = A_COMMAND;
	struct mapped_slice rest = mapped_trim_start(line);
	bool conditional = false;

	while (rest.size) {
		size_t size = script_word_length(script, rest, separators);

		if (size) {
			expected = read_word(script, expected, mapped_part(rest, 0, size));
		} else {
			if (branches(rest))
				script_begin_branch(script, mapped_origin(rest, 0));
			conditional |= is_condition(rest);
			expected = A_COMMAND;
			size = 1;
		}
		rest = mapped_trim_start(mapped_tail(rest, size));
	}
	/* What comes behind the line is run whatever its conditions gave. */
	if (conditional)
		script_begin_branch(script, mapped_origin(line, 0) + line.size);
}
