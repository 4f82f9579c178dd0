#include "../../support/assertions.h"
#include "../../support/golden.h"
#include "../../support/pins.h"

static void finds_what_the_fixtures_want(void **state)
{
	(void)state;
	golden_check("tests/scan/fixtures/dockerfile", pins_print, format_by_name("dockerfile"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_what_the_fixtures_want),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
