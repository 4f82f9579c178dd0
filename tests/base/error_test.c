#include "../support/assertions.h"
#include <string.h>

static void context_stands_in_front_and_the_kind_stays(void **state)
{
	(void)state;
	struct error *error = error_new(ERROR_LIMITED, "HTTP %d", 429);

	error = error_wrap(error, "registry '%s'", "ghcr.io");
	error = error_wrap(error, "cannot resolve '%s'", "x:1");
	assert_int_equal(error_kind(error), ERROR_LIMITED);
	assert_string_equal(error_text(error),
			    "cannot resolve 'x:1': registry 'ghcr.io': HTTP 429");
	error_free(error);
}

static void success_stays_success_when_wrapped_or_copied(void **state)
{
	(void)state;
	assert_null(error_wrap(NULL, "in front"));
	assert_null(error_copy(NULL));
}

static void a_kind_may_change_and_the_text_stays(void **state)
{
	(void)state;
	OWNED(error) error = error_as(ERROR_USAGE, error_new(ERROR_ABSENT, "no such thing"));

	assert_int_equal(error_kind(error), ERROR_USAGE);
	assert_string_equal(error_text(error), "no such thing");
	assert_null(error_as(ERROR_USAGE, NULL));
}

static void a_copy_outlives_its_original(void **state)
{
	(void)state;
	struct error *first = error_new(ERROR_FILE, "'a': gone");
	OWNED(error) second = error_copy(first);

	error_free(first);
	assert_string_equal(error_text(second), "'a': gone");
	assert_int_equal(error_kind(second), ERROR_FILE);
}

static void control_characters_never_reach_the_text(void **state)
{
	(void)state;
	OWNED(error) error = error_new(ERROR_SYNTAX, "'%s'", "\033]0;owned\a\n");

	assert_string_equal(error_text(error), "'\\x1b]0;owned\\x07\\x0a'");
	OWNED(error) wrapped = error_wrap(error_copy(error), "outer");

	assert_string_equal(error_text(wrapped), "outer: '\\x1b]0;owned\\x07\\x0a'");
}

static void every_kind_has_a_code_of_its_own(void **state)
{
	(void)state;
	for (int a = ERROR_USAGE; a <= ERROR_STOPPED; a++) {
		assert_non_null(error_code((enum error_kind)a));
		for (int b = ERROR_USAGE; b < a; b++)
			assert_string_not_equal(error_code((enum error_kind)a),
						error_code((enum error_kind)b));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(context_stands_in_front_and_the_kind_stays),
		cmocka_unit_test(success_stays_success_when_wrapped_or_copied),
		cmocka_unit_test(a_kind_may_change_and_the_text_stays),
		cmocka_unit_test(a_copy_outlives_its_original),
		cmocka_unit_test(control_characters_never_reach_the_text),
		cmocka_unit_test(every_kind_has_a_code_of_its_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
