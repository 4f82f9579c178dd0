#include <digestbump/syntax/script_comment.h>

#include <string.h>

/* Bytes of "[==[" at the start, 0 when it is none; "]==]" with ']'. */
static size_t bracket_length(struct letters text, char sign, size_t *equals)
{
	size_t i = 1;

	if (!text.size || text.at[0] != sign)
		return 0;
	while (i < text.size && text.at[i] == '=')
		i++;
	*equals = i - 1;
	return i < text.size && text.at[i] == sign ? i + 1 : 0;
}

/* What is behind the end of the bracket that is open. */
static struct letters behind_bracket(struct remarks *remarks, struct letters line)
{
	for (size_t i = 0; i < line.size; i++) {
		size_t equals;
		size_t size = bracket_length(letters_behind(line, i), ']', &equals);

		if (size && equals == remarks->equals) {
			remarks->bracket = false;
			return letters_behind(line, i + size);
		}
	}
	return letters_part(line, 0, 0);
}

/* Bytes of what is quoted at the start, its quotes included; 1 when it is not closed. */
static size_t quoted_length(struct letters text)
{
	for (size_t i = 1; i < text.size; i++) {
		if (text.at[i] == '\\' && text.at[0] == '"')
			i++;
		else if (text.at[i] == text.at[0])
			return i + 1;
	}
	return 1;
}

static bool begins_remark(struct letters line, size_t i)
{
	return line.at[i] == '#' &&
	       (!i || letter_is_blank(line.at[i - 1]) || strchr(";)", line.at[i - 1]));
}

static size_t remark_at(struct letters line)
{
	/* One that is not closed makes none of its kind behind it be looked for again. */
	bool open[2] = { false, false };

	for (size_t i = 0; i < line.size;) {
		size_t quote = line.at[i] == '"' ? 0 : line.at[i] == '\'' ? 1 : 2;
		size_t size =
		    quote < 2 && !open[quote] ? quoted_length(letters_behind(line, i)) : 1;

		if (begins_remark(line, i))
			return i;
		if (quote < 2 && size == 1)
			open[quote] = true;
		i += line.at[i] == '\\' ? 2 : size;
	}
	return line.size;
}

struct letters remarks_drop(struct remarks *remarks, struct letters line)
{
	bool goes_on = remarks->continued && slice_ends(slice_trim(letters_slice(line)), "\\");

	if (remarks->bracket)
		line = behind_bracket(remarks, line);
	if (remarks->inside) {
		remarks->inside = goes_on;
		return letters_part(line, 0, 0);
	}
	size_t at = remark_at(line);

	remarks->inside = goes_on && at < line.size;
	if (remarks->brackets && at < line.size) {
		struct letters behind = letters_behind(line, at + 1);
		size_t size = bracket_length(behind, '[', &remarks->equals);

		remarks->bracket = size > 0;
		if (size)
			behind_bracket(remarks, letters_behind(behind, size));
	}
	return letters_part(line, 0, at);
}
