#include <digestbump/syntax/script_assignments.h>

#include <digestbump/base/memory.h>
#include <string.h>

static const char *const conditions[] = {
	"ifeq", "ifneq", "ifdef", "ifndef", "else", "endif", NULL
};
static const char *const leading[] = { "override", "export", "private", NULL };
static const char *const including[] = { "include", "-include", "sinclude", NULL };

/* The word at the start of *rest, which moves behind it and its blanks. */
static struct mapped_slice next_word(struct script *script, struct mapped_slice *rest)
{
	struct mapped_slice word = mapped_part(*rest, 0, script_word_length(script, *rest, ""));

	*rest = mapped_trim_start(mapped_tail(*rest, word.size));
	return word;
}

/* Bytes of the sign of an assignment at the start; 0: it is none. */
static size_t sign_length(struct mapped_slice text)
{
	static const char *const signs[] = { ":::=", "::=", ":=", "?=", "+=", "!=", "=" };

	for (size_t i = 0; i < sizeof(signs) / sizeof(*signs); i++)
		if (slice_starts(mapped_bytes(text), signs[i]))
			return strlen(signs[i]);
	return 0;
}

static size_t name_length(struct mapped_slice line)
{
	size_t i = 0;

	while (i < line.size && !is_blank_byte(line.at[i]) && !strchr(":=?+!#$", line.at[i]))
		i++;
	return i;
}

/* The value stands on the next line. */
static void leave_open(struct script *script, struct slice name, bool defines)
{
	free(script->open);
	script->open = slice_copy(name);
	script->defines = defines;
}

/* What is added to a value, and what a command gives, is not known. */
static void assign(struct script *script, struct slice name, char sign, struct mapped_slice value)
{
	if (sign == '+' || sign == '!')
		variables_invalidate(script->variables, name);
	else if (slice_is(mapped_bytes(value), "\\"))
		leave_open(script, name, false);
	else
		script_assign(script, name, value);
}

static bool read_assignment(struct script *script, struct mapped_slice line)
{
	struct slice name = { line.at, name_length(line) };
	struct mapped_slice rest = mapped_trim_start(mapped_tail(line, name.size));
	size_t sign = sign_length(rest);

	if (!name.size || !sign)
		return false;
	assign(script, name, rest.at[0], mapped_trim(mapped_tail(rest, sign)));
	return true;
}

/* "target: NAME := value" counts for that target: a branch of its own. */
static void read_rule(struct script *script, struct mapped_slice line)
{
	const char *colon = memchr(line.at, ':', line.size);
	size_t end = colon ? (size_t)(colon - line.at) + 1 : line.size;
	struct mapped_slice rest = mapped_trim_start(mapped_tail(line, end));

	if (!rest.size || !name_length(rest))
		return;
	script_begin_branch(script, mapped_origin(rest, 0));
	read_assignment(script, rest);
	script_begin_branch(script, mapped_origin(rest, 0) + rest.size);
}

/* The one line of a definition, or the line behind a '\'; more lines are no value. */
static void read_open(struct script *script, struct mapped_slice line)
{
	OWNED_STRING name = pass_on(&script->open);
	struct mapped_slice value = mapped_trim(line);

	if (slice_ends(mapped_bytes(value), "\\"))
		return;
	if (!script->defines || !slice_is(mapped_bytes(value), "endef"))
		script_assign(script, slice_of(name), value);
}

static void read_define(struct script *script, struct mapped_slice rest)
{
	leave_open(script, (struct slice){ rest.at, name_length(rest) }, true);
}

static void read_line(struct script *script, struct mapped_slice line)
{
	struct mapped_slice rest = line;
	struct mapped_slice word = next_word(script, &rest);

	while (slice_is_one_of(mapped_bytes(word), leading) && rest.size) {
		line = rest;
		word = next_word(script, &rest);
	}
	if (slice_is_one_of(mapped_bytes(word), conditions)) {
		script_begin_branch(script, mapped_origin(line, 0));
	} else if (slice_is(mapped_bytes(word), "define")) {
		read_define(script, rest);
	} else if (slice_is_one_of(mapped_bytes(word), including)) {
		while (rest.size)
			script_include(script, next_word(script, &rest));
	} else if (!read_assignment(script, line)) {
		read_rule(script, line);
	}
}

void script_read_make_line(struct script *script, struct mapped_slice line)
{
	bool recipe = slice_starts(mapped_bytes(line), "\t");
	struct mapped_slice text = mapped_trim(line);

	if (script->open)
		read_open(script, text);
	else if (text.size && !recipe)
		read_line(script, text);
}
