/* What every line of the table of formats owes: texts for people, globs, fixtures, a
 * seed for the fuzzer, a line in the page that lists it. */
#include "../../support/assertions.h"

#include <digestbump/base/file.h>
#include <digestbump/base/glob.h>
#include <digestbump/base/memory.h>
#include <digestbump/base/strings.h>
#include <digestbump/scan/format.h>
#include <dirent.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

static const char seeds[] = "tests/fuzz/corpus/formats";

static struct text *read_file(const char *path)
{
	struct text *text = NULL;

	assert_fine(file_read(&text, AT_FDCWD, path, 1024 * 1024));
	return text;
}

/* Two formats may share names: then one hands on to the other. */
static void add_claimants(struct strings *names, const char *path)
{
	for (size_t i = 0; scan_formats[i]; i++)
		for (const char *const *glob = scan_formats[i]->globs; *glob; glob++)
			if (glob_match_path(*glob, path))
				strings_add_new(names, scan_formats[i]->name);
}

/* Gives the names of the formats that claim a seed's first line. */
static struct strings *seeded(void)
{
	DIR *directory = opendir(seeds);
	struct strings *names = strings_new();

	assert_non_null(directory);
	for (struct dirent *entry; (entry = readdir(directory));) {
		struct slice line;

		if (entry->d_name[0] == '.')
			continue;
		OWNED_STRING path = must_format("%s/%s", seeds, entry->d_name);
		OWNED(text) text = read_file(path);
		struct slice rest = text_slice(text);

		assert_true(slice_line(&line, &rest));
		OWNED_STRING claimed = slice_copy(line);

		add_claimants(names, claimed);
	}
	closedir(directory);
	return names;
}

static void every_format_says_what_it_reads_and_what_not(void **state)
{
	OWNED(strings) names = strings_new();

	(void)state;
	for (size_t i = 0; scan_formats[i]; i++) {
		const struct format *format = scan_formats[i];

		assert_true(strings_add_new(names, format->name));
		assert_true(format->summary && strlen(format->summary) > 0);
		if (!format->omits || !*format->omits)
			fail_msg("%s does not say what is not read", format->name);
		assert_null(strpbrk(format->summary, "|\n"));
		assert_null(strpbrk(format->omits, "|\n"));
		assert_non_null(format->globs[0]);
		assert_non_null(format->find);
	}
}

static void every_format_has_fixtures_and_a_seed_for_the_fuzzer(void **state)
{
	OWNED(strings) names = seeded();

	(void)state;
	for (size_t i = 0; scan_formats[i]; i++) {
		const char *name = scan_formats[i]->name;
		OWNED_STRING folder = must_format("tests/scan/fixtures/%s", name);

		if (access(folder, R_OK) != 0)
			fail_msg("%s: no such folder", folder);
		if (!strings_has(names, name))
			fail_msg("%s: no seed in %s begins with a path of it", name, seeds);
	}
}

static void every_format_stands_in_the_table_of_the_manual(void **state)
{
	OWNED(text) page = read_file("src/scan/README.md");

	(void)state;
	for (size_t k = 0; scan_formats[k]; k++) {
		const struct format *format = scan_formats[k];
		OWNED_STRING begin = must_format("\n| %s | ", format->name);
		OWNED_STRING end = must_format(" | %s | %s |\n", format->summary, format->omits);

		if (!slice_find(NULL, text_slice(page), begin) ||
		    !slice_find(NULL, text_slice(page), end))
			fail_msg("src/scan/README.md: '%s' is not as it is here: make tables",
				 format->name);
	}
}

static void every_format_is_named_in_the_readme(void **state)
{
	OWNED(text) page = read_file("README.md");

	(void)state;
	for (size_t k = 0; scan_formats[k]; k++) {
		OWNED_STRING name = must_format("`%s`", scan_formats[k]->name);

		if (!slice_find(NULL, text_slice(page), name))
			fail_msg("README.md does not name the format '%s'", scan_formats[k]->name);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_format_says_what_it_reads_and_what_not),
		cmocka_unit_test(every_format_has_fixtures_and_a_seed_for_the_fuzzer),
		cmocka_unit_test(every_format_stands_in_the_table_of_the_manual),
		cmocka_unit_test(every_format_is_named_in_the_readme),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
