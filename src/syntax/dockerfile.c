#include <digestbump/syntax/dockerfile.h>
#include <digestbump/syntax/dockerfile_heredoc.h>
#include <digestbump/syntax/dockerfile_words.h>
#include <string.h>

/* ---- lines ---- */

/* The next line of the file without its line end, or false at the end. All "\r"
 * in front of the "\n" belong to the line end (parser.go, trimNewline). */
static bool take_line(struct mapped_slice *line, struct mapped_slice *rest)
{
	if (!rest->size)
		return false;
	const char *end = memchr(rest->at, '\n', rest->size);
	size_t size = end ? (size_t)(end - rest->at) : rest->size;

	*line = mapped_part(*rest, 0, size);
	*rest = mapped_tail(*rest, end ? size + 1 : size);
	while (line->size && line->at[line->size - 1] == '\r')
		line->size--;
	return true;
}

static bool is_comment(struct mapped_slice line)
{
	return slice_starts(mapped_bytes(mapped_trim_start(line)), "#");
}

/* Takes the escape character (and blanks behind it) off the end of a line that
 * goes on in the next one. Two of them are none (setEscapeToken's regexp). */
static bool take_continuation(struct mapped_slice *line, char escape)
{
	size_t size = line->size;

	while (size && (line->at[size - 1] == ' ' || line->at[size - 1] == '\t'))
		size--;
	if (!size || line->at[size - 1] != escape || (size > 1 && line->at[size - 2] == escape))
		return false;
	line->size = size - 1;
	return true;
}

/* Reads to the end of a template engine's comment when one begins the line: what
 * it hides is no instruction, though no Dockerfile knows it. */
static bool skip_template_comment(struct mapped_slice line, struct mapped_slice *rest)
{
	static const struct {
		const char *begin, *end;
	} comments[] = { { "{#", "#}" }, { "{{/*", "*/" }, { "{{- /*", "*/" }, { "<%#", "%>" } };

	for (size_t i = 0; i < sizeof(comments) / sizeof(*comments); i++) {
		if (!slice_starts(mapped_bytes(line), comments[i].begin))
			continue;
		while (!slice_find(NULL, mapped_bytes(line), comments[i].end))
			if (!take_line(&line, rest))
				break;
		return true;
	}
	return false;
}

/* The first line of the next instruction. */
static bool take_first_line(struct mapped_slice *line, bool *goes_on, struct dockerfile *reader)
{
	while (take_line(line, &reader->rest)) {
		*line = mapped_trim_start(*line);
		if (is_comment(*line) || skip_template_comment(*line, &reader->rest))
			continue;
		*goes_on = take_continuation(line, reader->escape);
		if (*goes_on || line->size)
			return true;
	}
	return false;
}

/* Bodies stand behind the whole continued instruction, one after another. */
static void skip_heredocs(struct dockerfile *reader, struct mapped_slice instruction)
{
	struct heredocs opened = { 0 };

	heredocs_find(&opened, instruction, reader->escape);
	for (size_t i = 0; i < opened.count; i++) {
		struct mapped_slice line;

		while (take_line(&line, &reader->rest))
			if (heredoc_ends(&opened.items[i], line))
				break;
	}
	heredocs_clear(&opened);
}

bool dockerfile_next(struct dockerfile *reader, struct mapped_text *line)
{
	struct mapped_slice part;
	bool goes_on;

	mapped_text_clear(line);
	if (!take_first_line(&part, &goes_on, reader))
		return false;
	mapped_text_append(line, part);
	while (goes_on && take_line(&part, &reader->rest)) {
		if (is_comment(part) || !mapped_trim_start(part).size)
			continue;
		goes_on = take_continuation(&part, reader->escape);
		mapped_text_append(line, part);
	}
	skip_heredocs(reader, mapped_text_slice(line));
	return true;
}

/* ---- directives ---- */

struct directive {
	struct mapped_slice key;
	struct mapped_slice value;
};

static bool is_key_byte(char c, bool first)
{
	bool is_digit = c >= '0' && c <= '9';

	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (is_digit && !first);
}

/* `#\s*([a-zA-Z][a-zA-Z0-9]*)\s*=\s*(.+?)\s*$` (directives.go) */
static bool read_directive(struct directive *out, struct mapped_slice line, const char *sign)
{
	if (!slice_starts(mapped_bytes(line), sign))
		return false;
	struct mapped_slice rest = mapped_trim(mapped_tail(line, strlen(sign)));
	size_t size = 0;

	while (size < rest.size && is_key_byte(rest.at[size], size == 0))
		size++;
	out->key = mapped_part(rest, 0, size);
	rest = mapped_trim_start(mapped_tail(rest, size));
	if (!size || !slice_starts(mapped_bytes(rest), "="))
		return false;
	out->value = mapped_trim_start(mapped_tail(rest, 1));
	return out->value.size != 0;
}

static bool is_known(struct mapped_slice key)
{
	return mapped_equals_word(key, "syntax") || mapped_equals_word(key, "escape") ||
	       mapped_equals_word(key, "check");
}

/* The directive of that key among those at the top: any other comment, key or
 * empty line ends them. The parser trims a line before it looks for directives
 * (escape); DetectSyntax does not. */
static bool find_directive(struct mapped_slice *value, struct mapped_slice text, const char *key,
			   const char *sign)
{
	struct mapped_slice line;
	struct directive directive;
	bool may_be_indented = strcmp(key, "escape") == 0;

	while (take_line(&line, &text)) {
		if (may_be_indented)
			line = mapped_trim_start(line);
		if (!read_directive(&directive, line, sign) || !is_known(directive.key))
			return false;
		if (mapped_equals_word(directive.key, key)) {
			*value = directive.value;
			return true;
		}
	}
	return false;
}

static struct mapped_slice without_bom(struct mapped_slice text)
{
	return slice_starts(mapped_bytes(text), "\xEF\xBB\xBF") ? mapped_tail(text, 3) : text;
}

void dockerfile_begin(struct dockerfile *reader, struct mapped_slice text)
{
	struct mapped_slice escape;

	*reader = (struct dockerfile){ .rest = without_bom(text), .escape = '\\' };
	if (find_directive(&escape, reader->rest, "escape", "#") &&
	    slice_is(mapped_bytes(escape), "`"))
		reader->escape = '`';
}

bool dockerfile_syntax(struct mapped_slice *value, struct mapped_slice text)
{
	struct mapped_slice rest = without_bom(text);
	struct mapped_slice first;

	if (slice_starts(mapped_bytes(rest), "#!"))
		take_line(&first, &rest);
	if (!find_directive(value, rest, "syntax", "#") &&
	    !find_directive(value, rest, "syntax", "//"))
		return false;
	const char *space = memchr(value->at, ' ', value->size);

	if (space)
		value->size = (size_t)(space - value->at);
	return true;
}
