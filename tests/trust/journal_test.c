#include "../support/assertions.h"
#include <digestbump/base/memory.h>
#include <digestbump/limits.h>
#include <digestbump/trust/journal.h>
#include <string.h>

#define TAG "docker.io/library/alpine:3.20"
#define A "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define B "sha256:bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
#define C "sha256:cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc"

static char *written(struct journal *journal)
{
	struct text *out = text_new(0);

	journal_write(out, journal);
	return text_take(out);
}

static void the_newest_stands_first_and_the_first_time_counts(void **state)
{
	(void)state;
	OWNED(journal) journal = journal_new();

	assert_false(journal_has_news(journal));
	journal_see(journal, TAG, A, 100, false);
	journal_see(journal, TAG, B, 200, false);
	journal_see(journal, TAG, A, 300, false);
	const struct sightings *list = journal_of(journal, TAG);

	assert_true(journal_has_news(journal));
	assert_int_equal(list->count, 2);
	assert_string_equal(list->items[0].digest, B);
	assert_int_equal(list->items[1].first_seen, 100);
}

static void what_was_pinned_counts_from_when_the_tag_has_it(void **state)
{
	(void)state;
	OWNED(journal) journal = journal_new();

	journal_see(journal, TAG, A, 99, true);
	assert_true(journal_of(journal, TAG)->items[0].is_pinned);
	journal_see(journal, TAG, A, 200, false);
	assert_false(journal_of(journal, TAG)->items[0].is_pinned);
	assert_int_equal(journal_of(journal, TAG)->items[0].first_seen, 200);
	journal_see(journal, TAG, A, 50, true);
	assert_int_equal(journal_of(journal, TAG)->items[0].first_seen, 200);
}

static void what_is_written_is_read_again(void **state)
{
	(void)state;
	OWNED(journal) journal = journal_new();
	OWNED(journal) again = journal_new();

	journal_see(journal, TAG, A, 100, false);
	journal_see(journal, "quay.io/x/y:1", B, 90, true);
	OWNED_STRING first = written(journal);

	assert_string_equal(first, "digestbump/journal/1\n" TAG "\n 100 " A
				   "\nquay.io/x/y:1\n 90 " B " pinned\n");
	assert_fine(journal_read(again, slice_of(first)));
	OWNED_STRING second = written(again);

	assert_string_equal(first, second);
	assert_false(journal_has_news(again));
}

static void two_journals_merge_by_the_earlier_time(void **state)
{
	(void)state;
	OWNED(journal) one = journal_new();
	OWNED(journal) other = journal_new();

	journal_see(one, TAG, A, 100, false);
	journal_see(one, TAG, B, 300, false);
	journal_see(other, TAG, B, 200, false);
	journal_see(other, TAG, C, 400, false);
	OWNED_STRING one_text = written(one);
	OWNED_STRING other_text = written(other);

	assert_fine(journal_read(one, slice_of(other_text)));
	assert_fine(journal_read(other, slice_of(one_text)));
	OWNED_STRING a = written(one);
	OWNED_STRING b = written(other);

	assert_string_equal(a, b);
	assert_int_equal(journal_of(one, TAG)->items[1].first_seen, 200);
}

static void broken_journals_add_nothing(void **state)
{
	(void)state;
	static const char *const texts[] = {
		"",
		"digestbump/journal/2\n",
		"digestbump/journal/1\n 100 " A "\n",
		"digestbump/journal/1\n" TAG "\n 100 sha256:a\n",
		"digestbump/journal/1\n" TAG "\n x " A "\n",
		"digestbump/journal/1\n" TAG "\n 100 " A "\n\n",
		"digestbump/journal/1\n" TAG "\n 1000000000000 " A "\n",
	};
	OWNED(journal) journal = journal_new();

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		assert_fails(journal_read(journal, slice_of(texts[i])), ERROR_SYNTAX, "journal");
	assert_int_equal(journal_of(journal, TAG)->count, 0);
}

static void a_journal_stays_below_a_megabyte_and_keeps_the_newest(void **state)
{
	(void)state;
	OWNED(journal) journal = journal_new();
	OWNED(journal) again = journal_new();

	for (unsigned i = 0; i < 3000; i++)
		for (unsigned k = 0; k < 4; k++) {
			OWNED_STRING tag = must_format("docker.io/library/image%u:1", i);
			OWNED_STRING digest = must_format("sha256:%064x", i * 4 + k);

			journal_see(journal, tag, digest, 1000 + i * 4 + k, false);
		}
	OWNED_STRING text = written(journal);

	assert_true(strlen(text) < 1000 * 1000);
	assert_null(strstr(text, "docker.io/library/image0:1"));
	assert_non_null(strstr(text, "docker.io/library/image2999:1"));
	assert_fine(journal_read(again, slice_of(text)));
}

static void a_tag_keeps_its_newest_digests(void **state)
{
	(void)state;
	OWNED(journal) journal = journal_new();

	for (unsigned i = 0; i < 100; i++) {
		OWNED_STRING digest = must_format("sha256:%064x", i);

		journal_see(journal, TAG, digest, 1000 + i, false);
	}
	OWNED_STRING text = written(journal);

	assert_null(strstr(text, " 1049 "));
	assert_non_null(strstr(text, " 1050 "));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_newest_stands_first_and_the_first_time_counts),
		cmocka_unit_test(what_was_pinned_counts_from_when_the_tag_has_it),
		cmocka_unit_test(what_is_written_is_read_again),
		cmocka_unit_test(two_journals_merge_by_the_earlier_time),
		cmocka_unit_test(broken_journals_add_nothing),
		cmocka_unit_test(a_journal_stays_below_a_megabyte_and_keeps_the_newest),
		cmocka_unit_test(a_tag_keeps_its_newest_digests),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
