#include "../../src/scan/own_output.h"
#include "../support/assertions.h"

static void documents_of_ours_are_known_by_their_schema(void **state)
{
	(void)state;
	assert_true(is_own_document(slice_of("{\"schema\":\"digestbump/scan/1\"}")));
	assert_true(is_own_document(slice_of("\n{\r\n\t\"schema\" : \"digestbump/answers/1\",")));
	assert_false(is_own_document(slice_of("{\"schema\": \"other/1\"}")));
	assert_false(is_own_document(slice_of("{\"a\": 1, \"schema\": \"digestbump/scan/1\"}")));
	assert_false(is_own_document(slice_of("schema: digestbump/scan/1")));
	assert_false(is_own_document(slice_of("{")));
	assert_false(is_own_document(slice_of("")));
}

static void leftovers_are_known_by_their_name(void **state)
{
	(void)state;
	assert_true(is_own_leftover(".digestbump-0123456789abcdef"));
	assert_true(is_own_leftover("a/b/.digestbump-0123456789abcdef"));
	assert_false(is_own_leftover(".digestbump-0123456789abcde"));
	assert_false(is_own_leftover(".digestbump-0123456789abcdef0"));
	assert_false(is_own_leftover(".digestbump-0123456789abcdeg"));
	assert_false(is_own_leftover(".digestbump-0123456789abcdef/Dockerfile"));
	assert_false(is_own_leftover(".digestbump.yaml"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(documents_of_ours_are_known_by_their_schema),
		cmocka_unit_test(leftovers_are_known_by_their_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
