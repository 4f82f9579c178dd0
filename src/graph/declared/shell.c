#include "commands.h"
#include <digestbump/base/memory.h>
#include <digestbump/syntax/script_assignments.h>
#include <digestbump/syntax/script_comment.h>
#include <string.h>

/* Assignments may stand behind what uses them: Make reads all of them first. */
static void read_assignments(struct variables *variables, struct mapped_slice rest, bool is_make)
{
	struct script script;
	struct script_comments comments = { .continued = is_make };

	script_begin(&script, variables, 0);
	while (rest.size) {
		const char *end = memchr(rest.at, '\n', rest.size);
		size_t size = end ? (size_t)(end - rest.at) : rest.size;
		struct mapped_slice line =
		    script_comments_strip(&comments, mapped_part(rest, 0, size));

		if (is_make)
			script_read_make_line(&script, line);
		else
			script_read_shell_line(&script, line);
		rest = mapped_tail(rest, end ? size + 1 : size);
	}
	script_clear(&script);
}

static bool is_makefile(const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash ? slash + 1 : path;

	return strcasestr(name, "makefile") || slice_ends(slice_of(name), ".mk") ||
	       slice_ends(slice_of(name), ".make") || slice_ends(slice_of(name), ".mak");
}

/* A makefile is run where it lies; a script usually at the top, or where it lies. */
static void read_builds(struct declaring *file)
{
	bool is_make = is_makefile(file->path);
	OWNED_STRING own = path_directory(file->path);
	OWNED(variables)
	variables = variables_new(is_make ? &dialect_make : &dialect_shell, NULL, NULL);
	OWNED(mapped_text) text = mapped_text_of_file(file->bytes);
	const struct command_place place = {
		.by = DECLARED_SHELL,
		.directory = is_make ? own : "",
		.otherwise = is_make ? "" : own,
		.is_make = is_make,
	};

	for (size_t i = 0; i < text->size; i++)
		text->from[i] += file->base;
	read_assignments(variables, mapped_text_slice(text), is_make);
	commands_read(file, mapped_text_slice(text), variables, &place);
}

static const char *const formats[] = { "shell", "make", NULL };
static const char *const needles[] = { "build ", "build\t", "build\\\n", "bud ", "bake", NULL };

const struct declaration_kind declared_in_shell = {
	.name = "shell",
	.formats = formats,
	.needles = needles,
	.read = read_builds,
};
