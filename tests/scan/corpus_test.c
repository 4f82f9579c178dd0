#include "../support/assertions.h"
#include "../support/corpus.h"

#include <digestbump/base/memory.h>

/* Cases of which the corpus must not have fewer: a folder that is lost is seen. */
enum { CASES_LEAST = 175 };

static void compare(const struct corpus_case *at, void *data)
{
	size_t *wrong = data;
	OWNED(scanned_corpus) scanned = scanned_corpus_open(at->sandbox);
	OWNED(strings) got = corpus_print(scanned->scan);
	OWNED_STRING difference = corpus_difference(at->wanted, got);

	if (!difference)
		return;
	print_error("%s: wanted (-), but found (+)\n%s", at->name, difference);
	(*wrong)++;
}

static void every_case_of_the_corpus_is_scanned_as_expected(void **state)
{
	size_t wrong = 0;
	(void)state;
	size_t cases = corpus_each(compare, &wrong);

	assert_true(cases >= CASES_LEAST);
	assert_int_equal(wrong, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_case_of_the_corpus_is_scanned_as_expected),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
