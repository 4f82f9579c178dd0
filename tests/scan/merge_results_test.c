#include "../../src/scan/merge_results.h"
#include "../support/assertions.h"
#include <digestbump/base/memory.h>
#include <string.h>

/* A pin as a row: its place, and the image that was found there. */
struct row {
	const char *path;
	const char *found_in;
	unsigned line;
	unsigned column;
	size_t length; /* of the digest's bytes */
	const char *image;
	enum pin_obstacle obstacle;
};

static struct pin *pin_of(const struct row *row)
{
	struct pin *pin = pin_new("test", row->path);

	free(pin->found_in);
	pin->found_in = must_copy(row->found_in ? row->found_in : row->path);
	pin->line = row->line;
	pin->column = row->column;
	pin->digest = (struct range){ (size_t)row->line * 1000 + row->column, row->length };
	pin->obstacle = row->obstacle;
	pin->raw = must_copy(row->image ? row->image : "?");
	if (!row->image)
		return pin;
	assert_fine(reference_parse(&pin->image, slice_of(row->image)));
	pin->tracked = must_copy(pin->image->tag);
	return pin;
}

static const char *hindrance(enum pin_obstacle obstacle)
{
	static const char *const names[] = {
		[PIN_FREE] = "free",          [PIN_UNRESOLVED] = "unresolved",
		[PIN_SHARED] = "shared",      [PIN_IN_PIECES] = "in-pieces",
		[PIN_NOT_NAMED] = "nameless",
	};

	return names[obstacle];
}

/* Settles the rows and checks what comes out, a line per pin. */
static void assert_settles(const struct row *rows, size_t count, const char *wanted)
{
	struct findings findings = { 0 };
	OWNED(text) out = text_new(0);

	for (size_t i = 0; i < count; i++)
		pins_add(&findings.pins, pin_of(&rows[i]));
	findings_sort_and_merge(&findings);
	for (size_t i = 0; i < findings.pins.count; i++) {
		const struct pin *pin = findings.pins.items[i];

		text_add_format(out, "%s<%s %u:%u %s %s %s\n", pin->path, pin->found_in, pin->line,
				pin->column, pin->image ? pin->image->name : "-",
				pin->tracked ? pin->tracked : "-", hindrance(pin->obstacle));
	}
	findings_clear(&findings);
	assert_string_equal(text_slice(out).at, wanted);
}

static void pins_are_sorted_by_path_line_and_column(void **state)
{
	static const struct row rows[] = {
		{ "b", NULL, 1, 1, 71, "x:1", PIN_FREE },
		{ "a", NULL, 10, 1, 71, "x:2", PIN_FREE },
		{ "a", NULL, 9, 20, 71, "x:3", PIN_FREE },
		{ "a", NULL, 9, 3, 71, "x:4", PIN_FREE },
		{ "a/b", NULL, 1, 1, 71, "x:5", PIN_FREE },
		{ "B", NULL, 1, 1, 71, "x:6", PIN_FREE },
	};

	(void)state;
	assert_settles(rows, 6,
		       "B<B 1:1 docker.io/library/x 6 free\n"
		       "a<a 9:3 docker.io/library/x 4 free\n"
		       "a<a 9:20 docker.io/library/x 3 free\n"
		       "a<a 10:1 docker.io/library/x 2 free\n"
		       "a/b<a/b 1:1 docker.io/library/x 5 free\n"
		       "b<b 1:1 docker.io/library/x 1 free\n");
}

static void a_place_that_several_files_name_is_one_pin(void **state)
{
	static const struct row rows[] = {
		{ ".env", "compose.yaml", 2, 5, 71, "x:1", PIN_FREE },
		{ ".env", "compose.prod.yaml", 2, 5, 71, "x:1", PIN_FREE },
		{ ".env", "compose.yaml", 3, 5, 71, "x:1", PIN_FREE },
	};

	(void)state;
	assert_settles(rows, 3,
		       ".env<compose.prod.yaml 2:5 docker.io/library/x 1 free\n"
		       ".env<compose.yaml 3:5 docker.io/library/x 1 free\n");
}

/* What stands in .env as "1.27@sha256:..." is Compose's to say. */
static void the_file_that_uses_a_variable_knows_best_what_it_is(void **state)
{
	static const struct row first[] = {
		{ ".env", NULL, 2, 5, 71, "latest", PIN_FREE },
		{ ".env", "compose.yaml", 2, 5, 71, "x:1", PIN_FREE },
	};
	static const struct row last[] = {
		{ ".env", "compose.yaml", 2, 5, 71, "x:1", PIN_FREE },
		{ ".env", NULL, 2, 5, 71, "latest", PIN_FREE },
	};
	static const struct row both[] = {
		{ ".env", NULL, 2, 5, 71, "x:1", PIN_FREE },
		{ ".env", "compose.yaml", 2, 5, 71, "x:1", PIN_FREE },
		{ ".env", "other.yaml", 2, 5, 71, "y:1", PIN_FREE },
	};

	(void)state;
	assert_settles(first, 2, ".env<compose.yaml 2:5 docker.io/library/x 1 free\n");
	assert_settles(last, 2, ".env<compose.yaml 2:5 docker.io/library/x 1 free\n");
	assert_settles(both, 3, ".env<compose.yaml 2:5 docker.io/library/x 1 shared\n");
}

static void one_text_for_different_images_is_shared(void **state)
{
	static const struct row images[] = {
		{ "f", NULL, 1, 1, 71, "x:1", PIN_FREE },
		{ "f", NULL, 1, 1, 71, "y:1", PIN_FREE },
		{ "f", NULL, 1, 1, 71, "x:1", PIN_FREE },
	};
	static const struct row tags[] = {
		{ "f", NULL, 1, 1, 64, "x:1", PIN_FREE },
		{ "f", NULL, 1, 1, 64, "x:2", PIN_FREE },
	};
	static const struct row hidden[] = {
		{ "f", NULL, 1, 1, 64, "x:1", PIN_FREE },
		{ "f", NULL, 1, 1, 64, NULL, PIN_UNRESOLVED },
	};

	(void)state;
	assert_settles(images, 3, "f<f 1:1 docker.io/library/x 1 shared\n");
	assert_settles(tags, 2, "f<f 1:1 docker.io/library/x 1 shared\n");
	assert_settles(hidden, 2, "f<f 1:1 docker.io/library/x 1 shared\n");
}

static void the_finding_that_has_a_name_wins(void **state)
{
	static const struct row first[] = {
		{ "f", NULL, 1, 1, 71, NULL, PIN_NOT_NAMED },
		{ "f", "g", 1, 1, 71, "x:1", PIN_FREE },
	};
	static const struct row last[] = {
		{ "f", "g", 1, 1, 71, "x:1", PIN_FREE },
		{ "f", NULL, 1, 1, 71, NULL, PIN_NOT_NAMED },
	};
	static const struct row none[] = {
		{ "f", NULL, 1, 1, 71, NULL, PIN_NOT_NAMED },
		{ "f", "g", 1, 1, 71, NULL, PIN_NOT_NAMED },
	};

	(void)state;
	assert_settles(first, 2, "f<g 1:1 docker.io/library/x 1 free\n");
	assert_settles(last, 2, "f<g 1:1 docker.io/library/x 1 free\n");
	assert_settles(none, 2, "f<f 1:1 - - nameless\n");
}

static void a_tag_that_one_finding_knows_is_kept(void **state)
{
	static const struct row rows[] = {
		{ "f", NULL, 1, 1, 71, "x", PIN_FREE },
		{ "f", NULL, 1, 1, 71, "x:1", PIN_FREE },
	};

	(void)state;
	assert_settles(rows, 2, "f<f 1:1 docker.io/library/x 1 free\n");
}

static void an_obstacle_of_one_finding_is_one_for_the_place(void **state)
{
	static const struct row rows[] = {
		{ "f", NULL, 1, 1, 71, "x:1", PIN_FREE },
		{ "f", NULL, 1, 1, 71, "x:1", PIN_UNRESOLVED },
	};

	(void)state;
	assert_settles(rows, 2, "f<f 1:1 docker.io/library/x 1 unresolved\n");
}

/* Two references can begin where a variable stands; no text is shared by them. */
static void different_images_without_letters_stay_apart(void **state)
{
	static const struct row rows[] = {
		{ "f", NULL, 1, 1, 0, "y:1", PIN_FREE },
		{ "f", NULL, 1, 1, 0, "x:1", PIN_FREE },
		{ "f", NULL, 1, 1, 0, "y:1", PIN_FREE },
	};

	(void)state;
	assert_settles(rows, 3,
		       "f<f 1:1 docker.io/library/x 1 free\n"
		       "f<f 1:1 docker.io/library/y 1 free\n");
}

static void a_skip_that_is_told_twice_is_one(void **state)
{
	struct findings findings = { 0 };
	struct findings more = { 0 };

	(void)state;
	skips_add(&findings.skips, "b", 0, "binary", "x");
	skips_add(&findings.skips, ".env", 7, "syntax", "y");
	skips_add(&more.skips, ".env", 7, "syntax", "y");
	skips_add(&more.skips, ".env", 2, "syntax", "y");
	findings_move(&findings, &more);
	assert_int_equal(more.skips.count, 0);
	findings_sort_and_merge(&findings);
	assert_int_equal(findings.skips.count, 3);
	assert_int_equal(findings.skips.items[0].line, 2);
	assert_int_equal(findings.skips.items[1].line, 7);
	assert_string_equal(findings.skips.items[2].path, "b");
	findings_clear(&findings);
}

static void nothing_settles_to_nothing(void **state)
{
	struct findings findings = { 0 };

	(void)state;
	findings_sort_and_merge(&findings);
	assert_int_equal(findings.pins.count + findings.skips.count, 0);
	findings_clear(&findings);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pins_are_sorted_by_path_line_and_column),
		cmocka_unit_test(a_place_that_several_files_name_is_one_pin),
		cmocka_unit_test(the_file_that_uses_a_variable_knows_best_what_it_is),
		cmocka_unit_test(one_text_for_different_images_is_shared),
		cmocka_unit_test(the_finding_that_has_a_name_wins),
		cmocka_unit_test(a_tag_that_one_finding_knows_is_kept),
		cmocka_unit_test(an_obstacle_of_one_finding_is_one_for_the_place),
		cmocka_unit_test(different_images_without_letters_stay_apart),
		cmocka_unit_test(a_skip_that_is_told_twice_is_one),
		cmocka_unit_test(nothing_settles_to_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
