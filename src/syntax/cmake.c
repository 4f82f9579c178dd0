#include <digestbump/syntax/script_assignments.h>

#include <ctype.h>
#include <string.h>
#include <strings.h>

static const char *const turning[] = { "if",      "elseif",   "else",        "endif",
				       "foreach", "function", "endfunction", "macro",
				       "while",   "endmacro", "endforeach",  "endwhile" };

static bool is_called(struct mapped_slice name, const char *word)
{
	return name.size == strlen(word) && strncasecmp(name.at, word, name.size) == 0;
}

/* set(NAME value), with one value. */
static void read_set(struct script *script, struct mapped_slice arguments)
{
	struct mapped_slice name =
	    mapped_part(arguments, 0, script_word_length(script, arguments, ")"));
	struct mapped_slice rest = mapped_trim_start(mapped_tail(arguments, name.size));
	struct mapped_slice value = mapped_part(rest, 0, script_word_length(script, rest, ")"));

	script_assign(script, mapped_bytes(name), value);
}

void script_read_cmake_line(struct script *script, struct mapped_slice line)
{
	struct mapped_slice text = mapped_trim(line);
	const char *open = text.size ? memchr(text.at, '(', text.size) : NULL;

	if (!open)
		return;
	struct mapped_slice name = mapped_trim(mapped_part(text, 0, (size_t)(open - text.at)));
	struct mapped_slice arguments = mapped_tail(text, (size_t)(open - text.at) + 1);

	for (size_t i = 0; i < sizeof(turning) / sizeof(*turning); i++)
		if (is_called(name, turning[i]))
			script_begin_branch(script, mapped_origin(text, 0));
	if (is_called(name, "set"))
		read_set(script, mapped_trim_start(arguments));
	else if (is_called(name, "include"))
		script_include(script, mapped_part(arguments, 0,
						   script_word_length(script, arguments, ")")));
}
