#include "pinned_text.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

const char *const pinned_text_needles[] = { "@sha256:", "@sha512:", NULL };

/* "docker:/" is what buildpacks write, "oci::" go-getter and what is built on it. */
static const char *const schemes[] = { "docker-image://", "docker://", "registry://",
				       "oci://",          "oci::",     "docker:/" };

bool pinned_text_is_possible(struct slice text)
{
	return slice_find(NULL, text, "@sha256:") || slice_find(NULL, text, "@sha512:");
}

static struct mapped_slice without_scheme(struct mapped_slice text)
{
	for (size_t i = 0; i < sizeof(schemes) / sizeof(*schemes); i++)
		if (slice_starts(mapped_bytes(text), schemes[i]))
			return mapped_tail(text, strlen(schemes[i]));
	return text;
}

/* ---- values ---- */

static bool ends_in_any_case(struct slice text, const char *end)
{
	size_t size = strlen(end);

	return text.size >= size && strncasecmp(text.at + text.size - size, end, size) == 0;
}

static size_t name_size(struct mapped_slice text)
{
	const char *sign = text.size ? memchr(text.at, '@', text.size) : NULL;

	return sign ? (size_t)(sign - text.at) : text.size;
}

/* True for "name:tag@" and "host/name@", where a tag cannot be mistaken for a name. */
static bool is_plainly_named(struct mapped_slice text)
{
	size_t size = name_size(text);

	return size && (memchr(text.at, '/', size) || memchr(text.at, ':', size));
}

static bool looks_like_tag(struct mapped_slice text)
{
	size_t first = text.size > 1 && text.at[0] == 'v';

	return text.size && isdigit((unsigned char)text.at[first]);
}

/* A command with variables in it is no reference, whatever they are. */
static bool has_blank(struct mapped_slice text)
{
	for (size_t i = 0; i < text.size; i++)
		if (is_blank_byte(text.at[i]) && text.from[i] != ORIGIN_UNKNOWN)
			return true;
	return false;
}

void pinned_text_add(struct finder *finder, enum pin_kind kind, struct slice name,
		     struct mapped_slice mapped, size_t use)
{
	struct mapped_slice text = without_scheme(mapped_trim(mapped));

	if (!pinned_text_is_possible(mapped_bytes(text)) || has_blank(text))
		return;
	if (!is_plainly_named(text) &&
	    (looks_like_tag(text) || ends_in_any_case(name, "tag") ||
	     ends_in_any_case(name, "version") || ends_in_any_case(name, "digest")))
		return;
	finder_add_letters(finder, kind, text, use, IMAGE_PINNED);
}

/* ---- words ---- */

enum {
	/* Letters of a word that are looked at in front of an '@': a reference with
	 * some variables in it is not longer. */
	WORD_BYTES_MOST = 1024,
	/* Letters of a variable in it, its operators included. */
	VARIABLE_LETTERS_MOST = 256,
	/* Letters behind "@sha256:" that are meant as a digest and no placeholder. */
	DIGEST_LETTERS_LEAST = 8,
};

static bool is_in_identifier(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

static bool is_in_name(char c)
{
	return isalnum((unsigned char)c) || (c && strchr("._-:/$", c));
}

/* Where the "${X}" or "$(X)" that ends at `end` begins, with what operators there are
 * in it; `end` when there is none. */
static size_t variable_begin(struct mapped_slice line, size_t end)
{
	size_t least = end > VARIABLE_LETTERS_MOST ? end - VARIABLE_LETTERS_MOST : 0;
	char close = line.at[end - 1];
	char open = close == '}' ? '{' : '(';
	size_t depth = 0;

	if (close != '}' && close != ')')
		return end;
	for (size_t i = end; i > least; i--) {
		depth += line.at[i - 1] == close;
		depth -= line.at[i - 1] == open;
		if (!depth)
			return i > 1 && line.at[i - 2] == '$' ? i - 2 : end;
	}
	return end;
}

/* "${X:-alpine:3}" and "${X-alpine:3}": name and signs in front are the shell's. */
static size_t behind_default(struct mapped_slice line, size_t begin, size_t sign)
{
	if (begin > 1 && line.at[begin - 1] == '{' && line.at[begin - 2] == '$')
		while (begin < sign && is_in_identifier(line.at[begin]))
			begin++;
	while (begin < sign && strchr("-:", line.at[begin]))
		begin++;
	return begin;
}

/* What may stand in front of a word; "%i:1@..." is none of its own. */
static bool is_boundary(struct mapped_slice line, size_t begin)
{
	return !begin || is_blank_byte(line.at[begin - 1]) ||
	       strchr("\"'`=,;()[]{}<>|&!", line.at[begin - 1]);
}

/* Where the word around the '@' at `sign` begins; `sign` when it is none. */
static size_t word_begin(struct mapped_slice line, size_t sign)
{
	size_t least = sign > WORD_BYTES_MOST ? sign - WORD_BYTES_MOST : 0;
	size_t i = sign;

	while (i > least) {
		size_t begin = variable_begin(line, i);

		if (begin == i && !is_in_name(line.at[i - 1]))
			break;
		i = begin < i ? begin : i - 1;
	}
	return is_boundary(line, i) ? behind_default(line, i, sign) : sign;
}

/* Where the word with the variable at `dollar` begins; there may be an '@' in front. */
static size_t use_begin(struct mapped_slice line, size_t dollar)
{
	size_t least = dollar > WORD_BYTES_MOST ? dollar - WORD_BYTES_MOST : 0;
	size_t sign = dollar;

	while (sign > least && is_in_name(line.at[sign - 1]))
		sign--;
	if (!sign || line.at[sign - 1] != '@')
		sign = dollar;
	else
		sign--;
	size_t begin = word_begin(line, sign);

	return begin < sign ? begin : dollar;
}

static size_t word_end(struct mapped_slice line, size_t digest)
{
	while (digest < line.size && is_in_identifier(line.at[digest]))
		digest++;
	return digest;
}

static size_t back_over(struct mapped_slice line, size_t end, const char *any)
{
	while (end && strchr(any, line.at[end - 1]))
		end--;
	return end;
}

/* Where the name in front of `end` begins. */
static size_t identifier_begin(struct mapped_slice line, size_t end)
{
	while (end && (isalnum((unsigned char)line.at[end - 1]) || line.at[end - 1] == '_' ||
		       line.at[end - 1] == '-' || line.at[end - 1] == '.'))
		end--;
	return end;
}

/* CMake's "set(NAME ". */
static bool follows_set(struct mapped_slice line, size_t name)
{
	static const char set[] = "set(";
	size_t size = strlen(set);

	name = back_over(line, name, " \t");
	return name >= size && strncasecmp(line.at + name - size, set, size) == 0;
}

/* Sets *name to what the word at `begin` is assigned to: NAME=word, NAME ?= word,
 * set(NAME word), ${NAME:-word}; but no --flag=word. */
static bool is_assigned(struct slice *name, struct mapped_slice line, size_t begin)
{
	size_t quote = back_over(line, begin, "\"'");
	size_t blank = back_over(line, quote, " \t");
	size_t sign = back_over(line, blank, ":?+!=-");
	size_t end = back_over(line, sign, " \t");
	size_t from = identifier_begin(line, end);

	*name = (struct slice){ line.at + from, end - from };
	if (from == end || line.at[from] == '-')
		return false;
	return sign < blank
		   ? memchr(line.at + sign, '=', blank - sign) || (from && line.at[from - 1] == '{')
		   : blank < quote && follows_set(line, from);
}

/* Bytes of the variable at the start: "${X}", "$(X)", "$X"; 0 when there is none. */
static size_t variable_length(struct mapped_slice text)
{
	size_t i = 1;

	if (!text.size || text.at[0] != '$')
		return 0;
	if (text.size > 1 && (text.at[1] == '{' || text.at[1] == '(')) {
		while (i < text.size && text.at[i] != '}' && text.at[i] != ')')
			i++;
		return i < text.size ? i + 1 : i;
	}
	while (i < text.size && is_in_identifier(text.at[i]))
		i++;
	return i;
}

struct mapped_text *pinned_text_mark_variables(struct mapped_slice word)
{
	OWNED(mapped_text) out = mapped_text_new(0);

	while (word.size) {
		size_t hidden = variable_length(word);

		if (hidden)
			mapped_text_append_unknown(out, mapped_part(word, 0, hidden));
		else
			mapped_text_append(out, mapped_part(word, 0, 1));
		word = mapped_tail(word, hidden ? hidden : 1);
	}
	return pass_on(&out);
}

static bool has_tag(struct mapped_slice word)
{
	size_t size = name_size(word);
	const char *slash = size ? memrchr(word.at, '/', size) : NULL;
	size_t base = slash ? (size_t)(slash - word.at) : 0;

	return memchr(word.at + base, ':', size - base) || memchr(word.at, '$', size);
}

/* Bytes of a variable at the start, with what operators there are in it; 0: none. */
static size_t use_length(struct mapped_slice text)
{
	size_t most = text.size < VARIABLE_LETTERS_MOST ? text.size : VARIABLE_LETTERS_MOST;
	bool doubled = text.size > 1 && text.at[1] == '$';
	size_t depth = 0;

	if (text.at[0] != '$' || text.size < 2)
		return 0;
	if (!strchr("({", text.at[1]))
		return variable_length(mapped_tail(text, doubled)) + doubled;
	for (size_t i = 1; i < most; i++) {
		depth += text.at[i] == text.at[1];
		depth -= text.at[i] == (text.at[1] == '(' ? ')' : '}');
		if (!depth)
			return i + 1;
	}
	return 0;
}

/* A word, which one of its meanings is. */
struct parser {
	struct finder *finder;
	enum pin_kind kind;
	struct slice name; /* that it is assigned to */
	size_t use;
};

static void add_expanded(void *data, struct mapped_slice word)
{
	const struct parser *r = data;
	OWNED(mapped_text) mapped = pinned_text_mark_variables(word);

	pinned_text_add(r->finder, r->kind, r->name, mapped_text_slice(mapped), r->use);
}

static void add_word(struct finder *finder, struct mapped_slice line, size_t begin, size_t end)
{
	struct mapped_slice word = mapped_part(line, begin, end - begin);
	struct slice name = slice_of("");
	bool assigned = is_assigned(&name, line, begin);
	size_t use = mapped_origin(word, 0);
	struct variable_use used_at = { use, finder->group };
	struct parser reading = {
		.finder = finder,
		.kind = assigned || use_length(word) == word.size ? PIN_ARG : PIN_IMAGE,
		.name = assigned ? name : slice_of(""),
		.use = use,
	};

	if (!assigned && !has_tag(without_scheme(word)))
		return;
	if (!finder->variables) {
		add_expanded(&reading, word);
		return;
	}
	finder->stretch = (struct range){ use, word.size };
	variables_expand_each(finder->variables, word, &used_at, add_expanded, &reading);
	finder->stretch = (struct range){ 0 };
}

void pinned_text_add_words(struct finder *finder, struct mapped_slice line)
{
	static const char algorithm[] = "@sha256:";
	size_t length = strlen(algorithm);

	for (size_t i = 0; i + length < line.size; i++) {
		struct slice rest = mapped_bytes(mapped_tail(line, i));

		if (line.at[i] != '@' ||
		    (!slice_starts(rest, algorithm) && !slice_starts(rest, "@sha512:")))
			continue;
		size_t begin = word_begin(line, i);
		size_t end = word_end(line, i + length);

		if (begin < i && end - i - length >= DIGEST_LETTERS_LEAST)
			add_word(finder, line, begin, end);
		i = end - 1;
	}
}

/* ---- words with variables ---- */

/* Where a word of names, signs and variables ends. */
static size_t use_end(struct mapped_slice line, size_t at)
{
	while (at < line.size) {
		size_t size = use_length(mapped_tail(line, at));

		if (!size && !is_in_name(line.at[at]) && line.at[at] != '@')
			break;
		at += size ? size : 1;
	}
	return at;
}

void pinned_text_add_expanded_words(struct finder *finder, struct mapped_slice line)
{
	bool any = variables_have_wanted(finder->variables);

	for (size_t i = 0; i < line.size;) {
		const char *sign = memchr(line.at + i, '$', line.size - i);

		if (!sign)
			return;
		size_t dollar = (size_t)(sign - line.at);
		size_t begin = use_begin(line, dollar);
		size_t end = use_end(line, dollar);
		struct mapped_slice word = mapped_part(line, begin, end - begin);

		if (begin < end && (any || pinned_text_is_possible(mapped_bytes(word))))
			add_word(finder, line, begin, end);
		i = end > dollar ? end : dollar + 1;
	}
}
