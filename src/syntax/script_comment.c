#include <digestbump/syntax/script_comment.h>

#include <string.h>

/* Bytes of "[==[" at the start, 0 when it is none; "]==]" with ']'. */
static size_t bracket_length(struct mapped_slice text, char sign, size_t *equals)
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
static struct mapped_slice behind_bracket(struct script_comments *comments,
					  struct mapped_slice line)
{
	for (size_t i = 0; i < line.size; i++) {
		size_t equals;
		size_t size = bracket_length(mapped_tail(line, i), ']', &equals);

		if (size && equals == comments->equals) {
			comments->bracket = false;
			return mapped_tail(line, i + size);
		}
	}
	return mapped_part(line, 0, 0);
}

/* Bytes of what is quoted at the start, its quotes included; 1 when it is not closed. */
static size_t quoted_length(struct mapped_slice text)
{
	for (size_t i = 1; i < text.size; i++) {
		if (text.at[i] == '\\' && text.at[0] == '"')
			i++;
		else if (text.at[i] == text.at[0])
			return i + 1;
	}
	return 1;
}

static bool begins_comment(struct mapped_slice line, size_t i)
{
	return line.at[i] == '#' &&
	       (!i || is_blank_byte(line.at[i - 1]) || strchr(";)", line.at[i - 1]));
}

static size_t comment_at(struct mapped_slice line)
{
	/* One that is not closed makes none of its kind behind it be looked for again. */
	bool open[2] = { false, false };

	for (size_t i = 0; i < line.size;) {
		size_t quote = line.at[i] == '"' ? 0 : line.at[i] == '\'' ? 1 : 2;
		size_t size = quote < 2 && !open[quote] ? quoted_length(mapped_tail(line, i)) : 1;

		if (begins_comment(line, i))
			return i;
		if (quote < 2 && size == 1)
			open[quote] = true;
		i += line.at[i] == '\\' ? 2 : size;
	}
	return line.size;
}

struct mapped_slice script_comments_strip(struct script_comments *comments,
					  struct mapped_slice line)
{
	bool goes_on = comments->continued && slice_ends(slice_trim(mapped_bytes(line)), "\\");

	if (comments->bracket)
		line = behind_bracket(comments, line);
	if (comments->inside) {
		comments->inside = goes_on;
		return mapped_part(line, 0, 0);
	}
	size_t at = comment_at(line);

	comments->inside = goes_on && at < line.size;
	if (comments->brackets && at < line.size) {
		struct mapped_slice behind = mapped_tail(line, at + 1);
		size_t size = bracket_length(behind, '[', &comments->equals);

		comments->bracket = size > 0;
		if (size)
			behind_bracket(comments, mapped_tail(behind, size));
	}
	return mapped_part(line, 0, at);
}
