#include "../support/assertions.h"
#include <digestbump/base/strings.h>
#include <digestbump/registry/link_header.h>

struct row {
	const char *values[3];
	const char *query; /* NULL: no next page */
};

static const struct row rows[] = {
	{ { NULL }, NULL },
	{ { "</v2/a/tags/list?last=x&n=9>; rel=\"next\"" }, "last=x&n=9" },
	{ { "</v2/a/tags/list?last=x>; rel=next" }, "last=x" },
	{ { "</v2/a/tags/list?last=x>;rel=\"prev NEXT\"" }, "last=x" },
	{ { "<https://evil.test/steal?last=x>; rel=\"next\"" }, "last=x" },
	{ { "<http://10.0.0.1:8080/v2/a/tags/list?last=x#frag>; rel=\"next\"" }, "last=x" },
	{ { "</v2/a/tags/list?last=x>" }, "last=x" },
	{ { "</p?a=1>; rel=\"prev\", </n?a=2>; title=\"a, b; rel=x\"; rel=\"next\"" }, "a=2" },
	{ { "</p?a=1>; rel=\"prev\"", "</n?a=2>; rel=\"next\"" }, "a=2" },
	{ { "</p?a=1>; rel=\"prev\"; rel=\"next\"" }, NULL },
	{ { "</p?a=1>; rel=\"nextish\"" }, NULL },
	{ { "</p?a=1>; anchor=\"x\" ; rel = \"next\"" }, "a=1" },
	{ { "</p?a=1>, </p?a=2>" }, NULL },
	{ { "</p?a=1>; rel=\"a \\\" next\"" }, "a=1" },
	{ { "/p?a=1; rel=\"next\"" }, NULL },
	{ { "</p?a=1; rel=\"next\"" }, NULL },
	{ { "" }, NULL },
	{ { ";,;=\"" }, NULL },
	{ { "</p?a=1>; rel=\"next" }, "a=1" },
};

static void every_row_turns_to_the_page_it_says(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		OWNED(strings) values = strings_new();
		OWNED_STRING query = NULL;

		for (size_t j = 0; rows[i].values[j]; j++)
			strings_add(values, rows[i].values[j]);
		assert_fine(link_next(&query, values));
		if (!query != !rows[i].query)
			fail_msg("%s: '%s'", rows[i].values[0], query ? query : "");
		if (query)
			assert_string_equal(query, rows[i].query);
	}
}

static void a_next_page_that_could_be_any_is_refused(void **state)
{
	static const char *const wrong[] = {
		"</v2/a/tags/list>; rel=\"next\"",
		"</v2/a/tags/list?>; rel=\"next\"",
		"<>; rel=\"next\"",
		"</a?b c>; rel=\"next\"",
		"</a?\x01>; rel=\"next\"",
		"</a?b{c}>; rel=\"next\"",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		OWNED(strings) values = strings_new();
		OWNED_STRING query = NULL;

		strings_add(values, wrong[i]);
		assert_fails(link_next(&query, values), ERROR_UNTRUSTED, "next page");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_row_turns_to_the_page_it_says),
		cmocka_unit_test(a_next_page_that_could_be_any_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
