#include "../../src/scan/find/digest_values.h"
#include "../support/assertions.h"
#include <digestbump/base/memory.h>
#include <digestbump/limits.h>
#include <digestbump/syntax/variable_definitions.h>
#include <string.h>

static const char digest[] =
    "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

/* What a test defines, in order. The first byte of the definition `i` has the origin
 * 1000 * (i + 1). */
struct given {
	const char *name;
	const char *text;
	size_t group;
	struct range scope; /* length 0: everywhere */
};

static void define(struct variables *variables, const struct given *given, uint32_t origin)
{
	OWNED(mapped_text) text = mapped_text_new(0);
	struct definition_scope where = { given->scope, given->group };

	if (!given->scope.length)
		where.scope = definition_scope_file.scope;
	for (size_t i = 0; given->text[i]; i++)
		mapped_text_add(text, given->text[i], origin + (uint32_t)i);
	variables_define(variables, slice_of(given->name), mapped_text_slice(text), &where);
}

/* Adds the text with brackets around what is hidden. */
static void add_shown(void *data, struct mapped_slice mapped)
{
	struct text *out = data;
	bool hidden = false;

	text_add_string(out, out->size ? "; " : "");
	for (size_t i = 0; i <= mapped.size; i++) {
		bool hides = i < mapped.size && mapped.from[i] == ORIGIN_UNKNOWN;

		if (hides != hidden)
			text_add_string(out, hides ? "[" : "]");
		hidden = hides;
		if (i < mapped.size)
			text_add(out, &mapped.at[i], 1);
	}
}

struct asked {
	const struct dialect *dialect;
	const char *const *prefixes;
	struct variable_use used_at;
};

static void check_fills(const struct asked *asked, const struct given *given, const char *text,
			const char *want)
{
	OWNED(variables) variables = variables_new(asked->dialect, asked->prefixes, &digest_values);
	OWNED(mapped_text) mapped = mapped_text_of_file(slice_of(text));
	OWNED(text) got = text_new(0);

	for (size_t i = 0; given[i].name; i++)
		define(variables, &given[i], (uint32_t)(1000 * (i + 1)));
	variables_expand_each(variables, mapped_text_slice(mapped), &asked->used_at, add_shown,
			      got);
	assert_string_equal(got->bytes, want);
}

static const struct asked shell = { .dialect = &dialect_shell, .used_at = { 900000, 0 } };

static void puts_parts_together(void **state)
{
	(void)state;
	const struct given given[] = {
		{ .name = "NAME", .text = "golang" },
		{ .name = "TAG", .text = "1.22" },
		{ .name = "IMAGE", .text = "$NAME:${TAG}" },
		{ .name = NULL },
	};

	check_fills(&shell, given, "$IMAGE@x", "golang:1.22@x");
	check_fills(&shell, given, "${TAG%.*}", "1");
	check_fills(&shell, given, "${NONE:-$NAME}", "golang");
	check_fills(&shell, given, "$NONE/$NAME", "[$NONE]/golang");
}

static void reads_the_signs_of_other_languages(void **state)
{
	(void)state;
	static const char *const prefixes[] = { "var.", "local.", NULL };
	const struct asked hcl = { .dialect = &dialect_braces, .prefixes = prefixes };
	const struct asked make = { .dialect = &dialect_make };
	const struct given given[] = { { .name = "a.b", .text = "x" },
				       { .name = "c", .text = "y" },
				       { .name = NULL } };

	check_fills(&hcl, given, "${ var.a.b }:${local.c}:${c}", "x:y:y");
	check_fills(&hcl, given, "${var.a[\"b\"]}${var.a['b']}", "xx");
	check_fills(&hcl, given, "${upper(c)} ${a[0]} ${c", "[${upper(c)}] [${a[0]}] ${c");
	check_fills(&make, given, "$(c)${c}$(shell echo $(c))", "yy[$(shell echo $(c))]");
	check_fills(&make, given, "$$c $c $$(c)", "$c $c $(c)");
}

static void a_name_that_uses_itself_comes_from_outside(void **state)
{
	(void)state;
	const struct given given[] = {
		{ .name = "A", .text = "${A:-alpine}" },
		{ .name = "B", .text = "$C" },
		{ .name = "C", .text = "$B" },
		{ .name = NULL },
	};

	check_fills(&shell, given, "$A", "alpine");
	check_fills(&shell, given, "x$B", "x[$B]");
}

static void several_meanings_are_taken_by_their_groups(void **state)
{
	(void)state;
	OWNED_STRING text = must_format("$I@$D");
	const struct given given[] = {
		{ .name = "I", .text = "a", .group = 1 },
		{ .name = "D", .text = "one", .group = 1 },
		{ .name = "I", .text = "b", .group = 2 },
		{ .name = "D", .text = "two", .group = 2 },
		{ .name = "I", .text = "c", .group = 3 },
		{ .name = "E", .text = "one", .group = 1 },
		{ .name = "E", .text = "two", .group = 2 },
		{ .name = NULL },
	};
	const struct asked second = { .dialect = &dialect_shell, .used_at = { 900000, 2 } };

	check_fills(&shell, given, text, "a@one; b@two");
	check_fills(&second, given, text, "b@two");
	check_fills(&shell, given, "x@$E", "x@one; x@two");
	check_fills(&shell, given, "$I@known", "[$I]@known");
	check_fills(&shell, given, "$I:1", "[$I]:1");
}

static void parts_of_different_groups_do_not_meet(void **state)
{
	(void)state;
	const struct given given[] = {
		{ .name = "I", .text = "a", .group = 1 },
		{ .name = "I", .text = "b", .group = 2 },
		{ .name = "D", .text = "one", .group = 3 },
		{ .name = "D", .text = "two", .group = 4 },
		{ .name = NULL },
	};

	check_fills(&shell, given, "$I@$D", "[$I]@one; [$I]@two");
}

static void the_last_definition_in_front_holds(void **state)
{
	(void)state;
	const struct given given[] = { { .name = "I", .text = "a" },
				       { .name = "I", .text = "b" },
				       { .name = "I", .text = "c" },
				       { .name = NULL } };
	const struct asked between = { .dialect = &dialect_shell, .used_at = { 2500, 0 } };
	const struct asked ahead = { .dialect = &dialect_shell, .used_at = { 500, 0 } };

	check_fills(&shell, given, "$I", "c");
	check_fills(&between, given, "$I", "b");
	check_fills(&ahead, given, "$I", "c");
}

static void an_inner_scope_hides_the_outer_one(void **state)
{
	(void)state;
	const struct given given[] = {
		{ .name = "I", .text = "outer" },
		{ .name = "I", .text = "inner", .scope = { 2000, 1000 } },
		{ .name = "J", .text = "inside", .scope = { 2000, 1000 } },
		{ .name = NULL },
	};
	const struct asked inside = { .dialect = &dialect_shell, .used_at = { 2999, 0 } };
	const struct asked behind = { .dialect = &dialect_shell, .used_at = { 3000, 0 } };

	check_fills(&inside, given, "$I$J", "innerinside");
	check_fills(&behind, given, "$I$J", "outer[$J]");
}

struct image_path {
	const char *part;
	struct range at;
};

static void find_place(void *data, struct mapped_slice mapped)
{
	struct image_path *image_path = data;
	size_t at;

	assert_true(slice_find(&at, mapped_bytes(mapped), image_path->part));
	assert_true(
	    mapped_range(&image_path->at, mapped_part(mapped, at, strlen(image_path->part))));
}

static void letters_know_the_definition_they_came_from(void **state)
{
	(void)state;
	OWNED(variables) variables = variables_new(&dialect_shell, NULL, &digest_values);
	OWNED(mapped_text) text = mapped_text_of_file(slice_of("$I@$D"));
	struct given name = { .name = "I", .text = "golang:1" };
	struct given pin = { .name = "D", .text = digest };
	struct image_path image_path = { .part = digest };

	define(variables, &name, 1000);
	define(variables, &pin, 2000);
	variables_expand_each(variables, mapped_text_slice(text), &shell.used_at, find_place,
			      &image_path);
	assert_int_equal(image_path.at.at, 2000);
	assert_int_equal(image_path.at.length, strlen(digest));
}

/* Each doubles the one before: worked out, the last would have 2^40 bytes. */
static void doubling_texts_end_at_a_ceiling(void **state)
{
	(void)state;
	OWNED(variables) variables = variables_new(&dialect_shell, NULL, &digest_values);
	OWNED(mapped_text) text = mapped_text_of_file(slice_of("$V39"));
	OWNED(text) got = text_new(0);

	for (unsigned i = 0; i < 40; i++) {
		OWNED_STRING name = must_format("V%u", i);
		OWNED_STRING twice = must_format("$V%u$V%u", i - 1, i - 1);
		struct given given = { .name = name, .text = i ? twice : "letters" };

		define(variables, &given, 1000 * i);
	}
	variables_expand_each(variables, mapped_text_slice(text), &shell.used_at, add_shown, got);
	assert_true(got->size <= VARIABLE_BYTES_MOST);
}

static void too_many_definitions_mean_nothing(void **state)
{
	(void)state;
	OWNED(variables) variables = variables_new(&dialect_shell, NULL, &digest_values);
	OWNED(mapped_text) text = mapped_text_of_file(slice_of("$I"));
	OWNED(text) got = text_new(0);

	for (unsigned i = 0; i <= DEFINITIONS_OF_NAME_MOST; i++)
		define(variables, &(struct given){ .name = "I", .text = "a" }, 10 * i);
	assert_int_equal(variables_count(variables), DEFINITIONS_OF_NAME_MOST);
	variables_expand_each(variables, mapped_text_slice(text), &shell.used_at, add_shown, got);
	assert_string_equal(got->bytes, "[$I]");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(puts_parts_together),
		cmocka_unit_test(reads_the_signs_of_other_languages),
		cmocka_unit_test(a_name_that_uses_itself_comes_from_outside),
		cmocka_unit_test(several_meanings_are_taken_by_their_groups),
		cmocka_unit_test(parts_of_different_groups_do_not_meet),
		cmocka_unit_test(the_last_definition_in_front_holds),
		cmocka_unit_test(an_inner_scope_hides_the_outer_one),
		cmocka_unit_test(letters_know_the_definition_they_came_from),
		cmocka_unit_test(doubling_texts_end_at_a_ceiling),
		cmocka_unit_test(too_many_definitions_mean_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
