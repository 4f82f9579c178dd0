#include <digestbump/syntax/script_assignments.h>

#include <digestbump/base/memory.h>
#include <digestbump/limits.h>
#include <string.h>

enum { PATIENCE = 1024 * 1024 };

void script_begin(struct script *script, struct variables *variables, size_t group)
{
	*script = (struct script){
		.variables = variables,
		.group = group,
		.includes = strings_new(),
		.budget = PATIENCE,
	};
}

void script_clear(struct script *script)
{
	free(script->branches);
	free(script->open);
	strings_free(script->includes);
	*script = (struct script){ 0 };
}

void script_begin_branch(struct script *script, size_t at)
{
	if (script->count && script->branches[script->count - 1] == at)
		return;
	script->branches = must_grow(script->branches, script->count, sizeof(*script->branches));
	script->branches[script->count++] = at;
}

/* Turns at or in front of the byte: they are noted in the file's order. */
static size_t branches_before(const struct script *script, size_t at)
{
	size_t low = 0;
	size_t high = script->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (script->branches[middle] <= at)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

size_t script_branch(const struct script *script, size_t at)
{
	return script->group + branches_before(script, at);
}

size_t script_branch_end(const struct script *script, size_t at)
{
	size_t next = branches_before(script, at);

	return next < script->count ? script->branches[next] : SIZE_MAX;
}

/* ---- words ---- */

/* Bytes up to the end of the quote at the start; 0: not closed within `most`. */
static size_t quoted_length(struct mapped_slice text, size_t most)
{
	char quote = text.at[0];

	for (size_t i = 1; i < text.size && i < most; i++) {
		if (text.at[i] == '\\' && quote != '\'')
			i++;
		else if (text.at[i] == quote)
			return i + 1;
	}
	return 0;
}

/* The same of "${" or "$(". */
static size_t bracketed_length(struct mapped_slice text, size_t most)
{
	char open = text.at[1];
	char close = open == '(' ? ')' : '}';
	size_t depth = 0;

	for (size_t i = 1; i < text.size && i < most; i++) {
		if (text.at[i] == '\\')
			i++;
		else if (text.at[i] == open)
			depth++;
		else if (text.at[i] == close && !--depth)
			return i + 1;
	}
	return 0;
}

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Bytes of what a quote, "${" or "$(" at the start encloses; 1: it is not closed, or
 * no such thing. */
static size_t enclosed_length(struct script *script, struct mapped_slice text)
{
	bool opens = text.at[0] == '$' && text.size > 1 && strchr("({", text.at[1]);
	size_t most = least(script->budget, VARIABLE_BYTES_MOST);

	if (!opens && !strchr("'\"`", text.at[0]))
		return 1;
	size_t size = opens ? bracketed_length(text, most) : quoted_length(text, most);

	if (!size)
		script->budget -= least(text.size, most);
	return size ? size : 1;
}

size_t script_word_length(struct script *script, struct mapped_slice text, const char *ends)
{
	size_t i = 0;

	while (i < text.size && !is_blank_byte(text.at[i]) && !strchr(ends, text.at[i]))
		i += enclosed_length(script, mapped_tail(text, i));
	return i < text.size ? i : text.size;
}

/* "$(NAME)" is a variable of Make's; with a blank in it, it is a command or a call. */
static bool is_command(struct mapped_slice text)
{
	return text.at[0] == '`' ||
	       (slice_starts(mapped_bytes(text), "$(") && memchr(text.at, ' ', text.size));
}

/* Quotes in double quotes are bytes. */
static void add_quoted(struct mapped_text *out, struct script *script, struct mapped_slice text)
{
	while (text.size) {
		size_t size = strchr("$`", text.at[0]) ? enclosed_length(script, text) : 1;
		struct mapped_slice piece = mapped_part(text, 0, size);

		if (size > 1 && is_command(piece))
			mapped_text_append_unknown(out, piece);
		else
			mapped_text_append(out, piece);
		text = mapped_tail(text, size);
	}
}

/* Adds a word without its quotes. */
static void add_unquoted(struct mapped_text *out, struct script *script, struct mapped_slice text)
{
	while (text.size) {
		size_t size = enclosed_length(script, text);
		bool quoted = size > 1 && strchr("'\"", text.at[0]);
		struct mapped_slice inner = mapped_part(text, quoted, size - (quoted ? 2 : 0));

		if (quoted && text.at[0] == '\'')
			mapped_text_append(out, inner);
		else
			add_quoted(out, script, inner);
		text = mapped_tail(text, size);
	}
}

void script_assign(struct script *script, struct slice name, struct mapped_slice word)
{
	OWNED(mapped_text) value = mapped_text_new(VARIABLE_BYTES_MOST);
	struct definition_scope where = definition_scope_file;

	if (!word.size)
		return;
	add_unquoted(value, script, word);
	where.group = script_branch(script, mapped_origin(word, 0));
	variables_define(script->variables, name, mapped_text_slice(value), &where);
}

void script_include(struct script *script, struct mapped_slice word)
{
	OWNED(mapped_text) path = mapped_text_new(PATH_BYTES_MOST);
	size_t from = 0;

	add_unquoted(path, script, word);
	for (size_t i = 0; i < path->size; i++)
		if (path->bytes[i] == '$' || path->from[i] == ORIGIN_UNKNOWN)
			from = i + 1;
	const char *slash =
	    from < path->size ? memchr(path->bytes + from, '/', path->size - from) : NULL;

	if (from && slash)
		from = (size_t)(slash + 1 - path->bytes);
	if ((from && !slash) || from == path->size || script->includes->count == SIBLING_FILES_MOST)
		return;
	OWNED_STRING name = must_copy_bytes(path->bytes + from, path->size - from);

	if (name[0] != '/' && !strpbrk(name, "*?[%"))
		strings_add(script->includes, name);
}
