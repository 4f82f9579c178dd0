#include "../../src/cli/startup.h"
#include "../support/assertions.h"
#include <time.h>

static void a_fixed_time_is_read_whole(void **state)
{
	(void)state;
	int64_t now = 0;

	assert_fine(startup_time(&now, "0"));
	assert_int_equal(now, 0);
	assert_fine(startup_time(&now, "1700000000"));
	assert_int_equal(now, 1700000000);
	assert_fine(startup_time(&now, "253402300799"));
}

static void without_one_the_clock_counts(void **state)
{
	(void)state;
	int64_t now = 0;

	assert_fine(startup_time(&now, NULL));
	assert_true(now >= 1600000000);
	now = 0;
	assert_fine(startup_time(&now, ""));
	assert_true(now >= 1600000000);
}

static void a_time_that_is_no_number_of_seconds_is_refused(void **state)
{
	static const char *const wrong[] = { "-1",
					     "+1",
					     " 1",
					     "1 ",
					     "1e9",
					     "0x1",
					     "17000000.5",
					     "253402300800",
					     "today",
					     "1\n",
					     "99999999999999999999999" };
	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		int64_t now = 7;

		assert_fails(startup_time(&now, wrong[i]), ERROR_USAGE, "SOURCE_DATE_EPOCH");
		assert_int_equal(now, 7);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_fixed_time_is_read_whole),
		cmocka_unit_test(without_one_the_clock_counts),
		cmocka_unit_test(a_time_that_is_no_number_of_seconds_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
