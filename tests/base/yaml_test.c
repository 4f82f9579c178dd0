#include "../support/assertions.h"

#include <digestbump/base/memory.h>
#include <digestbump/base/node.h>
#include <digestbump/limits.h>
#include <string.h>

static struct documents *read_text(const char *text)
{
	struct documents *documents = NULL;

	assert_fine(yaml_read(&documents, slice_of(text)));
	return documents;
}

/* Every case: a file whose only document is a mapping with a key "a", whose
 * value holds DIGEST once; `before` is what stands in front of it in the file. */
struct locate_case {
	const char *says;
	const char *file;
	const char *value;
	const char *needle;
	long at; /* of the needle in the file; -1: it is not there in one piece */
};

static const struct locate_case locate_cases[] = {
	{ "plain", "a: x@d0\n", "x@d0", "d0", 5 },
	{ "plain over two lines", "a: x\n  d0\n", "x d0", "d0", 7 },
	{ "plain folded with an empty line", "a: x\n\n  d0\n", "x\nd0", "d0", 8 },
	{ "a needle over a fold", "a: x\n  d0\n", "x d0", "x d", -1 },
	{ "single quotes", "a: 'x@d0'\n", "x@d0", "d0", 6 },
	{ "doubled quotes in front", "a: 'it''s d0'\n", "it's d0", "d0", 10 },
	{ "a needle with a doubled quote", "a: 'it''s d0'\n", "it's d0", "t's", -1 },
	{ "single quotes over lines", "a: 'x \n\n  d0'\n", "x\nd0", "d0", 10 },
	{ "double quotes", "a: \"x@d0\"\n", "x@d0", "d0", 6 },
	{ "an escape in front", "a: \"x\\x40d0\"\n", "x@d0", "d0", 9 },
	{ "an escape in the needle", "a: \"x@d\\x30\"\n", "x@d0", "d0", -1 },
	{ "letters of an escape are not the value's", "a: \"\\x41 \\x34\\x31\"\n", "A 41", "41",
	  -1 },
	{ "a slash escape", "a: \"x\\/d0\"\n", "x/d0", "d0", 7 },
	{ "an escaped break", "a: \"x@\\\n   d0\"\n", "x@d0", "d0", 11 },
	{ "an escaped break inside the needle", "a: \"x@d\\\n   0\"\n", "x@d0", "d0", -1 },
	{ "an escaped break and empty lines", "a: \"x\\\n\n\n  d0\"\n", "x\n\nd0", "d0", 11 },
	{ "an escaped space behind a fold", "a: \"x\n  \\ d0\"\n", "x  d0", "d0", 10 },
	{ "a wide escape", "a: \"\\u00e9\\U0001F600d0\"\n",
	  "\xc3\xa9\xf0\x9f\x98\x80"
	  "d0",
	  "d0", 20 },
	{ "literal", "a: |\n  x\n  d0\n", "x\nd0\n", "d0", 11 },
	{ "literal, more indented", "a: |-\n  x\n    d0\n", "x\n  d0", "d0", 14 },
	{ "literal with an indentation indicator", "a: |1-\n    d0\n", "   d0", "d0", 11 },
	{ "literal, CRLF", "a: |\r\n  x\r\n  d0\r\n", "x\nd0\n", "d0", 13 },
	{ "folded", "a: >-\n  x\n  d0\n", "x d0", "d0", 12 },
	{ "folded with a remark that says the same", "a: >- # d0\n  x@d0\n", "x@d0", "d0", 15 },
	{ "folded, CRLF, empty lines", "a: >-\r\n\r\n  x\r\n\r\n  d0\r\n", "\nx\nd0", "d0", 18 },
	{ "a tag and an anchor", "a: !!str &d0 \"d0\"\n", "d0", "d0", 14 },
	{ "an anchor, a remark and a tag on lines of their own", "a: &d0 # d0\n  !t\n  d0\n", "d0",
	  "d0", 19 },
	{ "value on the next line", "a:\n  d0\n", "d0", "d0", 5 },
	{ "explicit key", "? a\n: d0\n", "d0", "d0", 6 },
	{ "flow", "{a: d0}", "d0", "d0", 4 },
	{ "flow with tabs", "{\"a\":\t\"d0\"\t}", "d0", "d0", 7 },
	{ "letters of several bytes in front", "\xc3\xa9\xf0\x9f\x98\x80: \xe2\x82\xac\na: d0\n",
	  "d0", "d0", 15 },
	{ "BOM",
	  "\xef\xbb\xbf"
	  "a: d0\n",
	  "d0", "d0", 6 },
	{ "CRLF", "b: 1\r\na: d0\r\n", "d0", "d0", 9 },
	{ "the second of two", "a: d0 x d0\n", "d0 x d0", "x d0", 6 },
	{ "NEL is a break",
	  "b: 1\xc2\x85"
	  "a: x\xc2\x85  d0\n",
	  "x d0", "d0", 14 },
	{ "NEL ends a tag", "a: !\xc2\x85  d0\n", "d0", "d0", 8 },
	{ "a tag with a comma", "a: !<x,y> d0\n", "d0", "d0", 10 },
	{ "an anchor that a colon ends", "a: &x:d0\n", ":d0", "d0", 6 },
	{ "LS stays in the value", "a: 'x\xe2\x80\xa8  d0'\n",
	  "x\xe2\x80\xa8"
	  "d0",
	  "d0", 10 },
};

static void a_stretch_of_a_value_is_found_in_the_file(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(locate_cases) / sizeof(*locate_cases); i++) {
		const struct locate_case *c = &locate_cases[i];
		OWNED(documents) documents = read_text(c->file);
		const struct node *node =
		    documents->count ? node_get(documents->roots[0], "a") : NULL;
		struct range at = { 0 };

		if (!node || documents->broken || strcmp(node_string(node), c->value) != 0)
			fail_msg("%s: the value is '%s'", c->says, node ? node_string(node) : "");
		size_t from = (size_t)(strstr(c->value, c->needle) - c->value);
		bool found = node_locate(&at, node, slice_of(c->file), from, strlen(c->needle));

		if (found != (c->at >= 0) || (found && at.at != (size_t)c->at))
			fail_msg("%s: found at %zu", c->says, found ? at.at : 0);
		if (found)
			assert_memory_equal(c->file + at.at, c->needle, at.length);
	}
}

static void nothing_is_found_outside_of_a_value(void **state)
{
	(void)state;
	const char *file = "a: d0\nb: []\n";
	OWNED(documents) documents = read_text(file);
	struct range at;
	const struct node *a = node_get(documents->roots[0], "a");

	assert_true(node_locate(&at, a, slice_of(file), 0, 2));
	assert_false(node_locate(&at, a, slice_of(file), 0, 0));
	assert_false(node_locate(&at, a, slice_of(file), 1, 2));
	assert_false(node_locate(&at, a, slice_of(file), 7, 1));
	assert_false(node_locate(&at, NULL, slice_of(file), 0, 2));
	assert_false(node_locate(&at, node_get(documents->roots[0], "b"), slice_of(file), 0, 1));
	assert_false(node_locate(&at, a, slice_of("a"), 0, 2));
}

static void a_map_answers_for_every_line_of_a_block(void **state)
{
	(void)state;
	const char *file = "a: |\n  FROM x\n\n  RUN y\n";
	OWNED(documents) documents = read_text(file);
	OWNED(node_map) map = node_map_new(node_get(documents->roots[0], "a"), slice_of(file));
	struct range at;

	assert_true(node_map_locate(&at, map, 5, 1));
	assert_int_equal(at.at, 12);
	assert_true(node_map_locate(&at, map, 12, 1));
	assert_int_equal(at.at, 21);
	assert_false(node_map_locate(&at, map, 5, 3));
}

static void nodes_know_their_line_and_column(void **state)
{
	(void)state;
	OWNED(documents)
	documents = read_text("# \xc3\xa9\r\n---\r\na:\r\n  - &x \"\xc3\xa9\"\r\n"
			      "  - {b: *x}\r\n");
	const struct node *list = node_get(documents->roots[0], "a");

	assert_int_equal(list->kind, NODE_SEQUENCE);
	assert_int_equal(list->line, 4);
	assert_int_equal(list->items[0]->line, 4);
	assert_int_equal(list->items[0]->column, 8);
	assert_int_equal(list->items[0]->at.length, 4);
	const struct node *flow = list->items[1];

	assert_int_equal(flow->line, 5);
	assert_int_equal(flow->column, 5);
	assert_int_equal(flow->at.length, 7);
	assert_int_equal(flow->items[1]->column, 9);
}

static void a_collection_ends_with_its_last_item(void **state)
{
	(void)state;
	const char *file = "a:\n  b: 1\n  # remark\n\nc: 2\n";
	OWNED(documents) documents = read_text(file);
	const struct node *a = node_get(documents->roots[0], "a");

	assert_int_equal(a->at.at, 5);
	assert_int_equal(a->at.length, 4);
}

static void aliases_point_and_are_not_expanded(void **state)
{
	(void)state;
	OWNED(documents) documents = read_text("a: &x {k: v}\nb: *x\nc: *nowhere\n");
	const struct node *root = documents->roots[0];

	assert_ptr_equal(node_get(root, "b"), node_get(root, "a"));
	assert_int_equal(root->items[3]->kind, NODE_ALIAS);
	assert_null(node_get(root, "c"));
	assert_string_equal(node_string(
				node_get_path(root, (const char *const[]){ "b", "k", NULL })),
			    "v");
}

static void an_anchor_counts_from_where_it_is_given_again(void **state)
{
	(void)state;
	OWNED(documents) documents = read_text("- &x 1\n- *x\n- &x 2\n- *x\n---\n- *x\n");
	const struct node *list = documents->roots[0];

	assert_string_equal(node_string(list->items[1]), "1");
	assert_string_equal(node_string(list->items[3]), "2");
	assert_null(node_target(documents->roots[1]->items[0]));
}

static void an_anchor_may_hold_itself(void **state)
{
	(void)state;
	OWNED(documents) documents = read_text("&x [*x]");

	assert_ptr_equal(documents->roots[0]->items[0]->target, documents->roots[0]);
}

/* Expanded, they would be 10^9 strings. */
static void laughing_aliases_stay_linear(void **state)
{
	(void)state;
	OWNED(text) bomb = text_new(0);

	text_add_string(bomb, "a0: &a0 [lol]\n");
	for (int i = 1; i < 10; i++) {
		text_add_format(bomb, "a%d: &a%d [", i, i);
		for (int k = 0; k < 10; k++)
			text_add_format(bomb, "*a%d,", i - 1);
		text_add_string(bomb, "]\n");
	}
	for (int i = 0; i < 10000; i++)
		text_add_format(bomb, "b%d: *a9\n", i);
	OWNED(documents) documents = read_text(bomb->bytes);

	assert_null(documents->broken);
	assert_int_equal(documents->roots[0]->count, 2 * 10010);
}

static void tags_are_kept_as_written(void **state)
{
	(void)state;
	OWNED(documents)
	documents = read_text(
	    "a: !reset null\nb: !override &x [1]\nc: &y !!str 1\nd: ! x\n? !t k: v\n: 1\n");
	const struct node *root = documents->roots[0];

	assert_string_equal(node_get(root, "a")->tag, "!reset");
	assert_string_equal(node_get(root, "b")->tag, "!override");
	assert_string_equal(node_get(root, "c")->tag, "!!str");
	assert_string_equal(node_get(root, "d")->tag, "!");
	assert_null(root->items[8]->tag);
	assert_string_equal(root->items[8]->items[0]->tag, "!t");
}

static void the_last_of_two_equal_keys_counts_and_both_are_kept(void **state)
{
	(void)state;
	OWNED(documents) documents = read_text("a: 1\na: 2\n<<: *p\n<<: *q\n[x]: y\n");

	assert_null(documents->broken);
	assert_string_equal(node_string(node_get(documents->roots[0], "a")), "2");
	assert_int_equal(documents->roots[0]->count, 10);
	assert_null(node_get(documents->roots[0], "x"));
}

static void a_null_in_the_way_gives_null(void **state)
{
	(void)state;
	OWNED(documents) documents = read_text("a:\nb: [c]\n");
	const struct node *root = documents->roots[0];

	assert_string_equal(node_string(node_get(root, "a")), "");
	assert_null(node_get(node_get(root, "a"), "x"));
	assert_null(node_string(node_get(root, "b")));
	assert_null(node_get_path(root, (const char *const[]){ "b", "c", NULL }));
	assert_null(node_get(NULL, "x"));
}

static void empty_documents_are_left_out(void **state)
{
	(void)state;
	OWNED(documents)
	documents = read_text("%YAML 1.1\n---\n---\n# only this\n--- a\n...\n---\n");

	assert_int_equal(documents->count, 1);
	OWNED(documents) nothing = read_text("");

	assert_int_equal(nothing->count, 0);
	assert_null(nothing->broken);
}

static void what_is_broken_is_told_by_line_and_column(void **state)
{
	(void)state;
	OWNED(documents) documents = read_text("a: 1\n---\nservices:\n \xc3\xa9: x: y\n");

	assert_int_equal(documents->count, 1);
	assert_int_equal(documents->broken_line, 4);
	assert_int_equal(error_kind(documents->broken), ERROR_SYNTAX);
	assert_string_equal(error_text(documents->broken),
			    "line 4, column 7: mapping values are not allowed in this context");
}

static void bytes_that_are_no_utf8_are_told_by_their_line(void **state)
{
	(void)state;
	OWNED(documents)
	documents = read_text("\xef\xbb\xbf"
			      "a: 1\nb: \xff\n");

	assert_int_equal(documents->broken_line, 2);
	assert_non_null(strstr(error_text(documents->broken), "line 2, column 4: "));
}

static void a_nul_byte_breaks_the_file(void **state)
{
	(void)state;
	OWNED(documents) documents = NULL;

	assert_fine(yaml_read(&documents, (struct slice){ "a: 1\nb\0", 7 }));
	assert_int_equal(documents->count, 0);
	assert_string_equal(error_text(documents->broken),
			    "line 2, column 2: a NUL byte: this is no text");
}

static void utf16_is_not_read(void **state)
{
	(void)state;
	struct documents *documents = NULL;

	assert_fails(yaml_read(&documents, (struct slice){ "\xff\xfe"
							   "a\0",
							   4 }),
		     ERROR_UNSUPPORTED, "UTF-16");
	assert_fails(yaml_read(&documents, (struct slice){ "\xfe\xff\0a", 4 }), ERROR_UNSUPPORTED,
		     "UTF-16");
	assert_null(documents);
}

static struct documents *read_nested(size_t levels)
{
	OWNED(text) deep = text_new(0);

	for (size_t i = 0; i < levels; i++)
		text_add_string(deep, "[");
	for (size_t i = 0; i < levels; i++)
		text_add_string(deep, "]");
	return read_text(deep->bytes);
}

static void levels_have_a_ceiling(void **state)
{
	(void)state;
	OWNED(documents) fits = read_nested(NODE_DEPTH_MOST);
	OWNED(documents) deep = read_nested(NODE_DEPTH_MOST + 1);

	assert_null(fits->broken);
	assert_int_equal(deep->count, 0);
	assert_int_equal(error_kind(deep->broken), ERROR_LIMIT);
}

static void nodes_have_a_ceiling(void **state)
{
	(void)state;
	OWNED(text) many = text_new(0);

	for (size_t i = 0; i <= NODES_MOST; i++)
		text_add_string(many, "- 1\n");
	OWNED(documents) documents = read_text(many->bytes);

	assert_int_equal(error_kind(documents->broken), ERROR_LIMIT);
	assert_int_equal(documents->broken_line, NODES_MOST);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_stretch_of_a_value_is_found_in_the_file),
		cmocka_unit_test(nothing_is_found_outside_of_a_value),
		cmocka_unit_test(a_map_answers_for_every_line_of_a_block),
		cmocka_unit_test(nodes_know_their_line_and_column),
		cmocka_unit_test(a_collection_ends_with_its_last_item),
		cmocka_unit_test(aliases_point_and_are_not_expanded),
		cmocka_unit_test(an_anchor_counts_from_where_it_is_given_again),
		cmocka_unit_test(an_anchor_may_hold_itself),
		cmocka_unit_test(laughing_aliases_stay_linear),
		cmocka_unit_test(tags_are_kept_as_written),
		cmocka_unit_test(the_last_of_two_equal_keys_counts_and_both_are_kept),
		cmocka_unit_test(a_null_in_the_way_gives_null),
		cmocka_unit_test(empty_documents_are_left_out),
		cmocka_unit_test(what_is_broken_is_told_by_line_and_column),
		cmocka_unit_test(bytes_that_are_no_utf8_are_told_by_their_line),
		cmocka_unit_test(a_nul_byte_breaks_the_file),
		cmocka_unit_test(utf16_is_not_read),
		cmocka_unit_test(levels_have_a_ceiling),
		cmocka_unit_test(nodes_have_a_ceiling),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
