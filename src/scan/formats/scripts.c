#include "../find/digest_values.h"
#include "../find/pinned_text.h"
#include "../find/shell_text.h"
#include "../formats.h"
#include "../go_main_packages.h"
#include <digestbump/syntax/script_assignments.h>
#include <digestbump/syntax/script_comment.h>
#include <digestbump/syntax/shell_printed.h>

#include <digestbump/base/memory.h>
#include <digestbump/limits.h>
#include <string.h>

/* How the lines of a language are read. */
struct script_language {
	const struct dialect *dialect;
	script_line_reader *read;
	struct script_comments comments;
	bool prints; /* "echo" and its kin only print */
};

/* One file's lines. */
struct lines {
	const struct script_language *language;
	struct script script;
	struct finder finder;
};

typedef void read_line(struct lines *lines, struct mapped_slice line);

/* A line that runs on is read line by line: no reference stands on two. */
static void each_line(struct lines *lines, struct mapped_slice rest, read_line *read)
{
	struct script_comments comments = lines->language->comments;

	while (rest.size) {
		const char *end = memchr(rest.at, '\n', rest.size);
		size_t size = end ? (size_t)(end - rest.at) : rest.size;

		read(lines, script_comments_strip(&comments, mapped_part(rest, 0, size)));
		rest = mapped_tail(rest, end ? size + 1 : size);
	}
}

/* ---- assignments ---- */

static void read_assignments(struct lines *lines, struct mapped_slice line)
{
	lines->language->read(&lines->script, line);
}

/* What a file reads in says what its variables are, too. */
static void read_other(struct lines *lines, const char *path)
{
	struct script own = lines->script;
	struct slice bytes;
	uint32_t base;

	if (!finder_read_adjacent(&bytes, &base, &lines->finder, path))
		return;
	OWNED(mapped_text) text = mapped_text_of_file(bytes);

	for (size_t i = 0; i < text->size; i++)
		text->from[i] += base;
	script_begin(&lines->script, own.variables, base);
	each_line(lines, mapped_text_slice(text), read_assignments);
	for (size_t i = 0; i < lines->script.includes->count; i++)
		strings_add_new(own.includes, lines->script.includes->items[i]);
	script_clear(&lines->script);
	lines->script = own;
}

/* Those that are named in others, too, as long as there are not too many. */
static void read_others(struct lines *lines)
{
	for (size_t i = 0; i < lines->script.includes->count && i < SIBLING_FILES_MOST; i++) {
		OWNED_STRING path = must_copy(lines->script.includes->items[i]);

		read_other(lines, path);
	}
}

/* ---- uses ---- */

static void add_words(struct lines *lines, struct mapped_slice line)
{
	if (lines->language->prints)
		shell_text_add_line(&lines->finder, line);
	else
		pinned_text_add_words(&lines->finder, line);
}

static void add_expanded(void *data, struct mapped_slice part)
{
	pinned_text_add_expanded_words(data, part);
}

/* A line may stand in several branches. */
static void add_uses(struct lines *lines, struct mapped_slice line)
{
	const struct script *script = &lines->script;
	size_t at = mapped_origin(line, 0);

	while (line.size) {
		size_t size = script_branch_end(script, at) - at;

		size = size < line.size ? size : line.size;
		lines->finder.group = script_branch(script, at);
		if (lines->language->prints)
			shell_each_used_part(mapped_part(line, 0, size), add_expanded,
					     &lines->finder);
		else
			add_expanded(&lines->finder, mapped_part(line, 0, size));
		line = mapped_tail(line, size);
		at += size;
	}
}

static void find_in_lines(const struct scan_file *file, const struct format *format,
			  const struct script_language *language)
{
	struct lines lines = { .language = language };
	OWNED(mapped_text) text = mapped_text_of_file(file->bytes);

	finder_begin(&lines.finder, file, format);
	lines.finder.variables = variables_new(language->dialect, NULL, &digest_values);
	script_begin(&lines.script, lines.finder.variables, 0);
	each_line(&lines, mapped_text_slice(text), read_assignments);
	read_others(&lines);
	each_line(&lines, mapped_text_slice(text), add_uses);
	lines.finder.keep_existing = true;
	each_line(&lines, mapped_text_slice(text), add_words);
	script_clear(&lines.script);
	finder_end(&lines.finder);
}

static const struct script_language shell = { &dialect_shell, script_read_shell_line, { 0 }, true };
static const struct script_language make = {
	&dialect_make, script_read_make_line, { .continued = true }, true
};
static const struct script_language cmake = {
	&dialect_braces, script_read_cmake_line, { .brackets = true }, false
};

static struct error *find_in_shell(const struct scan_file *file)
{
	find_in_lines(file, &format_shell, &shell);
	return NULL;
}

static struct error *find_in_make(const struct scan_file *file)
{
	find_in_lines(file, &format_make, &make);
	return NULL;
}

static struct error *find_in_cmake(const struct scan_file *file)
{
	find_in_lines(file, &format_cmake, &cmake);
	return NULL;
}

/* A digest may stand in a variable of its own, or in a file that is read in. */
static const char *const needles[] = { "sha256:", "sha512:", "@${", "@$(", "@$", NULL };

static const char *const shell_globs[] = { "*.sh", "*.bash", "*.zsh", "*.ksh", ".envrc", NULL };
static const char *const make_globs[] = { "Makefile", "makefile", "GNUmakefile", "Makefile.*",
					  "*.mk",     "*.make",   "*.mak",       NULL };
static const char *const cmake_globs[] = { "CMakeLists.txt", "*.cmake", "*.cmake.in", NULL };

const struct format format_shell = {
	.name = "shell",
	.summary = "pinned images in variables, also in parts, and commands of shell scripts, and "
		   "what they source",
	.omits = "names that are not pinned, what commands give, digests without a tag in commands",
	.globs = shell_globs,
	.needles = needles,
	.find = find_in_shell,
};

/* A recipe is the lines behind a tab; what it builds belongs to the images in it. */
static void mains_of_make(struct go_main_packages *main_packages, const struct scan_file *file)
{
	struct slice rest = file->bytes;
	size_t begin = SIZE_MAX;
	struct slice line;

	while (slice_line(&line, &rest)) {
		size_t at = (size_t)(line.at - file->bytes.at);
		bool recipe = slice_starts(line, "\t");

		if (recipe && begin == SIZE_MAX)
			begin = at;
		if (begin == SIZE_MAX || (recipe && rest.size))
			continue;
		size_t end = recipe ? file->bytes.size : at;

		go_main_packages_add_command(main_packages, (struct range){ begin, end - begin },
					     slice_of(""),
					     (struct slice){ file->bytes.at + begin, end - begin });
		begin = SIZE_MAX;
	}
}

const struct format format_make = {
	.name = "make",
	.summary = "pinned images in variables, also in parts, and recipes of makefiles, and what "
		   "they include",
	.omits = "names that are not pinned, functions, what is added to a variable (+=)",
	.globs = make_globs,
	.needles = needles,
	.find = find_in_make,
	.main_packages = mains_of_make,
};

const struct format format_cmake = {
	.name = "cmake",
	.summary = "pinned images in variables, also in parts, and commands of CMake",
	.omits = "names that are not pinned, lists, functions",
	.globs = cmake_globs,
	.needles = needles,
	.find = find_in_cmake,
};
