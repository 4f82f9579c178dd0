#include "../support/assertions.h"

#include <digestbump/base/memory.h>
#include <digestbump/base/node.h>
#include <digestbump/limits.h>
#include <string.h>

static struct documents *read_text(const char *text, bool comments)
{
	struct documents *documents = NULL;

	assert_fine(json_read(&documents, slice_of(text), comments));
	return documents;
}

/* A text that is refused, and what is said of it. */
struct broken_case {
	const char *text;
	const char *says;
};

static const struct broken_case broken_cases[] = {
	{ "{", "line 1, column 2: the file ends where a key in double quotes should stand" },
	{ "[1,\n 2", "line 2, column 3: the file ends where ',' or ']' should stand" },
	{ "[1,]", "line 1, column 4: ']' stands where a value should" },
	{ "{\"a\":1,}", "'}' stands where a value should" },
	{ "[1 2]", "line 1, column 4: '2' stands where ',' or ']' should" },
	{ "{\"a\" 1}", "'1' stands where ':' should" },
	{ "{a: 1}", "'a' stands where a key in double quotes should" },
	{ "{'a': 1}", "stands where a key in double quotes should" },
	{ "[,1]", "',' stands where a value should" },
	{ "]", "']' stands where a value should" },
	{ "tru", "'t' stands where a value should" },
	{ "01", "'0' stands where a value should" },
	{ "1.", "'1' stands where a value should" },
	{ "1e+", "'1' stands where a value should" },
	{ "-", "'-' stands where a value should" },
	{ "+1", "'+' stands where a value should" },
	{ "NaN", "'N' stands where a value should" },
	{ "\"a", "line 1, column 3: a string without an end" },
	{ "\"a\n\"", "a string without an end" },
	{ "\"a\tb\"", "a string without an end" },
	{ "\"\\q\"", "'q' stands where the letter of an escape should" },
	{ "\"\\", "the file ends where the letter of an escape should stand" },
	{ "\"\\u12g4\"", "'g' stands where a hex digit should" },
	{ "\"\\u12", "the file ends where a hex digit should stand" },
	{ "\"\\ud83d\"", "half a surrogate pair" },
	{ "\"\\ud83d\\u0041\"", "half a surrogate pair" },
	{ "\"\\ude00\\ud83d\"", "half a surrogate pair" },
	{ "\"\xff\"", "a string that is no UTF-8" },
	{ "\"\xc0\x80\"", "a string that is no UTF-8" },
	{ "\"\xe2\x82", "a string that is no UTF-8" },
	{ "// a\n1", "'/' stands where a value should" },
	{ "1 # a", "'#' stands where a value should" },
};

static void what_is_no_json_is_told_by_line_and_column(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(broken_cases) / sizeof(*broken_cases); i++) {
		const struct broken_case *c = &broken_cases[i];
		OWNED(documents) documents = read_text(c->text, false);
		const char *says = documents->broken ? error_text(documents->broken) : "nothing";

		if (!strstr(says, c->says))
			fail_msg("'%s': %s", c->text, says);
		assert_int_equal(error_kind(documents->broken), ERROR_SYNTAX);
	}
}

static void values_are_decoded(void **state)
{
	(void)state;
	OWNED(documents)
	documents = read_text("[\"\\\"\\\\\\/\\b\\f\\n\\r\\t\", "
			      "\"\\u0041\\u00e9\\u20ac\\ud83d\\ude00\", -0.1E+2, "
			      "1.10, true, false, null, \"\", {}, []]",
			      false);
	static const char *const values[] = {
		"\"\\/\b\f\n\r\t",
		"A\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80",
		"-0.1E+2",
		"1.10",
		"true",
		"false",
		"null",
		"",
	};

	assert_null(documents->broken);
	const struct node *list = documents->roots[0];

	for (size_t i = 0; i < sizeof(values) / sizeof(*values); i++)
		assert_string_equal(node_string(list->items[i]), values[i]);
	assert_int_equal(list->items[8]->kind, NODE_MAPPING);
	assert_int_equal(list->items[9]->kind, NODE_SEQUENCE);
	assert_int_equal(list->items[2]->style, NODE_PLAIN);
	assert_int_equal(list->items[7]->style, NODE_JSON);
}

static void a_value_may_hold_a_nul(void **state)
{
	(void)state;
	OWNED(documents) documents = read_text("{\"a\\u0000b\": \"\\u0000c\"}", false);

	assert_int_equal(documents->roots[0]->items[1]->size, 2);
	assert_null(node_get(documents->roots[0], "a"));
}

static void nodes_know_where_they_stand(void **state)
{
	(void)state;
	const char *file = "\xef\xbb\xbf{\r\n\t\"\xc3\xa9\": [1,\r\n \"x\\/d0\"] }";
	OWNED(documents) documents = read_text(file, false);
	const struct node *list = documents->roots[0]->items[1];
	struct range at;

	assert_int_equal(list->line, 2);
	assert_int_equal(list->column, 8);
	assert_int_equal(list->at.length, 14);
	assert_int_equal(list->items[1]->line, 3);
	assert_int_equal(list->items[1]->column, 2);
	assert_true(node_locate(&at, list->items[1], slice_of(file), 2, 2));
	assert_memory_equal(file + at.at, "d0", 2);
	assert_false(node_locate(&at, list->items[1], slice_of(file), 1, 2));
	assert_int_equal(documents->roots[0]->at.at, 3);
	assert_int_equal(documents->roots[0]->at.length, strlen(file) - 3);
}

static void stretches_behind_a_surrogate_pair_are_found(void **state)
{
	(void)state;
	const char *file = "\"\\ud83d\\ude00d0\"";
	OWNED(documents) documents = read_text(file, false);
	struct range at;

	assert_true(node_locate(&at, documents->roots[0], slice_of(file), 4, 2));
	assert_int_equal(at.at, 13);
}

static void breaks_of_yaml_are_letters_of_json(void **state)
{
	(void)state;
	const char *file = "\"a  \xe2\x80\xa8 \xc2\x85 d0\"";
	OWNED(documents) documents = read_text(file, false);
	struct range at;

	assert_true(node_locate(&at, documents->roots[0], slice_of(file), 0, 12));
	assert_int_equal(at.at, 1);
}

static void several_values_are_several_documents(void **state)
{
	(void)state;
	OWNED(documents) documents = read_text("{\"a\":1}\n{\"b\":2} 3 \"\"\n", false);

	assert_int_equal(documents->count, 4);
	OWNED(documents) some = read_text("{\"a\":1}\n{\"b\":", false);

	assert_int_equal(some->count, 1);
	assert_int_equal(some->broken_line, 2);
	OWNED(documents) none = read_text(" \n", false);

	assert_int_equal(none->count, 0);
	assert_null(none->broken);
}

static void equal_keys_are_kept_and_the_last_counts(void **state)
{
	(void)state;
	OWNED(documents) documents = read_text("{\"a\":1,\"a\":2}", false);

	assert_string_equal(node_string(node_get(documents->roots[0], "a")), "2");
	assert_int_equal(documents->roots[0]->count, 4);
}

static void comments_and_last_commas_are_read_where_they_are_allowed(void **state)
{
	(void)state;
	OWNED(documents)
	documents = read_text("// x\n{ /* \"a\": 0 */ \"a\" /**/ : // y\n"
			      "[1, 2, /* z */ ], \"b\": \"/*\", }//",
			      true);

	assert_null(documents->broken);
	assert_int_equal(node_get(documents->roots[0], "a")->count, 2);
	assert_string_equal(node_string(node_get(documents->roots[0], "b")), "/*");
	OWNED(documents) open = read_text("1 /* x *", true);
	OWNED(documents) comma = read_text("[,]", true);
	OWNED(documents) slash = read_text("1 / 2", true);

	assert_non_null(strstr(error_text(open->broken), "a comment without an end"));
	assert_non_null(comma->broken);
	assert_non_null(slash->broken);
}

static void levels_have_a_ceiling(void **state)
{
	(void)state;
	OWNED(text) deep = text_new(0);

	for (size_t i = 0; i < 1000000; i++)
		text_add_string(deep, "[");
	OWNED(documents) documents = read_text(deep->bytes, false);

	assert_int_equal(error_kind(documents->broken), ERROR_LIMIT);
}

static void nodes_have_a_ceiling(void **state)
{
	(void)state;
	OWNED(text) many = text_new(0);

	for (size_t i = 0; i <= NODES_MOST; i++)
		text_add_string(many, "1 ");
	OWNED(documents) documents = read_text(many->bytes, false);

	assert_int_equal(error_kind(documents->broken), ERROR_LIMIT);
	assert_int_equal(documents->count, NODES_MOST);
}

static void what_is_no_utf8_text_is_refused(void **state)
{
	(void)state;
	struct documents *utf16 = NULL;
	OWNED(documents) nul = NULL;

	assert_fails(json_read(&utf16, (struct slice){ "\xff\xfe{", 3 }, false), ERROR_UNSUPPORTED,
		     "UTF-16");
	assert_null(utf16);
	assert_fine(json_read(&nul, (struct slice){ "1\n\0", 3 }, false));
	assert_int_equal(nul->count, 0);
	assert_int_equal(nul->broken_line, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_no_json_is_told_by_line_and_column),
		cmocka_unit_test(values_are_decoded),
		cmocka_unit_test(a_value_may_hold_a_nul),
		cmocka_unit_test(nodes_know_where_they_stand),
		cmocka_unit_test(stretches_behind_a_surrogate_pair_are_found),
		cmocka_unit_test(breaks_of_yaml_are_letters_of_json),
		cmocka_unit_test(several_values_are_several_documents),
		cmocka_unit_test(equal_keys_are_kept_and_the_last_counts),
		cmocka_unit_test(comments_and_last_commas_are_read_where_they_are_allowed),
		cmocka_unit_test(levels_have_a_ceiling),
		cmocka_unit_test(nodes_have_a_ceiling),
		cmocka_unit_test(what_is_no_utf8_text_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
