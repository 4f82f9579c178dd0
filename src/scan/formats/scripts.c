#include "../formats.h"
#include "../mains.h"
#include "../readers/pinned.h"
#include "../readers/remarks.h"

#include <string.h>

/* A line that runs on is read line by line: no reference stands on two. */
static void find_in_lines(const struct scan_file *file, const struct format *format,
			  struct remarks remarks)
{
	struct finder finder;
	OWNED(traced) text = traced_file(file->bytes);
	struct letters rest = traced_letters(text);

	finder_begin(&finder, file, format);
	while (rest.size) {
		const char *end = memchr(rest.at, '\n', rest.size);
		size_t size = end ? (size_t)(end - rest.at) : rest.size;
		struct letters line = letters_part(rest, 0, size);

		pinned_add_words(&finder, remarks_drop(&remarks, line));
		rest = letters_behind(rest, end ? size + 1 : size);
	}
	finder_end(&finder);
}

static struct error *find_in_shell(const struct scan_file *file)
{
	find_in_lines(file, &format_shell, (struct remarks){ 0 });
	return NULL;
}

static struct error *find_in_make(const struct scan_file *file)
{
	find_in_lines(file, &format_make, (struct remarks){ .continued = true });
	return NULL;
}

static struct error *find_in_cmake(const struct scan_file *file)
{
	find_in_lines(file, &format_cmake, (struct remarks){ .brackets = true });
	return NULL;
}

static const char *const shell_globs[] = { "*.sh", "*.bash", "*.zsh", "*.ksh", ".envrc", NULL };
static const char *const make_globs[] = { "Makefile", "makefile", "GNUmakefile", "Makefile.*",
					  "*.mk",     "*.make",   "*.mak",       NULL };
static const char *const cmake_globs[] = { "CMakeLists.txt", "*.cmake", "*.cmake.in", NULL };

const struct format format_shell = {
	.name = "shell",
	.summary = "pinned images in variables and commands of shell scripts",
	.omits = "names that are not pinned, values put together from several variables, digests "
		 "without a tag in commands",
	.globs = shell_globs,
	.needles = pinned_needles,
	.find = find_in_shell,
};

/* A recipe is the lines behind a tab; what it builds belongs to the images in it. */
static void mains_of_make(struct mains *mains, const struct scan_file *file)
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

		mains_add_command(mains, (struct range){ begin, end - begin }, slice_of(""),
				  (struct slice){ file->bytes.at + begin, end - begin });
		begin = SIZE_MAX;
	}
}

const struct format format_make = {
	.name = "make",
	.summary = "pinned images in variables and recipes of makefiles",
	.omits = "names that are not pinned, functions, values put together from several variables",
	.globs = make_globs,
	.needles = pinned_needles,
	.find = find_in_make,
	.mains = mains_of_make,
};

const struct format format_cmake = {
	.name = "cmake",
	.summary = "pinned images in variables and commands of CMake",
	.omits = "names that are not pinned, values put together from several variables",
	.globs = cmake_globs,
	.needles = pinned_needles,
	.find = find_in_cmake,
};
