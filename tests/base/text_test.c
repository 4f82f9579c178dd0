#include "../support/assertions.h"
#include <digestbump/base/text.h>
#include <string.h>

static void a_buffer_stops_at_its_ceiling_and_says_so(void **state)
{
	(void)state;
	OWNED(text) text = text_new(5);

	text_add_string(text, "abc");
	assert_false(text->over);
	text_add_string(text, "def");
	assert_true(text->over);
	assert_int_equal(text->size, 5);
	assert_string_equal(text->bytes, "abcde");
	text_add_string(text, "g");
	assert_int_equal(text->size, 5);
}

static void a_buffer_without_ceiling_grows_and_keeps_what_it_has(void **state)
{
	(void)state;
	OWNED(text) text = text_new(0);

	for (int i = 0; i < 10000; i++)
		text_add_format(text, "%04d", i);
	assert_int_equal(text->size, 40000);
	assert_memory_equal(text->bytes + 39996, "9999", 4);
	assert_int_equal(strlen(text->bytes), 40000);
}

static void an_empty_buffer_is_an_empty_string(void **state)
{
	(void)state;
	struct text *text = text_new(0);

	assert_int_equal(text_slice(text).size, 0);
	OWNED_STRING string = text_take(text);

	assert_string_equal(string, "");
}

struct safe_row {
	const char *raw;
	const char *shown;
};

/* What a hostile registry could use to move a terminal's cursor, or to end a
 * line of a log. */
static const struct safe_row safe_rows[] = {
	{ "a\u202eb", "a\\xe2\\x80\\xaeb" },
	{ "\u2066x\u2069", "\\xe2\\x81\\xa6x\\xe2\\x81\\xa9" },
	{ "\u2028", "\\xe2\\x80\\xa8" },
	{ "\u061c\u200d\u05d0", "\\xd8\\x9c\u200d\u05d0" },
	{ "plain", "plain" },
	{ "tab\tstays", "tab\tstays" },
	{ "\033[2Jgone", "\\x1b[2Jgone" },
	{ "a\r\nb", "a\\x0d\\x0ab" },
	{ "\x7f", "\\x7f" },
	{ "gr\xc3\xb6\xc3\x9f"
	  "e",
	  "gr\xc3\xb6\xc3\x9f"
	  "e" },
	{ "\xe6\x97\xa5\xe6\x9c\xac", "\xe6\x97\xa5\xe6\x9c\xac" },
	{ "\xf0\x9f\x90\xb3", "\xf0\x9f\x90\xb3" },
	{ "\xc2\x9b"
	  "31m",
	  "\\xc2\\x9b31m" },
	{ "\xff\xfe", "\\xff\\xfe" },
	{ "\xc0\xaf", "\\xc0\\xaf" },
	{ "\xed\xa0\x80", "\\xed\\xa0\\x80" },
	{ "\xf4\x90\x80\x80", "\\xf4\\x90\\x80\\x80" },
	{ "cut \xe6\x97", "cut \\xe6\\x97" },
};

static void what_moves_a_terminal_is_escaped_and_the_rest_stays(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(safe_rows) / sizeof(*safe_rows); i++) {
		OWNED_STRING shown = text_safe(safe_rows[i].raw);

		assert_string_equal(shown, safe_rows[i].shown);
	}
}

static void lines_end_at_the_feed_and_the_last_needs_none(void **state)
{
	(void)state;
	struct slice rest = slice_of("one\r\n\nthree");
	struct slice line;

	assert_true(slice_line(&line, &rest));
	assert_true(slice_is(line, "one\r"));
	assert_true(slice_line(&line, &rest));
	assert_int_equal(line.size, 0);
	assert_true(slice_line(&line, &rest));
	assert_true(slice_is(line, "three"));
	assert_false(slice_line(&line, &rest));
}

static void a_position_counts_lines_and_bytes_from_one(void **state)
{
	(void)state;
	struct slice text = slice_of("ab\ncd\n");
	unsigned line = 0;
	unsigned column = 0;

	text_position(&line, &column, text, 0);
	assert_int_equal(line, 1);
	assert_int_equal(column, 1);
	text_position(&line, &column, text, 4);
	assert_int_equal(line, 2);
	assert_int_equal(column, 2);
	text_position(&line, &column, text, 6);
	assert_int_equal(line, 3);
	assert_int_equal(column, 1);
}

static void slices_are_compared_by_their_bytes(void **state)
{
	(void)state;
	struct slice text = slice_of("  key: value\r\n");
	size_t at = 0;

	assert_true(slice_is(slice_trim(text), "key: value"));
	assert_true(slice_find(&at, text, "value"));
	assert_int_equal(at, 7);
	assert_false(slice_find(&at, text, "absent"));
	assert_false(slice_find(NULL, slice_of(NULL), "x"));
	assert_true(slice_starts(text, "  key"));
	assert_true(slice_ends(text, "\r\n"));
	assert_false(slice_ends(slice_of("n"), "\r\n"));
}

/* Every place, every length of what stands around it, rare letters and usual ones. */
static void a_needle_is_found_where_memmem_finds_it(void **state)
{
	static const char *const needles[] = { "@sha256:", "a", "aa", "image", "2", "a@a", "$" };
	char text[200];
	unsigned seed = 1;

	(void)state;
	for (int round = 0; round < 20000; round++) {
		const char *needle = needles[round % 7];
		struct slice slice = { text, (size_t)round % sizeof(text) };

		for (size_t i = 0; i < slice.size; i++) {
			seed = seed * 1103515245 + 12345;
			text[i] = "a@sh256:image$"[(seed >> 16) % (round % 2 ? 14 : 3)];
		}
		if (slice.size > 100 && round % 3 == 0)
			memcpy(text + 90, needle, strlen(needle));
		const char *wanted = memmem(slice.at, slice.size, needle, strlen(needle));
		size_t at = 0;

		assert_int_equal(slice_find(&at, slice, needle), wanted != NULL);
		if (wanted)
			assert_int_equal(at, wanted - slice.at);
	}
	assert_true(slice_find(NULL, slice_of("x"), ""));
	assert_false(slice_find(NULL, slice_of("x"), "xx"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_buffer_stops_at_its_ceiling_and_says_so),
		cmocka_unit_test(a_buffer_without_ceiling_grows_and_keeps_what_it_has),
		cmocka_unit_test(an_empty_buffer_is_an_empty_string),
		cmocka_unit_test(what_moves_a_terminal_is_escaped_and_the_rest_stays),
		cmocka_unit_test(lines_end_at_the_feed_and_the_last_needs_none),
		cmocka_unit_test(a_position_counts_lines_and_bytes_from_one),
		cmocka_unit_test(slices_are_compared_by_their_bytes),
		cmocka_unit_test(a_needle_is_found_where_memmem_finds_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
