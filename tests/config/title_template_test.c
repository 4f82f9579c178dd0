#include "../support/assertions.h"
#include <digestbump/config/title_template.h>
#include <digestbump/limits.h>
#include <string.h>

static const struct title_values values = {
	.image = "docker.io/library/alpine",
	.verb = "bump",
	.short_digest = "3f2a9c1",
	.count = "1",
	.group = "base",
	.tag = "3.20",
};

static void every_placeholder_is_filled_in(void **state)
{
	(void)state;
	OWNED_STRING title = title_make("{image}:{tag}{short} {count}{group}{group}!", &values);

	assert_string_equal(title, "docker.io/library/alpine:3.203f2a9c1 1basebase!");
}

static void text_without_placeholders_stays(void **state)
{
	(void)state;
	OWNED_STRING title = title_make("bump 100%s", &values);

	assert_string_equal(title, "bump 100%s");
}

/* Values are no templates: what looks like one in a group's name is text. */
static void values_are_not_expanded_again(void **state)
{
	(void)state;
	struct title_values nested = values;

	nested.group = "{tag}";
	OWNED_STRING title = title_make("{group}", &nested);

	assert_string_equal(title, "{tag}");
}

static void braces_that_are_no_placeholder_are_refused(void **state)
{
	(void)state;
	assert_fine(title_check("{image} {short} {count} {group} {tag}"));
	assert_fails(title_check("{images}"), ERROR_SYNTAX, "'{images}'; allowed: {verb} {image}");
	assert_fails(title_check("{}"), ERROR_SYNTAX, "brace");
	assert_fails(title_check("{image"), ERROR_SYNTAX, "brace");
	assert_fails(title_check("image}"), ERROR_SYNTAX, "brace");
	assert_fails(title_check("{{image}}"), ERROR_SYNTAX, "'{{image}'");
	assert_fails(title_check("{Image}"), ERROR_SYNTAX, "'{Image}'");
}

static void tokens_that_skip_ci_are_found_in_any_case(void **state)
{
	static const char *const texts[] = {
		"[skip ci]",   "[ci skip]",   "[no ci]",     "[skip actions]",  "[actions skip]",
		"***NO_CI***", "x[SKIP CI]y", "x [Ci Skip]", "x ***no_ci*** y", "[Skip Actions] x",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		assert_non_null(title_skip_token(texts[i]));
		assert_fails(title_check(texts[i]), ERROR_SYNTAX, "CI");
	}
	assert_null(title_skip_token("[skip] ci"));
	assert_null(title_skip_token("skip ci"));
	assert_null(title_skip_token("[skip  ci]"));
	assert_null(title_skip_token(""));
}

static void a_token_that_only_values_complete_is_defused(void **state)
{
	(void)state;
	struct title_values hostile = values;

	hostile.tag = "ci";
	hostile.group = "***no";
	OWNED_STRING brackets = title_make("[skip {tag}] [Skip {tag}] [{tag} skip]", &hostile);
	OWNED_STRING stars = title_make("{group}_ci*** bump", &hostile);

	assert_fine(title_check("[skip {tag}] [{tag} skip]"));
	assert_string_equal(brackets, "(skip ci] (Skip ci] (ci skip]");
	assert_null(title_skip_token(stars));
	assert_string_equal(stars, ".**no_ci*** bump");
}

static void a_title_is_cut_between_characters(void **state)
{
	char text[TITLE_BYTES_MOST + 8] = { 0 };

	(void)state;
	memset(text, 'a', TITLE_BYTES_MOST - 1);
	strcat(text, "\xc3\xa4xyz"); /* the first byte would fit, the second would not */
	struct title_values large = values;

	large.group = text;
	OWNED_STRING title = title_make("{group}", &large);

	assert_int_equal(strlen(title), TITLE_BYTES_MOST - 1);
	assert_int_equal(title[TITLE_BYTES_MOST - 2], 'a');
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_placeholder_is_filled_in),
		cmocka_unit_test(text_without_placeholders_stays),
		cmocka_unit_test(values_are_not_expanded_again),
		cmocka_unit_test(braces_that_are_no_placeholder_are_refused),
		cmocka_unit_test(tokens_that_skip_ci_are_found_in_any_case),
		cmocka_unit_test(a_token_that_only_values_complete_is_defused),
		cmocka_unit_test(a_title_is_cut_between_characters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
