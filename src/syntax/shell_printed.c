#include <digestbump/syntax/shell_printed.h>

#include <string.h>

/* What may stand before a command's name. */
static const char *const leading[] = { "if",   "then",    "else",    "do", "!",
				       "time", "command", "builtin", NULL };
static const char *const printing[] = { "echo", "printf", NULL };
static const char *const make_functions[] = { "$(info ", "$(warning ", "$(error ", NULL };

/* One command of a line: up to a separator that is not in quotes. */
struct command {
	size_t length;      /* without the separator */
	size_t separator;   /* its bytes; 0: the line ends */
	bool is_piped;      /* into another command */
	bool is_redirected; /* into a file */
	bool substitutes;   /* it has a command in it */
};

/* "&1", "&2" and devices are where people read. */
static bool is_file_target(struct slice rest)
{
	rest = slice_trim(slice_tail(rest, slice_starts(rest, ">") ? 1 : 0));
	return !slice_starts(rest, "&") && !slice_starts(rest, "/dev/");
}

static bool separates(struct slice rest)
{
	return rest.at[0] && strchr(";|&", rest.at[0]);
}

static void read_byte(struct command *command, struct slice rest, char quote)
{
	if (rest.at[0] == '`' || slice_starts(rest, "$("))
		command->substitutes |= quote != '\'';
	if (!quote && rest.at[0] == '>')
		command->is_redirected |= is_file_target(slice_tail(rest, 1));
}

/* The quote that is open behind a byte, where `quote` is open before it ('\\0': none). */
static char quote_after(char quote, char c)
{
	if (quote)
		return c == quote ? '\0' : quote;
	return c == '"' || c == '\'' ? c : '\0';
}

static struct command command_at(struct slice text)
{
	struct command command = { 0 };
	char quote = '\0';
	size_t i = 0;

	for (; i < text.size; i++) {
		char c = text.at[i];
		struct slice rest = slice_tail(text, i);
		bool redirects = i && c == '&' && strchr("<>", text.at[i - 1]);

		if (!quote && !redirects && separates(rest))
			break;
		read_byte(&command, rest, quote);
		if (c == '\\' && quote != '\'')
			i++;
		else
			quote = quote_after(quote, c);
	}
	command.length = i < text.size ? i : text.size;
	struct slice rest = slice_tail(text, command.length);

	if (rest.size)
		command.separator = rest.size > 1 && rest.at[1] == rest.at[0] ? 2 : 1;
	command.is_piped = command.separator == 1 && rest.at[0] == '|';
	return command;
}

static struct slice first_word(struct slice text)
{
	size_t size = 0;

	while (size < text.size && !is_blank_byte(text.at[size]))
		size++;
	return (struct slice){ text.at, size };
}

struct slice shell_command_name(struct slice text)
{
	for (;;) {
		text = slice_trim(text);
		while (text.size && strchr("@-+({", text.at[0]) && text.at[0])
			text = slice_trim(slice_tail(text, 1));
		struct slice word = first_word(text);

		if (!slice_is_one_of(word, leading))
			return word;
		text = slice_tail(text, word.size);
	}
}

static bool is_printed(struct slice text, const struct command *command)
{
	struct slice trimmed = slice_trim(text);

	for (size_t i = 0; make_functions[i]; i++)
		if (slice_starts(trimmed, make_functions[i]))
			return true;
	return slice_is_one_of(shell_command_name(text), printing) && !command->is_piped &&
	       !command->is_redirected && !command->substitutes;
}

void shell_each_used_part(struct mapped_slice line, mapped_slice_handler *handle, void *data)
{
	while (line.size) {
		struct command command = command_at(mapped_bytes(line));
		struct mapped_slice part = mapped_part(line, 0, command.length);

		if (!is_printed(mapped_bytes(part), &command))
			handle(data, part);
		line = mapped_tail(line, command.length + command.separator);
	}
}
