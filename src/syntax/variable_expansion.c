#include <ctype.h>
#include <digestbump/limits.h>
#include <digestbump/syntax/shell_pattern.h>
#include <digestbump/syntax/variable_expansion.h>
#include <string.h>

static const struct mark braces[] = { { "${", "}" }, { NULL, NULL } };
static const struct mark parentheses[] = { { "$(", ")" }, { NULL, NULL } };
static const struct mark both[] = { { "$(", ")" }, { "${", "}" }, { NULL, NULL } };

const struct dialect dialect_dockerfile = {
	.dollars = true, .quotes = true, .patterns = true, .parameters = true
};
const struct dialect dialect_compose = { .dollars = true, .doubled = true };
const struct dialect dialect_shell = {
	.dollars = true, .patterns = true, .parameters = true, .assigns = true
};
const struct dialect dialect_flux = { .dollars = true, .assigns = true };
const struct dialect dialect_braces = { .marks = braces };
const struct dialect dialect_hcl = { .doubled = true, .marks = braces };
const struct dialect dialect_groovy = { .dollars = true, .marks = braces };
const struct dialect dialect_make = { .doubled = true, .marks = both };
const struct dialect dialect_parentheses = { .marks = parentheses };

enum {
	/* Letters between two marks: a name and what is around it. */
	MARKED_LETTERS_MOST = 512,
};

struct cursor {
	struct expansion *expansion;
	struct mapped_slice word;
	size_t at;
	unsigned depth;
};

static const char END = '\0'; /* a NUL in a word is no byte of any name or operator */

static char peek(const struct cursor *c)
{
	if (c->at == c->word.size)
		return END;
	return c->word.at[c->at];
}

static bool at_end(const struct cursor *c)
{
	return c->at == c->word.size;
}

static void take(struct mapped_text *out, struct cursor *c)
{
	mapped_text_add(out, c->word.at[c->at], c->word.from[c->at]);
	c->at++;
}

static struct error *check_size(const struct mapped_text *out)
{
	if (out->over)
		return error_new(ERROR_LIMIT, "a value longer than %d bytes", EXPANSION_BYTES_MOST);
	return NULL;
}

/* Ends what grows without an end. Letters of the file that are read once do not
 * count: a word without variables is read whatever the others came to. */
static struct error *spend(struct expansion *expansion, const struct mapped_text *out, size_t steps)
{
	expansion->steps += steps;
	if (expansion->steps > expansion->most)
		return error_new(ERROR_LIMIT, "too many variables to expand in one file");
	return check_size(out);
}

static struct error *expand_until(struct mapped_text *out, struct cursor *c, char stop, bool raw);

/* ---- names ---- */

static bool is_name_byte(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

/* A byte that is a whole name: a shell's special parameter. */
static bool is_parameter(const struct cursor *c)
{
	return c->expansion->dialect->parameters && peek(c) != END && strchr("@*#?-$!", peek(c));
}

/* The name at the cursor; it may be empty. Digits in front are all of a name. */
static struct slice take_name(struct cursor *c)
{
	size_t from = c->at;
	bool digits = isdigit((unsigned char)peek(c));

	if (digits && !c->expansion->dialect->parameters)
		return (struct slice){ c->word.at + from, 0 };
	if (is_parameter(c) && !digits)
		c->at++;
	else
		while (digits ? isdigit((unsigned char)peek(c)) : is_name_byte(peek(c)))
			c->at++;
	return (struct slice){ c->word.at + from, c->at - from };
}

/* ---- ${name...} ---- */

/* A variable and what stands behind its name. */
struct variable_reference {
	struct slice name;
	enum variable_state state;
	struct mapped_slice value; /* when it is set; else empty */
	size_t begin;              /* of its "$" in the word */
};

static void look_up(struct variable_reference *use, const struct cursor *c, struct slice name)
{
	use->name = name;
	use->value = mapped_part(c->word, 0, 0);
	use->state = c->expansion->lookup(&use->value, c->expansion->data, name);
}

/* Adds the use as it is written: its value is not known. */
static void add_unknown(struct mapped_text *out, const struct cursor *c,
			const struct variable_reference *use)
{
	mapped_text_append_unknown(out, mapped_part(c->word, use->begin, c->at - use->begin));
}

static void add_value(struct mapped_text *out, const struct cursor *c,
		      const struct variable_reference *use)
{
	if (use->state == VARIABLE_UNKNOWN || use->state == VARIABLE_DEFAULT_ONLY)
		add_unknown(out, c, use);
	else
		mapped_text_append(out, use->value);
}

enum fill { FILLED, EMPTY, UNKNOWN };

/* Whether an operator finds a value: with ':' an empty one is none. */
static enum fill fill_of(const struct variable_reference *use, bool empty_is_unset)
{
	if (use->state == VARIABLE_UNSET || use->state == VARIABLE_DEFAULT_ONLY)
		return EMPTY;
	if (!empty_is_unset)
		return FILLED;
	if (use->state == VARIABLE_UNKNOWN)
		return UNKNOWN;
	for (size_t i = 0; i < use->value.size; i++)
		if (use->value.from[i] != ORIGIN_UNKNOWN)
			return FILLED;
	return use->value.size ? UNKNOWN : EMPTY;
}

static struct error *missing(const struct variable_reference *use, struct mapped_slice text)
{
	int shown = text.size < 200 ? (int)text.size : 200;

	return error_new(ERROR_SYNTAX, "variable '%.*s' has no value: %.*s", (int)use->name.size,
			 use->name.at, shown, text.at);
}

/* ${X-word} ${X+word} ${X?word}, also with ':'. The cursor is behind the sign. */
static struct error *expand_choice(struct mapped_text *out, struct cursor *c,
				   const struct variable_reference *use, char sign,
				   bool empty_is_unset)
{
	OWNED(mapped_text) word = mapped_text_new(EXPANSION_BYTES_MOST);

	TRY(expand_until(word, c, '}', false));
	enum fill fill = fill_of(use, empty_is_unset);
	struct mapped_slice text = mapped_text_slice(word);

	if (fill == UNKNOWN || (sign == '?' && use->state == VARIABLE_DEFAULT_ONLY))
		add_unknown(out, c, use);
	else if (sign == '?' && fill == EMPTY)
		return missing(use, text);
	else if ((sign == '+' && fill == FILLED) || (sign == '-' && fill == EMPTY))
		mapped_text_append(out, text);
	else if (sign != '+')
		add_value(out, c, use);
	return spend(c->expansion, out, text.size + use->value.size);
}

static bool is_known(const struct variable_reference *use, struct mapped_slice pattern)
{
	return use->state != VARIABLE_UNKNOWN && use->state != VARIABLE_DEFAULT_ONLY &&
	       !mapped_has_unknown(use->value) && !mapped_has_unknown(pattern);
}

/* Gives the pattern; one longer than any reference would only cost time. */
static struct error *read_pattern(struct shell_pattern **out, struct mapped_slice text)
{
	if (text.size > REFERENCE_BYTES_MOST)
		return error_new(ERROR_LIMIT, "a pattern longer than %d bytes",
				 REFERENCE_BYTES_MOST);
	return shell_pattern_parse(out, text);
}

/* ${X#p} ${X##p} ${X%p} ${X%%p}. The cursor is behind the first sign. */
static struct error *expand_trim(struct mapped_text *out, struct cursor *c,
				 const struct variable_reference *use, char sign)
{
	OWNED(mapped_text) word = mapped_text_new(EXPANSION_BYTES_MOST);
	OWNED(shell_pattern) pattern = NULL;
	struct mapped_slice value = use->value;

	TRY(expand_until(word, c, '}', true));
	struct mapped_slice text = mapped_text_slice(word);
	bool most = text.size && text.at[0] == sign;

	if (!is_known(use, text)) {
		add_unknown(out, c, use);
		return spend(c->expansion, out, text.size);
	}
	TRY(read_pattern(&pattern, mapped_tail(text, most)));
	if (sign == '#')
		value = shell_pattern_trim_start(pattern, value, most, &c->expansion->steps);
	else
		value = shell_pattern_trim_end(pattern, value, most, &c->expansion->steps);
	if (shell_pattern_compared_digest(pattern))
		add_unknown(out, c, use);
	else
		mapped_text_append(out, value);
	return spend(c->expansion, out, value.size);
}

/* ${X/p/w} ${X//p/w}. The cursor is behind the first '/'. */
static struct error *expand_replace(struct mapped_text *out, struct cursor *c,
				    const struct variable_reference *use)
{
	OWNED(mapped_text) text = mapped_text_new(EXPANSION_BYTES_MOST);
	OWNED(mapped_text) word = mapped_text_new(EXPANSION_BYTES_MOST);
	OWNED(mapped_text) replaced = mapped_text_new(EXPANSION_BYTES_MOST);
	OWNED(shell_pattern) pattern = NULL;
	bool all = peek(c) == '/';

	c->at += all;
	TRY(expand_until(text, c, '/', true));
	TRY(expand_until(word, c, '}', true));
	if (!is_known(use, mapped_text_slice(text))) {
		add_unknown(out, c, use);
		return spend(c->expansion, out, text->size);
	}
	TRY(read_pattern(&pattern, mapped_text_slice(text)));
	shell_pattern_replace(replaced, pattern, use->value, mapped_text_slice(word), all,
			      &c->expansion->steps);
	if (shell_pattern_compared_digest(pattern))
		add_unknown(out, c, use);
	else
		mapped_text_append(out, mapped_text_slice(replaced));
	TRY(spend(c->expansion, replaced, use->value.size + word->size));
	return spend(c->expansion, out, 0);
}

static struct error *unsupported(const struct variable_reference *use)
{
	return error_new(ERROR_SYNTAX, "'${%.*s' goes on with nothing that is understood",
			 (int)use->name.size, use->name.at);
}

/* Behind "${". */
static struct error *expand_braces(struct mapped_text *out, struct cursor *c,
				   struct variable_reference *use)
{
	look_up(use, c, take_name(c));
	char sign = peek(c);
	bool with_colon = sign == ':';

	if (at_end(c) || !use->name.size)
		return error_new(ERROR_SYNTAX, "no variable's name and '}' behind '${'");
	c->at++;
	if (sign == '}') {
		add_value(out, c, use);
		return spend(c->expansion, out, use->value.size);
	}
	if (with_colon) {
		sign = peek(c);
		c->at += !at_end(c);
	}
	if (sign == '=' && c->expansion->dialect->assigns)
		sign = '-';
	if (sign == '-' || sign == '+' || sign == '?')
		return expand_choice(out, c, use, sign, with_colon);
	if (with_colon || !c->expansion->dialect->patterns)
		return unsupported(use);
	if (sign == '#' || sign == '%')
		return expand_trim(out, c, use, sign);
	if (sign == '/')
		return expand_replace(out, c, use);
	return unsupported(use);
}

/* The cursor is on "$". */
static struct error *expand_dollar(struct mapped_text *out, struct cursor *c)
{
	struct variable_reference use = { .begin = c->at };

	TRY(spend(c->expansion, out, 0));
	c->at++;
	if (c->expansion->dialect->doubled && peek(c) == '$') {
		take(out, c);
		return NULL;
	}
	if (!c->expansion->dialect->dollars) {
		mapped_text_add(out, '$', c->word.from[use.begin]);
		return NULL;
	}
	if (peek(c) == '{') {
		c->at++;
		return expand_braces(out, c, &use);
	}
	struct slice name = take_name(c);

	if (!name.size) {
		mapped_text_add(out, '$', c->word.from[use.begin]);
		return NULL;
	}
	look_up(&use, c, name);
	add_value(out, c, &use);
	return spend(c->expansion, out, use.value.size);
}

/* ---- marks ---- */

/* Sets *end to where the mark closes: pairs of its last sign stand in between. */
static bool find_close(size_t *end, struct mapped_slice text, const struct mark *mark)
{
	size_t size = strlen(mark->open);
	size_t most = text.size < MARKED_LETTERS_MOST ? text.size : MARKED_LETTERS_MOST;
	char opens = mark->close[1] ? END : mark->open[size - 1];
	size_t depth = 0;

	for (size_t i = size; i < most; i++) {
		bool closes = slice_starts(mapped_bytes(mapped_tail(text, i)), mark->close);

		*end = i;
		if (closes && !depth)
			return true;
		depth -= closes;
		depth += opens != END && text.at[i] == opens;
	}
	return false;
}

/* The mark that opens at the cursor, and where it closes; NULL: none. */
static const struct mark *mark_here(size_t *end, const struct cursor *c)
{
	struct mapped_slice rest = mapped_tail(c->word, c->at);
	const struct mark *mark = c->expansion->dialect->marks;

	for (; mark && mark->open; mark++)
		if (slice_starts(mapped_bytes(rest), mark->open))
			return find_close(end, rest, mark) ? mark : NULL;
	return NULL;
}

static struct error *expand_mark(struct mapped_text *out, struct cursor *c, const struct mark *mark,
				 size_t end)
{
	struct variable_reference use = { .begin = c->at };
	size_t size = strlen(mark->open);
	struct mapped_slice inner = mapped_part(c->word, c->at + size, end - size);

	TRY(spend(c->expansion, out, 0));
	c->at += end + strlen(mark->close);
	look_up(&use, c, mapped_bytes(mapped_trim(inner)));
	add_value(out, c, &use);
	return spend(c->expansion, out, use.value.size + end);
}

/* ---- quotes and escapes ---- */

static struct error *expand_single(struct mapped_text *out, struct cursor *c)
{
	c->at++;
	while (!at_end(c) && peek(c) != '\'')
		take(out, c);
	if (at_end(c))
		return error_new(ERROR_SYNTAX, "a single quote is not closed");
	c->at++;
	return NULL;
}

/* In double quotes an escape takes the meaning of '"', '$' and itself, and stays
 * in front of all else. */
static void take_in_double(struct mapped_text *out, struct cursor *c, bool raw)
{
	char escape = c->expansion->escape;

	if (peek(c) != escape) {
		take(out, c);
		return;
	}
	size_t next = c->at + 1;
	char what = END;

	if (next < c->word.size)
		what = c->word.at[next];
	bool escapes = what == '"' || what == '$' || what == escape;

	if (next == c->word.size || (escapes && !raw))
		c->at++;
	else
		take(out, c);
	if (!at_end(c) && (escapes || raw))
		take(out, c);
}

static struct error *expand_double(struct mapped_text *out, struct cursor *c, bool raw)
{
	c->at++;
	while (!at_end(c) && peek(c) != '"') {
		if (peek(c) == '$')
			TRY(expand_dollar(out, c));
		else
			take_in_double(out, c, raw);
		TRY(check_size(out));
	}
	if (at_end(c))
		return error_new(ERROR_SYNTAX, "a double quote is not closed");
	c->at++;
	return NULL;
}

/* An escape at the very end is dropped. `raw` keeps it: patterns read it, too. */
static void take_escaped(struct mapped_text *out, struct cursor *c, bool raw)
{
	if (raw)
		take(out, c);
	else
		c->at++;
	if (!at_end(c))
		take(out, c);
}

static struct error *expand_next(struct mapped_text *out, struct cursor *c, bool raw)
{
	bool quotes = c->expansion->dialect->quotes;
	char next = peek(c);
	size_t end;
	const struct mark *mark = mark_here(&end, c);

	if (mark)
		return expand_mark(out, c, mark, end);
	if (next == '$' && (c->expansion->dialect->dollars || c->expansion->dialect->doubled))
		return expand_dollar(out, c);
	if (quotes && next == '\'')
		return expand_single(out, c);
	if (quotes && next == '"')
		return expand_double(out, c, raw);
	if (quotes && next == c->expansion->escape)
		take_escaped(out, c, raw);
	else
		take(out, c);
	return NULL;
}

/* Up to and over the byte `stop`; END: to the end of the word. */
static struct error *expand_until(struct mapped_text *out, struct cursor *c, char stop, bool raw)
{
	if (++c->depth > EXPANSION_DEPTH_MOST)
		return error_new(ERROR_LIMIT, "variables nested more than %d deep",
				 EXPANSION_DEPTH_MOST);
	while (!at_end(c) && (stop == END || peek(c) != stop)) {
		TRY(expand_next(out, c, raw));
		TRY(check_size(out));
	}
	if (stop != END) {
		if (at_end(c))
			return error_new(ERROR_SYNTAX, "'${' is not closed by '%c'", stop);
		c->at++;
	}
	c->depth--;
	return NULL;
}

size_t expansion_most(size_t bytes)
{
	size_t steps = EXPANSION_STEPS_LEAST + bytes * EXPANSION_STEPS_PER_BYTE;

	return steps < EXPANSION_STEPS_MOST ? steps : EXPANSION_STEPS_MOST;
}

struct error *expand(struct mapped_text *out, struct expansion *expansion, struct mapped_slice word)
{
	struct cursor c = { .expansion = expansion, .word = word };

	TRY(check_size(out));
	return expand_until(out, &c, END, false);
}
