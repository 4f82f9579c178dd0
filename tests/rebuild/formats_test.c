#include "../support/assertions.h"
#include "../support/golden.h"
#include "../support/graphs.h"
#include <digestbump/base/memory.h>
#include <digestbump/rebuild/format.h>
#include <string.h>

/* Gives the plan between two graphs in a form. */
static char *print_plan(const struct rebuild_format *format, const char *from, const char *to)
{
	static const struct rebuild_selection everything;
	OWNED(drawn_graph) before = graph_draw(from);
	OWNED(drawn_graph) after = graph_draw(to);
	OWNED(rebuild_plan) plan = NULL;
	OWNED(text) out = text_new(0);
	struct rebuild_range range = {
		.from = (char[]){ "1111111111111111111111111111111111111111" },
		.to = (char[]){ "2222222222222222222222222222222222222222" },
		.source = RANGE_OPTION,
	};
	struct rebuild_report report = { .range = &range, .jobs_most = 256 };

	assert_fine(rebuild_plan_make(&plan, &before->graph, &after->graph, &everything));
	report.plan = plan;
	format->render(out, &report);
	return text_take(pass_on(&out));
}

/* A fixture is called FORMAT-WHAT and holds two graphs with a line "---" between them. */
static char *print(const char *name, struct slice bytes, const void *data)
{
	OWNED_STRING format = must_copy_bytes(name, strcspn(name, "-"));
	size_t at = 0;

	(void)data;
	assert_true(slice_find(&at, bytes, "---\n"));
	assert_non_null(rebuild_format_find(format));
	OWNED_STRING from = must_copy_bytes(bytes.at, at);
	OWNED_STRING to = must_copy_bytes(bytes.at + at + 4, bytes.size - at - 4);

	return print_plan(rebuild_format_find(format), from, to);
}

static void plans_look_as_the_fixtures_want(void **state)
{
	(void)state;
	golden_check("tests/rebuild/fixtures/formats", print, NULL);
}

static void every_form_has_a_name_and_takes_an_empty_plan(void **state)
{
	(void)state;
	for (size_t i = 0; rebuild_formats[i]; i++) {
		OWNED_STRING text = print_plan(rebuild_formats[i], "a base=x@1", "a base=x@1");

		assert_ptr_equal(rebuild_format_find(rebuild_formats[i]->name), rebuild_formats[i]);
		assert_true(*text || strcmp(rebuild_formats[i]->name, "list") == 0);
	}
	assert_null(rebuild_format_find("yaml"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(plans_look_as_the_fixtures_want),
		cmocka_unit_test(every_form_has_a_name_and_takes_an_empty_plan),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
