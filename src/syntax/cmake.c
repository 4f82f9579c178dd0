#include <digestbump/syntax/script.h>

#include <ctype.h>
#include <string.h>
#include <strings.h>

static const char *const turning[] = { "if",      "elseif",   "else",        "endif",
				       "foreach", "function", "endfunction", "macro",
				       "while",   "endmacro", "endforeach",  "endwhile" };

static bool is_called(struct letters name, const char *word)
{
	return name.size == strlen(word) && strncasecmp(name.at, word, name.size) == 0;
}

/* set(NAME value), with one value. */
static void read_set(struct script *script, struct letters arguments)
{
	struct letters name = letters_part(arguments, 0, script_word(script, arguments, ")"));
	struct letters rest = letters_trim_front(letters_behind(arguments, name.size));
	struct letters value = letters_part(rest, 0, script_word(script, rest, ")"));

	script_assign(script, letters_slice(name), value);
}

void script_cmake(struct script *script, struct letters line)
{
	struct letters text = letters_trim(line);
	const char *open = text.size ? memchr(text.at, '(', text.size) : NULL;

	if (!open)
		return;
	struct letters name = letters_trim(letters_part(text, 0, (size_t)(open - text.at)));
	struct letters arguments = letters_behind(text, (size_t)(open - text.at) + 1);

	for (size_t i = 0; i < sizeof(turning) / sizeof(*turning); i++)
		if (is_called(name, turning[i]))
			script_turn(script, letters_origin(text, 0));
	if (is_called(name, "set"))
		read_set(script, letters_trim_front(arguments));
	else if (is_called(name, "include"))
		script_include(script,
			       letters_part(arguments, 0, script_word(script, arguments, ")")));
}
