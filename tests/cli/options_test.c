#include "../../src/cli/option_parser.h"
#include "../support/assertions.h"
#include <string.h>

enum { ARGUMENTS_MOST = 12 };

/* Parses a command line, its words parted by single blanks. */
static struct error *parse(struct options *out, const char *line, char *storage)
{
	char *argv[ARGUMENTS_MOST + 1] = { NULL };
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
	assert_int_equal(o.operands.count, 2);
	assert_string_equal(o.operands.items[0], "scan");
	assert_string_equal(o.operands.items[1], "path");
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
	assert_string_equal(o.operands.items[1], "--json");
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
	{ "digestbump --jsn", "no option '--jsn': did you mean '--json'?" },
	{ "digestbump --wrote=x", "no option '--wrote': did you mean '--write'?" },
	{ "digestbump --something", "no option '--something': see 'digestbump help'" },
	{ "digestbump --re main", "'--re' is ambiguous: --registry, --remote, --rev" },
	{ "digestbump -x", "no option '-x'" },
	{ "digestbump -qx", "no option '-x'" },
	{ "digestbump --json=yes", "'--json' takes no value" },
	{ "digestbump --dry-run=", "'--dry-run' takes no value" },
	{ "digestbump --base", "'--base' needs BRANCH" },
	{ "digestbump -C", "'-C' needs DIR" },
	{ "digestbump --directory=", "'--directory' needs DIR, not an empty value" },
	{ "digestbump --config=", "'--config' needs FILE, not an empty value" },
	{ "digestbump --registry=", "'--registry' needs HOST=ENDPOINT, not an empty value" },
	{ "digestbump --rev=", "'--rev' needs REV, not an empty value" },
	{ "digestbump --base=", "'--base' needs BRANCH, not an empty value" },
	{ "digestbump --base --json", "'--base' needs BRANCH, not '--json'" },
	{ "digestbump --remote -q", "'--remote' needs NAME, not '-q'" },
	{ "digestbump --export -", "'--export' needs FILE, not '-'" },
	{ "digestbump --color=", "'--color' needs WHEN, not an empty value" },
	{ "digestbump --color sometimes",
	  "'--color' takes auto, always or never, not 'sometimes'" },
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
	assert_fails(options_check(&o, FOR_RUN, "run"), ERROR_USAGE, "not both");
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

static void options_may_be_abbreviated(void **state)
{
	(void)state;
	struct options o;
	char storage[200];

	assert_fine(parse(&o, "digestbump --js --dry --conf=a --dir b", storage));
	assert_true(o.json && o.dry_run);
	assert_string_equal(o.config, "a");
	assert_string_equal(o.directory, "b");
	options_clear(&o);
}

static void an_empty_value_is_refused_as_an_argument_of_its_own(void **state)
{
	(void)state;
	struct options o;
	char *argv[] = { (char *)"digestbump", (char *)"-C", (char *)"", NULL };

	assert_fails(options_parse(&o, 3, argv), ERROR_USAGE, "'--directory' needs DIR");
	options_clear(&o);
}

static void the_order_of_operands_is_kept_in_posix_mode_too(void **state)
{
	(void)state;
	struct options o;
	char storage[200];

	assert_int_equal(setenv("POSIXLY_CORRECT", "1", 1), 0);
	assert_fine(parse(&o, "digestbump resolve b -q a -- -c", storage));
	assert_int_equal(unsetenv("POSIXLY_CORRECT"), 0);
	assert_true(o.quiet);
	assert_int_equal(o.operands.count, 4);
	assert_string_equal(o.operands.items[1], "b");
	assert_string_equal(o.operands.items[2], "a");
	assert_string_equal(o.operands.items[3], "-c");
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
		cmocka_unit_test(options_may_be_abbreviated),
		cmocka_unit_test(an_empty_value_is_refused_as_an_argument_of_its_own),
		cmocka_unit_test(the_order_of_operands_is_kept_in_posix_mode_too),
		cmocka_unit_test(help_lists_the_options_of_a_command_and_no_others),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
