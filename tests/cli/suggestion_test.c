#include "../../src/cli/suggestion.h"
#include "../support/assertions.h"

struct row {
	const char *typed;
	const char *meant; /* NULL: nothing is near */
};

static const struct row rows[] = {
	{ "scna", "scan" },
	{ "chekc", "check" },
	{ "resolv", "resolve" },
	{ "docter", "doctor" },
	{ "expl", "explain" },
	{ "rvn", "run" },
	{ "xyz", NULL },
	{ "r", NULL },
	{ "", NULL },
	{ "publish", NULL },
	{ "versions", "version" },
	{ "a-name-that-is-longer-than-any-of-ours", NULL },
};

static void the_nearest_name_is_suggested_and_none_that_is_far(void **state)
{
	static const char *const names[] = { "run",    "scan",    "resolve", "check",
					     "doctor", "explain", "version", "help" };
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct suggestion suggestion = suggestion_for(rows[i].typed);

		for (size_t j = 0; j < sizeof(names) / sizeof(*names); j++)
			suggestion_try(&suggestion, names[j]);
		if (rows[i].meant)
			assert_string_equal(suggestion.best, rows[i].meant);
		else
			assert_null(suggestion.best);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_nearest_name_is_suggested_and_none_that_is_far),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
