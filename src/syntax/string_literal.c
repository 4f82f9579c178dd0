#include <digestbump/syntax/string_literal.h>

#include <ctype.h>
#include <string.h>

static bool is_triple(struct slice text, char quote)
{
	return text.size >= 3 && text.at[0] == quote && text.at[1] == quote && text.at[2] == quote;
}

/* Bytes of the "${...}" at the start, brackets and quotes in it paired; 0 when there
 * is none that ends on its line. */
static size_t template_length(struct slice text)
{
	size_t depth = 0;
	bool quoted = false;

	if (text.size < 2 || text.at[0] != '$' || text.at[1] != '{')
		return 0;
	for (size_t i = 1; i < text.size && text.at[i] != '\n'; i++) {
		char c = text.at[i];

		if (c == '"')
			quoted = !quoted;
		else if (c == '{' && !quoted)
			depth++;
		else if (c == '}' && !quoted && !--depth)
			return i + 1;
	}
	return 0;
}

static size_t step(struct slice rest, bool replaces, bool *hopeless)
{
	if (rest.at[0] == '\\' && rest.size > 1 && rest.at[1] != '\n')
		return 2;
	if (!replaces || *hopeless || rest.at[0] != '$')
		return 1;
	size_t size = template_length(rest);

	/* None behind it on this line would end either. */
	*hopeless = !size && rest.size > 1 && rest.at[1] == '{';
	return size ? size : 1;
}

void string_literal_measure(struct string_literal *out, struct slice text, bool triple)
{
	char quote = text.at[0];
	bool three = triple && quote != '`' && is_triple(text, quote);
	bool lines = three || quote == '`';
	bool hopeless = false;
	size_t i = three ? 3 : 1;

	out->quotes = i;
	while (i < text.size && (lines || text.at[i] != '\n')) {
		struct slice rest = { text.at + i, text.size - i };

		if (three ? is_triple(rest, quote) : text.at[i] == quote) {
			out->inner = i - out->quotes;
			out->size = i + out->quotes;
			return;
		}
		i += step(rest, quote == '"', &hopeless);
	}
	i = i < text.size ? i : text.size;
	out->inner = i - out->quotes;
	out->size = i;
}

static size_t variable_length(const struct string_literal_body *text, size_t at)
{
	struct slice rest = { text->inner.at + at, text->inner.size - at };
	size_t i = 1;

	if (text->raw || !text->replaces || rest.at[0] != '$')
		return 0;
	if (rest.size > 1 && rest.at[1] == '{')
		return template_length(rest);
	while (text->names && i < rest.size &&
	       (isalnum((unsigned char)rest.at[i]) || rest.at[i] == '_'))
		i++;
	return i > 1 ? i : 0;
}

static void add_unknown(struct mapped_text *out, const struct string_literal_body *text, size_t at,
			size_t size)
{
	for (size_t i = at; i < at + size; i++)
		mapped_text_add(out, text->inner.at[i], ORIGIN_UNKNOWN);
}

/* An escaped byte stands for itself, or for one that no reference has. */
static char unescaped(char byte)
{
	if (byte == 'n')
		return '\n';
	return strchr("rtbfuUx", byte) ? ' ' : byte;
}

void string_literal_decode(struct mapped_text *out, const struct string_literal_body *text)
{
	for (size_t i = 0; i < text->inner.size; i++) {
		size_t hidden = variable_length(text, i);

		if (hidden) {
			add_unknown(out, text, i, hidden);
			i += hidden - 1;
		} else if (text->replaces && text->inner.at[i] == '\\' &&
			   i + 1 < text->inner.size) {
			mapped_text_add(out, unescaped(text->inner.at[++i]), ORIGIN_NONE);
		} else {
			mapped_text_add(out, text->inner.at[i], (uint32_t)(text->at + i));
		}
	}
}

size_t heredoc_literal_length(struct range *lines, struct slice text)
{
	struct slice rest = { text.at + 2, text.size - 2 };
	struct slice line;

	*lines = (struct range){ text.size, 0 };
	if (!slice_line(&line, &rest))
		return text.size;
	if (slice_starts(line, "-"))
		line = (struct slice){ line.at + 1, line.size - 1 };
	struct slice end = slice_trim(line);

	*lines = (struct range){ text.size - rest.size, rest.size };
	while (slice_line(&line, &rest)) {
		struct slice word = slice_trim(line);

		if (word.size != end.size || memcmp(word.at, end.at, end.size) != 0)
			continue;
		lines->length = (size_t)(line.at - text.at) - lines->at;
		return (size_t)(line.at - text.at) + line.size;
	}
	return text.size;
}
