#include "../support/assertions.h"
#include <digestbump/base/memory.h>
#include <digestbump/base/regex.h>
#include <digestbump/limits.h>
#include <string.h>

struct shown {
	struct text *out;
	const char *text;
	const char *group;
	size_t most;
	size_t count;
};

static bool show(void *data, const struct regex_match *match)
{
	struct shown *shown = data;
	struct range range = regex_whole(match);

	text_add_format(shown->out, "[%.*s]", (int)range.length, shown->text + range.at);
	if (shown->group && regex_group(&range, match, shown->group))
		text_add_format(shown->out, "%zu:%.*s", range.at, (int)range.length,
				shown->text + range.at);
	return ++shown->count < shown->most;
}

static void expect(const char *pattern, const char *text, const char *group, const char *want)
{
	OWNED(regex) regex = NULL;
	OWNED(text) out = text_new(0);
	struct shown shown = { out, text, group, 100, 0 };

	assert_fine(regex_new(&regex, NULL, slice_of(pattern)));
	assert_fine(regex_search(regex, slice_of(text), show, &shown));
	assert_string_equal(out->size ? out->bytes : "", want);
}

static void every_match_is_shown_once_and_in_order(void **state)
{
	(void)state;
	expect("a+", "aa b a\naaa", NULL, "[aa][a][aaa]");
	expect("x*", "xx", NULL, "[xx][]");
	expect("^", "a\nb", NULL, "[][]");
	expect("x", "", NULL, "");
	expect("(?=(?<g>a))", "aa", "g", "[]0:a[]1:a");
}

static void lines_are_what_anchors_stand_at(void **state)
{
	(void)state;
	expect("^v=(?<g>.+)$", "v=1\r\nw=2\nv=3", "g", "[v=1]2:1[v=3]11:3");
	expect("(?s)a.b", "a\nb", NULL, "[a\nb]");
	expect("(?x) a  b # comment", "ab", NULL, "[ab]");
}

static void groups_are_found_by_name(void **state)
{
	(void)state;
	expect("(?<t>a)|(?<t>b)", "ab", "t", "[a]0:a[b]1:b");
	expect("(?<t>a)?b", "b", "t", "[b]");
	expect("a", "a", "t", "[a]");
	expect("(?<t>a\\Kb)", "ab", "t", "[b]0:ab");
}

static void a_search_ends_when_the_caller_has_enough(void **state)
{
	OWNED(regex) regex = NULL;
	OWNED(text) out = text_new(0);
	struct shown shown = { out, "aaaa", NULL, 2, 0 };

	(void)state;
	assert_fine(regex_new(&regex, NULL, slice_of("a")));
	assert_fine(regex_search(regex, slice_of("aaaa"), show, &shown));
	assert_int_equal(shown.count, 2);
}

static void what_is_no_expression_is_refused_with_its_place(void **state)
{
	struct regex *regex = NULL;
	size_t at = 0;

	(void)state;
	assert_fails(regex_new(&regex, &at, slice_of("ab(c")), ERROR_SYNTAX, "parenthes");
	assert_int_equal(at, 4);
	assert_fails(regex_new(&regex, &at, slice_of("a\\C")), ERROR_SYNTAX, "\\C");
	assert_fails(regex_new(&regex, NULL, slice_of("*")), ERROR_SYNTAX, "quantifier");
	assert_null(regex);
}

static void names_of_groups_are_told_once(void **state)
{
	OWNED(regex) regex = NULL;
	OWNED(strings) names = strings_new();

	(void)state;
	assert_fine(regex_new(&regex, NULL, slice_of("(?<b>1)|(?<a>2)|(?<b>3)|(4)")));
	regex_names(names, regex);
	assert_int_equal(names->count, 2);
	assert_true(strings_has(names, "a") && strings_has(names, "b"));
}

/* The first goes back endlessly, the others run over the rest of the text from every place. */
static void expressions_that_never_end_are_ended(void **state)
{
	static const char *const patterns[] = { "(a+)+$", "(?s)a.*b", "[^b]*b", "(?:a|aa)*c" };
	OWNED(text) text = text_new(0);

	(void)state;
	for (size_t i = 0; i < 100000; i++)
		text_add_string(text, "a");
	text_add_string(text, "!");
	for (size_t i = 0; i < sizeof(patterns) / sizeof(*patterns); i++) {
		OWNED(regex) regex = NULL;
		OWNED(text) out = text_new(0);
		struct shown shown = { out, text->bytes, NULL, 10, 0 };

		assert_fine(regex_new(&regex, NULL, slice_of(patterns[i])));
		OWNED(error) error = regex_search(regex, text_slice(text), show, &shown);

		assert_true(!error || error_kind(error) == ERROR_LIMIT);
		assert_int_equal(shown.count, 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_match_is_shown_once_and_in_order),
		cmocka_unit_test(lines_are_what_anchors_stand_at),
		cmocka_unit_test(groups_are_found_by_name),
		cmocka_unit_test(a_search_ends_when_the_caller_has_enough),
		cmocka_unit_test(what_is_no_expression_is_refused_with_its_place),
		cmocka_unit_test(names_of_groups_are_told_once),
		cmocka_unit_test(expressions_that_never_end_are_ended),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
