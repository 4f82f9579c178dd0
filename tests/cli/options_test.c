#include "../../src/cli/options.h"
#include "../support/assertions.h"
#include <string.h>

enum { WORDS_MOST = 12 };

/* Parses a command line, its words parted by single blanks. */
static struct error *parse(struct options *out, const char *line, char *storage)
{
	char *argv[WORDS_MOST + 1] = { NULL };
	int argc = 0;

	strcpy(storage, line);
	for (char *word = strtok(storage, " "); word; word = strtok(NULL, " "))
		argv[argc++] = word;
	return options_parse(out, argc, argv);
}

static void options_stand_before_and_after_words(void **state)
{
	(void)state;
	struct options o;
	char storage[200];

	assert_fine(parse(&o, "digestbump -q scan --json -C dir path --rev=HEAD~1", storage));
	assert_true(o.quiet);
	assert_true(o.json);
	assert_string_equal(o.directory, "dir");
	assert_string_equal(o.rev, "HEAD~1");
	assert_int_equal(o.words.count, 2);
	assert_string_equal(o.words.items[0], "scan");
	assert_string_equal(o.words.items[1], "path");
	options_clear(&o);
}

static void letters_may_be_joined_and_carry_their_value(void **state)
{
	(void)state;
	struct options o;
	char storage[200];

	assert_fine(parse(&o, "digestbump -nqvCdir", storage));
	assert_true(o.dry_run && o.quiet && o.verbose);
	assert_string_equal(o.directory, "dir");
	options_clear(&o);
}

static void two_dashes_end_the_options(void **state)
{
	(void)state;
	struct options o;
	char storage[200];

	assert_fine(parse(&o, "digestbump scan -- --json", storage));
	assert_false(o.json);
	assert_string_equal(o.words.items[1], "--json");
	options_clear(&o);
}

static void registries_may_be_named_more_than_once(void **state)
{
	(void)state;
	struct options o;
	char storage[200];

	assert_fine(parse(&o, "digestbump --registry a=oci:x --registry=b=http://c", storage));
	assert_int_equal(o.registries.count, 2);
	assert_string_equal(o.registries.items[1], "b=http://c");
	options_clear(&o);
}

struct row {
	const char *line;
	const char *complaint;
};

static const struct row wrong[] = {
	{ "digestbump --jsn", "no option '--jsn'" },
	{ "digestbump -x", "no option '-x'" },
	{ "digestbump --json=yes", "takes no value" },
	{ "digestbump --base", "'--base' wants BRANCH" },
	{ "digestbump -C", "'-C' wants DIR" },
	{ "digestbump --dry-run=", "takes no value" },
};

static void what_is_wrong_is_named(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		struct options o;
		char storage[200];

		assert_fails(parse(&o, wrong[i].line, storage), ERROR_USAGE, wrong[i].complaint);
		options_clear(&o);
	}
}

static void a_command_refuses_options_of_another(void **state)
{
	(void)state;
	struct options o;
	char storage[200];

	assert_fine(parse(&o, "digestbump scan --dry-run", storage));
	assert_fails(options_check(&o, FOR_SCAN, "scan"), ERROR_USAGE,
		     "'scan' takes no '--dry-run'");
	assert_fine(options_check(&o, FOR_RUN, "run"));
	options_clear(&o);
}

static void contradictions_are_refused(void **state)
{
	(void)state;
	struct options o;
	char storage[200];

	assert_fine(parse(&o, "digestbump --dry-run --write", storage));
	assert_fails(options_check(&o, FOR_RUN, "run"), ERROR_USAGE, "contradict");
	options_clear(&o);
	assert_fine(parse(&o, "digestbump --color sometimes", storage));
	assert_fails(options_check(&o, FOR_RUN, "run"), ERROR_USAGE, "sometimes");
	options_clear(&o);
}

static void several_directories_are_for_resolve(void **state)
{
	(void)state;
	struct options o;
	char storage[200];

	assert_fine(parse(&o, "digestbump resolve -C a -Cb --directory=c --export x", storage));
	assert_int_equal(o.directories.count, 3);
	assert_string_equal(o.directory, "c");
	assert_fine(options_check(&o, FOR_RESOLVE, "resolve"));
	assert_fails(options_check(&o, FOR_RUN, "run"), ERROR_USAGE, "'run' takes one '-C'");
	options_clear(&o);
}

static void an_export_goes_into_a_file(void **state)
{
	(void)state;
	struct options o;
	char storage[200];

	assert_fine(parse(&o, "digestbump --export -", storage));
	assert_fails(options_check(&o, FOR_RUN, "run"), ERROR_USAGE, "wants a file");
	options_clear(&o);
}

static void help_lists_the_options_of_a_command_and_no_others(void **state)
{
	(void)state;
	OWNED(text) help = text_new(0);

	options_help(help, FOR_SCAN);
	assert_non_null(strstr(help->bytes, "--rev REV"));
	assert_non_null(strstr(help->bytes, "-C, --directory DIR"));
	assert_null(strstr(help->bytes, "--write"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(options_stand_before_and_after_words),
		cmocka_unit_test(letters_may_be_joined_and_carry_their_value),
		cmocka_unit_test(two_dashes_end_the_options),
		cmocka_unit_test(registries_may_be_named_more_than_once),
		cmocka_unit_test(what_is_wrong_is_named),
		cmocka_unit_test(a_command_refuses_options_of_another),
		cmocka_unit_test(contradictions_are_refused),
		cmocka_unit_test(several_directories_are_for_resolve),
		cmocka_unit_test(an_export_goes_into_a_file),
		cmocka_unit_test(help_lists_the_options_of_a_command_and_no_others),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
