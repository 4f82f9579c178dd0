#include "../support/assertions.h"
#include <digestbump/base/glob.h>

struct row {
	const char *pattern;
	const char *text;
	bool matches;
};

static const struct row rows[] = {
	{ "*.yaml", "a.yaml", true },
	{ "*.yaml", "a/b.yaml", false },
	{ "**", "a/b.yaml", true },
	{ "a/**/b", "a/b", true },
	{ "a/**/b", "a/x/y/b", true },
	{ "a/**/b", "a/xb", false },
	{ "**/vendor/**", "vendor/x", true },
	{ "**/vendor/**", "a/vendor/x/y", true },
	{ "**/vendor/**", "a/vendors/x", false },
	{ "docker.io/library/*", "docker.io/library/alpine", true },
	{ "docker.io/*", "docker.io/library/alpine", false },
	{ "docker.io/**", "docker.io/library/alpine", true },
	{ "[ab]c", "bc", true },
	{ "[a-c]x", "bx", true },
	{ "[!a]c", "ac", false },
	{ "[!a]c", "/c", false },
	{ "[", "[", true },
	{ "a\\*", "a*", true },
	{ "a\\*", "ab", false },
	{ "?", "/", false },
	{ "*a*b", "xaybzb", true },
	{ "**/*.c/x", "a/b.c/d.c/x", true },
	{ "*]", "a]", true },
	{ "*[a]", "xa", true },
	{ "*[a]b", "xab", true },
	{ "*b]", "xab", false },
	{ "*\\b", "ab", true },
	{ "a*bc", "bc", false },
	{ "abc", "bc", false },
	{ "bc", "abc", false },
	{ "ab*ba", "aba", false },
	{ "", "", true },
	{ "", "a", false },
};

static void every_row_matches_as_it_says(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		if (glob_match(rows[i].pattern, rows[i].text) != rows[i].matches)
			fail_msg("'%s' against '%s'", rows[i].pattern, rows[i].text);
	}
}

static void a_pattern_without_slash_matches_the_last_part(void **state)
{
	(void)state;
	assert_true(glob_match_path("Dockerfile*", "a/b/Dockerfile.web"));
	assert_false(glob_match_path("b/Dockerfile", "a/b/Dockerfile"));
	assert_true(glob_match_path("/a/Dockerfile", "a/Dockerfile"));
}

/* Exponential matchers need longer than the universe for this one. */
static void many_stars_stay_fast(void **state)
{
	(void)state;
	assert_false(glob_match("*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*b",
				"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"));
	assert_false(glob_match("**/a**/a**/a**/a**/a**/a**/a**/b",
				"a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_row_matches_as_it_says),
		cmocka_unit_test(a_pattern_without_slash_matches_the_last_part),
		cmocka_unit_test(many_stars_stay_fast),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
