#include "../support/assertions.h"
#include <digestbump/base/path.h>

static const struct {
	const char *from;
	const char *along;
	const char *to; /* NULL: out of the tree */
} rows[] = {
	{ "", "", "" },
	{ "", "a", "a" },
	{ "", "./a//b/", "a/b" },
	{ "a/b", "", "a/b" },
	{ "a/b", ".", "a/b" },
	{ "a/b", "c", "a/b/c" },
	{ "a/b", "..", "a" },
	{ "a/b", "../..", "" },
	{ "a/b", "../../c/./d/../e", "c/e" },
	{ "a/b", "../../..", NULL },
	{ "", "..", NULL },
	{ "", "a/../..", NULL },
	{ "a", "...", "a/..." },
	{ "a", "..b", "a/..b" },
	{ "a", ".b", "a/.b" },
};

static void every_row_leads_where_it_says(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		OWNED(text) path = text_new(0);

		text_add_string(path, rows[i].from);
		bool inside = path_walk(path, rows[i].along);

		if (inside != !!rows[i].to)
			fail_msg("'%s' along '%s'", rows[i].from, rows[i].along);
		if (inside && !slice_is(text_slice(path), rows[i].to))
			fail_msg("'%s' along '%s' is '%s'", rows[i].from, rows[i].along,
				 path->bytes);
	}
}

static void the_top_has_nothing_above_it(void **state)
{
	(void)state;
	OWNED(text) path = text_new(0);

	assert_false(path_up(path));
	text_add_string(path, "a/b");
	assert_true(path_up(path));
	assert_string_equal(path->bytes, "a");
	assert_true(path_up(path));
	assert_string_equal(path->bytes, "");
	assert_false(path_up(path));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_row_leads_where_it_says),
		cmocka_unit_test(the_top_has_nothing_above_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
