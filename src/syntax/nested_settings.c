#include <digestbump/syntax/nested_settings.h>

#include <ctype.h>
#include <digestbump/base/memory.h>
#include <digestbump/limits.h>
#include <digestbump/syntax/string_literal.h>
#include <digestbump/syntax/xml.h>
#include <string.h>

const struct language_syntax syntax_hcl = { .hash = true, .slashes = true, .heredocs = true };
const struct language_syntax syntax_toml = {
	.hash = true, .single = true, .triple = true, .raw = true, .sections = true
};
const struct language_syntax syntax_starlark = {
	.hash = true, .single = true, .triple = true, .raw = true
};
const struct language_syntax syntax_groovy = {
	.slashes = true, .single = true, .triple = true, .names = true
};

const struct language_syntax syntax_program = {
	.slashes = true, .single = true, .triple = true, .backtick = true
};
const struct language_syntax syntax_jsonnet = {
	.hash = true, .slashes = true, .single = true, .raw = true, .blocks = true
};
const struct language_syntax syntax_nix = { .hash = true, .stars = true, .blocks = true };
const struct language_syntax syntax_xml = { .elements = true };

enum {
	/* Letters of a path: names that are looked for have some dozen. */
	PATH_LETTERS_MOST = 512,
	/* Letters of a value: a reference with variables in it is not longer. */
	VALUE_LETTERS_MOST = 4096,
	/* Letters of a name that is a value, with those in front of it. */
	VARIABLE_NAME_BYTES_MOST = 200,
};

/* Brackets that are open. */
struct bracket {
	char sign;
	size_t scope;
	size_t outer; /* bytes of the path in front of the names that lead here */
	size_t base;  /* bytes of the path that all in here begin with */
};

struct parser {
	struct slice bytes;
	size_t at;
	const struct language_syntax *syntax;
	setting_handler *take;
	void *data;

	struct bracket open[SETTINGS_DEPTH_MOST];
	size_t depth;
	size_t scopes; /* so far */

	struct text *path;
	size_t key;    /* bytes of the path up to the '=' or ':'; 0: there was none */
	char previous; /* the last byte that is no blank; '\n' at the start of a line */
	struct mapped_text *value;
};

static struct slice rest_of(const struct parser *r)
{
	return (struct slice){ r->bytes.at + r->at, r->bytes.size - r->at };
}

static char byte_at(const struct parser *r, size_t at)
{
	return at < r->bytes.size ? r->bytes.at[at] : '\0';
}

/* ---- the path ---- */

static void cut_path(struct parser *r, size_t size)
{
	r->path->size = size;
	if (r->path->bytes)
		r->path->bytes[size] = '\0';
}

/* What comes next is a setting of its own. */
static void begin_anew(struct parser *r)
{
	cut_path(r, r->open[r->depth].base);
	r->key = 0;
}

static void add_name(struct parser *r, struct slice name)
{
	if (r->path->size + name.size + 1 > PATH_LETTERS_MOST)
		return;
	if (r->path->size)
		text_add(r->path, "/", 1);
	size_t from = r->path->size;

	text_add(r->path, name.at, name.size);
	for (size_t i = from; i < r->path->size; i++)
		if (r->path->bytes[i] == '/')
			r->path->bytes[i] = '|';
}

/* ---- giving ---- */

static void give_piece(struct parser *r, enum setting_kind kind, struct range at, size_t path)
{
	struct bracket *bracket = &r->open[r->depth];
	char kept = r->path->size > path ? r->path->bytes[path] : '\0';

	text_add(r->path, "", 0);
	if (r->path->size > path)
		r->path->bytes[path] = '\0';
	struct setting setting = {
		.kind = kind,
		.path = r->path->bytes ? r->path->bytes : "",
		.scope = bracket->scope,
		.outer = r->depth ? r->open[r->depth - 1].scope : 0,
		.value = mapped_text_slice(r->value),
		.at = at.at,
		.length = at.length,
	};

	r->take(r->data, &setting);
	if (r->path->size > path)
		r->path->bytes[path] = kept;
}

/* Gives what was read from `at` on. */
static void give(struct parser *r, enum setting_kind kind, size_t at)
{
	give_piece(r, kind, (struct range){ at, r->at - at }, r->key ? r->key : r->path->size);
}

/* ---- brackets ---- */

static bool open_bracket(struct parser *r, char sign)
{
	size_t outer = r->open[r->depth].base;

	if (r->depth + 1 == SETTINGS_DEPTH_MOST)
		return false;
	r->open[++r->depth] = (struct bracket){ sign, ++r->scopes, outer, r->path->size };
	r->key = 0;
	return true;
}

/* Behind "f(...)" the names stay: a block may follow them. */
static void close_bracket(struct parser *r, char sign)
{
	if (!r->depth)
		return;
	begin_anew(r);
	mapped_text_clear(r->value);
	give(r, SETTING_END, r->at);
	r->depth--;
	if (sign != ')')
		begin_anew(r);
}

static bool is_in_lines(const struct parser *r)
{
	return !r->depth || r->open[r->depth].sign == '{';
}

/* ---- strings ---- */

/* The next byte on this line that is no blank. */
static char next_byte(const struct parser *r, size_t at)
{
	while (byte_at(r, at) == ' ' || byte_at(r, at) == '\t' || byte_at(r, at) == '\r')
		at++;
	return byte_at(r, at);
}

/* True for a string that is a key, or a label in front of a block. */
static bool is_name(const struct parser *r, char next)
{
	if (r->previous == '?')
		return false;
	return (next == '=' || next == ':' || next == '{' || next == '"') && !r->key;
}

/* Strings that are a part of an expression are no values. */
static bool is_whole(const struct parser *r, char next)
{
	bool begins = strchr("=:([,?{\n", r->previous) || isalnum((unsigned char)r->previous) ||
		      r->previous == '_';

	return begins && (!next || strchr(",)]}\n;#/?:", next));
}

static void read_string(struct parser *r)
{
	size_t begin = r->at;
	struct string_literal literal;

	string_literal_measure(&literal, rest_of(r), r->syntax->triple);
	r->at += literal.size;
	char next = next_byte(r, r->at);
	struct slice inner = { r->bytes.at + begin + literal.quotes, literal.inner };

	if (is_name(r, next)) {
		add_name(r, inner);
	} else if (literal.inner <= VALUE_LETTERS_MOST && is_whole(r, next)) {
		mapped_text_clear(r->value);
		string_literal_decode(r->value,
				      &(struct string_literal_body){
					  inner, begin + literal.quotes, r->bytes.at[begin] == '"',
					  r->syntax->raw, r->syntax->names });
		give(r, SETTING_STRING, begin);
	}
	r->previous = '"';
}

static void read_heredoc(struct parser *r)
{
	size_t begin = r->at;
	struct range lines;

	r->at += heredoc_literal_length(&lines, rest_of(r));
	mapped_text_clear(r->value);
	for (size_t i = 0; i < lines.length; i++)
		mapped_text_add(r->value, r->bytes.at[begin + lines.at + i],
				(uint32_t)(begin + lines.at + i));
	give(r, SETTING_HEREDOC, begin);
	r->previous = '\n';
	begin_anew(r);
}

/* ---- the rest ---- */

static void skip_to(struct parser *r, const char *end)
{
	size_t at;

	r->at = slice_find(&at, rest_of(r), end) ? r->at + at : r->bytes.size;
}

static bool skip_comment(struct parser *r)
{
	struct slice rest = rest_of(r);

	if ((r->syntax->hash && rest.at[0] == '#') ||
	    (r->syntax->slashes && slice_starts(rest, "//"))) {
		skip_to(r, "\n");
		return true;
	}
	if ((!r->syntax->slashes && !r->syntax->stars) || !slice_starts(rest, "/*"))
		return false;
	r->at += 2;
	skip_to(r, "*/");
	r->at += r->at < r->bytes.size ? 2 : 0;
	return true;
}

/* Text of many lines that is no value: scripts and files that are written out. */
static bool skip_block(struct parser *r)
{
	static const char *const signs[] = { "''", "|||" };

	for (size_t i = 0; r->syntax->blocks && i < sizeof(signs) / sizeof(*signs); i++) {
		if (!slice_starts(rest_of(r), signs[i]))
			continue;
		r->at += strlen(signs[i]);
		skip_to(r, signs[i]);
		r->at += r->at < r->bytes.size ? strlen(signs[i]) : 0;
		r->previous = '"';
		return true;
	}
	return false;
}

static bool is_name_byte(char c)
{
	return isalnum((unsigned char)c) || c == '_' || c == '-';
}

/* Bytes of "a.b-c" at the start. */
static size_t dotted_length(struct slice text)
{
	size_t i = 0;

	while (i < text.size &&
	       (is_name_byte(text.at[i]) || (text.at[i] == '.' && i && text.at[i - 1] != '.')))
		i++;
	return i;
}

/* A name that is all of a value, with others in front of it: "local.image". */
static void give_name(struct parser *r)
{
	struct slice rest = rest_of(r);

	if (!strchr("=:([,?", r->previous) || isdigit((unsigned char)rest.at[0]))
		return;
	size_t size = dotted_length(rest);
	char next = next_byte(r, r->at + size);

	if (size > VARIABLE_NAME_BYTES_MOST || (next && !strchr(",)]}\n;#/", next)))
		return;
	OWNED_STRING use = must_format("${%.*s}", (int)size, rest.at);
	struct range at = { r->at, size };

	mapped_text_clear(r->value);
	for (size_t i = 0; use[i]; i++)
		mapped_text_add(r->value, use[i], ORIGIN_UNKNOWN);
	give_piece(r, SETTING_NAME, at, r->key ? r->key : r->path->size);
}

static void read_name(struct parser *r)
{
	size_t begin = r->at;

	give_name(r);

	while (r->at < r->bytes.size && is_name_byte(r->bytes.at[r->at]))
		r->at++;
	add_name(r, (struct slice){ r->bytes.at + begin, r->at - begin });
	r->previous = r->bytes.at[r->at - 1];
}

/* "[a.b]" or "[[a.b]]": all that follows is in it. */
static bool read_section(struct parser *r)
{
	struct slice rest = rest_of(r);
	struct slice line;

	if (!r->syntax->sections || r->depth || r->previous != '\n' || rest.at[0] != '[')
		return false;
	slice_line(&line, &rest);
	r->at += line.size;
	r->open[0].base = 0;
	r->open[0].scope = ++r->scopes;
	begin_anew(r);
	for (size_t i = 0, from = 0; i <= line.size; i++) {
		if (i < line.size && !strchr("[].\" \t'", line.at[i]))
			continue;
		if (i > from)
			add_name(r, (struct slice){ line.at + from, i - from });
		if (i < line.size && line.at[i] == ']')
			break;
		from = i + 1;
	}
	r->open[0].base = r->path->size;
	return true;
}

static bool read_sign(struct parser *r, char sign)
{
	if (strchr("{[(", sign) && !open_bracket(r, sign))
		return false;
	if (strchr("}])", sign))
		close_bracket(r, sign);
	else if ((sign == '=' || sign == ':') && !r->key)
		r->key = r->path->size;
	else if (sign == ',' || sign == ';')
		begin_anew(r);
	/* A comparison gives no value. */
	r->previous = sign == '=' && strchr("=!<>~", r->previous) ? '~' : sign;
	return true;
}

static void end_line(struct parser *r)
{
	if (is_in_lines(r) && r->previous != '=' && r->previous != ',')
		begin_anew(r);
	if (is_in_lines(r) && r->previous != '=')
		r->previous = '\n';
}

static bool is_string(const struct parser *r, char c)
{
	return c == '"' || (c == '\'' && r->syntax->single) || (c == '`' && r->syntax->backtick);
}

static bool is_heredoc(const struct parser *r, char c)
{
	return r->syntax->heredocs && c == '<' && r->previous == '=' &&
	       slice_starts(rest_of(r), "<<");
}

static bool read_next(struct parser *r)
{
	char c = r->bytes.at[r->at];

	if (skip_comment(r) || skip_block(r) || read_section(r))
		return true;
	if (is_string(r, c)) {
		read_string(r);
		return true;
	}
	if (is_heredoc(r, c)) {
		read_heredoc(r);
		return true;
	}
	if (is_name_byte(c)) {
		read_name(r);
		return true;
	}
	r->at++;
	if (c == '\n')
		end_line(r);
	else if (!is_blank_byte(c))
		return read_sign(r, c);
	return true;
}

bool settings_read(struct slice bytes, const struct language_syntax *syntax, setting_handler *take,
		   void *data)
{
	OWNED(text) path = text_new(0);
	OWNED(mapped_text) value = mapped_text_new(0);
	struct parser r = {
		.bytes = bytes,
		.syntax = syntax,
		.take = take,
		.data = data,
		.path = path,
		.previous = '\n',
		.value = value,
	};

	if (syntax->elements)
		return xml_read(bytes, take, data);
	while (r.at < bytes.size)
		if (!read_next(&r))
			return false;
	return true;
}
