#include "../support/assertions.h"
#include <digestbump/report/explain_report.h>
#include <string.h>

static void every_verdict_has_a_cause_an_example_an_action_and_an_exit_code(void **state)
{
	(void)state;
	for (enum verdict_code code = 0; code < VERDICT_CODES; code++) {
		const struct verdict_help *help = verdict_help(code);

		if (!*help->cause || !*help->example || !*help->action || !*help->exit)
			fail_msg("'%s' has no help: see src/report/verdict_help.c",
				 verdict_name(code));
		assert_int_equal(verdict_is_failure(code), help->exit[0] == '1');
		assert_null(strpbrk(help->cause, "\n"));
		assert_null(strpbrk(help->action, "\n"));
	}
}

static void the_help_of_a_verdict_tells_all_of_it(void **state)
{
	(void)state;
	const struct style style = { 0 };
	struct report_stream out = { 0 };

	report_verdict_help(&out, VERDICT_DENIED, &style);
	assert_non_null(strstr(out.text.bytes, "denied: "));
	assert_non_null(strstr(out.text.bytes, "  cause       "));
	assert_non_null(strstr(out.text.bytes, "  example     "));
	assert_non_null(strstr(out.text.bytes, "  what to do  "));
	assert_non_null(strstr(out.text.bytes, "  exit code   1; "));
	text_clear(&out.text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_verdict_has_a_cause_an_example_an_action_and_an_exit_code),
		cmocka_unit_test(the_help_of_a_verdict_tells_all_of_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
