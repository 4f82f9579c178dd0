#include <digestbump/syntax/dockerfile.h>
#include <digestbump/syntax/dockerfile_words.h>
#include <digestbump/syntax/heredoc.h>
#include <string.h>

/* ---- lines ---- */

/* The next line of the file without its line end, or false at the end. All "\r"
 * in front of the "\n" belong to the line end (parser.go, trimNewline). */
static bool take_line(struct letters *line, struct letters *rest)
{
	if (!rest->size)
		return false;
	const char *end = memchr(rest->at, '\n', rest->size);
	size_t size = end ? (size_t)(end - rest->at) : rest->size;

	*line = letters_part(*rest, 0, size);
	*rest = letters_behind(*rest, end ? size + 1 : size);
	while (line->size && line->at[line->size - 1] == '\r')
		line->size--;
	return true;
}

static bool is_comment(struct letters line)
{
	return slice_starts(letters_slice(letters_trim_front(line)), "#");
}

/* Takes the escape character (and blanks behind it) off the end of a line that
 * goes on in the next one. Two of them are none (setEscapeToken's regexp). */
static bool take_continuation(struct letters *line, char escape)
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
static bool skip_template_comment(struct letters line, struct letters *rest)
{
	static const struct {
		const char *begin, *end;
	} comments[] = { { "{#", "#}" }, { "{{/*", "*/" }, { "{{- /*", "*/" }, { "<%#", "%>" } };

	for (size_t i = 0; i < sizeof(comments) / sizeof(*comments); i++) {
		if (!slice_starts(letters_slice(line), comments[i].begin))
			continue;
		while (!slice_find(NULL, letters_slice(line), comments[i].end))
			if (!take_line(&line, rest))
				break;
		return true;
	}
	return false;
}

/* The first line of the next instruction. */
static bool take_first_line(struct letters *line, bool *goes_on, struct dockerfile *reader)
{
	while (take_line(line, &reader->rest)) {
		*line = letters_trim_front(*line);
		if (is_comment(*line) || skip_template_comment(*line, &reader->rest))
			continue;
		*goes_on = take_continuation(line, reader->escape);
		if (*goes_on || line->size)
			return true;
	}
	return false;
}

/* Bodies stand behind the whole continued instruction, one after another. */
static void skip_heredocs(struct dockerfile *reader, struct letters instruction)
{
	struct heredocs opened = { 0 };

	heredocs_find(&opened, instruction, reader->escape);
	for (size_t i = 0; i < opened.count; i++) {
		struct letters line;

		while (take_line(&line, &reader->rest))
			if (heredoc_ends(&opened.items[i], line))
				break;
	}
	heredocs_clear(&opened);
}

bool dockerfile_next(struct dockerfile *reader, struct traced *line)
{
	struct letters part;
	bool goes_on;

	traced_empty(line);
	if (!take_first_line(&part, &goes_on, reader))
		return false;
	traced_add_letters(line, part);
	while (goes_on && take_line(&part, &reader->rest)) {
		if (is_comment(part) || !letters_trim_front(part).size)
			continue;
		goes_on = take_continuation(&part, reader->escape);
		traced_add_letters(line, part);
	}
	skip_heredocs(reader, traced_letters(line));
	return true;
}

/* ---- directives ---- */

struct directive {
	struct letters key;
	struct letters value;
};

static bool is_key_letter(char c, bool first)
{
	bool is_digit = c >= '0' && c <= '9';

	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (is_digit && !first);
}

/* `#\s*([a-zA-Z][a-zA-Z0-9]*)\s*=\s*(.+?)\s*$` (directives.go) */
static bool read_directive(struct directive *out, struct letters line, const char *sign)
{
	if (!slice_starts(letters_slice(line), sign))
		return false;
	struct letters rest = letters_trim(letters_behind(line, strlen(sign)));
	size_t size = 0;

	while (size < rest.size && is_key_letter(rest.at[size], size == 0))
		size++;
	out->key = letters_part(rest, 0, size);
	rest = letters_trim_front(letters_behind(rest, size));
	if (!size || !slice_starts(letters_slice(rest), "="))
		return false;
	out->value = letters_trim_front(letters_behind(rest, 1));
	return out->value.size != 0;
}

static bool is_known(struct letters key)
{
	return letters_are(key, "syntax") || letters_are(key, "escape") ||
	       letters_are(key, "check");
}

/* The directive of that key among those at the top: any other comment, key or
 * empty line ends them. The parser trims a line before it looks for directives
 * (escape); DetectSyntax does not. */
static bool find_directive(struct letters *value, struct letters text, const char *key,
			   const char *sign)
{
	struct letters line;
	struct directive directive;
	bool may_be_indented = strcmp(key, "escape") == 0;

	while (take_line(&line, &text)) {
		if (may_be_indented)
			line = letters_trim_front(line);
		if (!read_directive(&directive, line, sign) || !is_known(directive.key))
			return false;
		if (letters_are(directive.key, key)) {
			*value = directive.value;
			return true;
		}
	}
	return false;
}

static struct letters without_bom(struct letters text)
{
	return slice_starts(letters_slice(text), "\xEF\xBB\xBF") ? letters_behind(text, 3) : text;
}

void dockerfile_begin(struct dockerfile *reader, struct letters text)
{
	struct letters escape;

	*reader = (struct dockerfile){ .rest = without_bom(text), .escape = '\\' };
	if (find_directive(&escape, reader->rest, "escape", "#") &&
	    slice_is(letters_slice(escape), "`"))
		reader->escape = '`';
}

bool dockerfile_syntax(struct letters *value, struct letters text)
{
	struct letters rest = without_bom(text);
	struct letters first;

	if (slice_starts(letters_slice(rest), "#!"))
		take_line(&first, &rest);
	if (!find_directive(value, rest, "syntax", "#") &&
	    !find_directive(value, rest, "syntax", "//"))
		return false;
	const char *space = memchr(value->at, ' ', value->size);

	if (space)
		value->size = (size_t)(space - value->at);
	return true;
}
