#include "../support/assertions.h"
#include <digestbump/base/memory.h>
#include <digestbump/image/digest.h>
#include <string.h>

#define HEX "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define EMPTY_SHA256 "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
#define ABC_SHA512                                                                                 \
	"sha512:ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"                  \
	"2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"

static void only_the_right_length_in_lower_case_is_a_digest(void **state)
{
	(void)state;
	assert_true(digest_is_valid("sha256:" HEX));
	assert_true(digest_is_valid("sha512:" HEX HEX));
	assert_false(digest_is_valid("sha256:" HEX "0"));
	assert_false(digest_is_valid("sha256:"));
	assert_false(digest_is_valid("SHA256:" HEX));
	assert_false(digest_is_valid(HEX));
	assert_false(digest_is_valid(""));
	assert_false(digest_is_valid("sha256:../../../etc/passwd"));
	assert_false(digest_is_valid("md5:0123456789abcdef0123456789abcdef"));
}

static void a_digest_ends_where_no_hex_digit_follows(void **state)
{
	(void)state;
	assert_int_equal(digest_length_at(slice_of("sha256:" HEX " AS x")), 71);
	assert_int_equal(digest_length_at(slice_of("sha256:" HEX "g")), 71);
	assert_int_equal(digest_length_at(slice_of("sha256:" HEX "F")), 0);
	assert_int_equal(digest_length_at(slice_of("xsha256:" HEX)), 0);
}

static void an_algorithm_is_named_only_in_front_of_enough_hex(void **state)
{
	(void)state;
	assert_true(digest_names_algorithm(slice_of("blake3:" HEX)));
	assert_true(digest_names_algorithm(slice_of("md5:0123456789ABCDEF0123456789abcdef")));
	assert_false(digest_names_algorithm(slice_of("kafka:9093")));
	assert_false(digest_names_algorithm(slice_of(":" HEX)));
	assert_false(digest_names_algorithm(slice_of("blake3:" HEX "g")));
	assert_false(digest_names_algorithm(slice_of("2x")));
}

static void bytes_are_hashed_by_the_algorithm_asked_for(void **state)
{
	(void)state;
	OWNED_STRING empty = NULL;
	OWNED_STRING abc = NULL;
	char *none = NULL;

	assert_fine(digest_of(&empty, "sha256:", slice_of("")));
	assert_string_equal(empty, EMPTY_SHA256);
	assert_fine(digest_of(&abc, ABC_SHA512, slice_of("abc")));
	assert_string_equal(abc, ABC_SHA512);
	assert_fails(digest_of(&none, "md5:", slice_of("")), ERROR_UNSUPPORTED, "md5");
}

static void verifying_names_both_digests_when_they_differ(void **state)
{
	(void)state;
	assert_fine(digest_verify(EMPTY_SHA256, slice_of("")));
	assert_fails(digest_verify(EMPTY_SHA256, slice_of("x")), ERROR_UNTRUSTED, EMPTY_SHA256);
}

static void the_short_form_is_seven_digits(void **state)
{
	(void)state;
	OWNED_STRING text = digest_short("sha256:" HEX);

	assert_string_equal(text, "0123456");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_the_right_length_in_lower_case_is_a_digest),
		cmocka_unit_test(a_digest_ends_where_no_hex_digit_follows),
		cmocka_unit_test(an_algorithm_is_named_only_in_front_of_enough_hex),
		cmocka_unit_test(bytes_are_hashed_by_the_algorithm_asked_for),
		cmocka_unit_test(verifying_names_both_digests_when_they_differ),
		cmocka_unit_test(the_short_form_is_seven_digits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
