#include "../../../src/scan/find/finder.h"
#include "../../support/assertions.h"
#include <digestbump/base/memory.h>

static void other_nodes_in_the_same_memory_are_other_nodes(void **state)
{
	const struct scan_file file = { .path = "a.yaml", .bytes = slice_of("a: b\nc: d\n") };
	struct node node = { .kind = NODE_MAPPING, .at = { 0, 4 } };
	struct finder finder;
	(void)state;

	finder_begin(&finder, &file, NULL);
	assert_ptr_equal(finder_once(&finder, &node), &node);
	assert_null(finder_once(&finder, &node));
	node.at = (struct range){ 5, 4 };
	assert_ptr_equal(finder_once(&finder, &node), &node);
	assert_null(finder_once(&finder, &node));
	finder_end(&finder);
}

static void nodes_of_two_embedded_documents_are_two(void **state)
{
	const struct scan_file file = { .path = "a.yaml", .bytes = slice_of("a: b\nc: d\n") };
	const struct node node = { .kind = NODE_MAPPING, .at = { 0, 4 } };
	OWNED(node_map) map = node_map_new(NULL, file.bytes);
	struct finder finder;
	(void)state;

	finder_begin(&finder, &file, NULL);
	assert_ptr_equal(finder_once(&finder, &node), &node);
	finder.map = map;
	for (size_t i = 0; i < 2; i++) {
		finder.map_at = i * 5;
		assert_ptr_equal(finder_once(&finder, &node), &node);
		assert_null(finder_once(&finder, &node));
	}
	finder.map = NULL;
	assert_null(finder_once(&finder, &node));
	finder_end(&finder);
}

static void a_set_holds_many_nodes(void **state)
{
	OWNED(node_set) set = node_set_new();
	struct node node = { .kind = NODE_SCALAR };
	(void)state;

	assert_false(node_set_has(NULL, 0, &node));
	assert_false(node_set_has(set, 0, &node));
	for (size_t i = 0; i < 10000; i++) {
		node.at = (struct range){ i / 2, i % 2 };
		assert_true(node_set_add(set, i % 3, &node));
	}
	for (size_t i = 0; i < 10000; i++) {
		node.at = (struct range){ i / 2, i % 2 };
		assert_false(node_set_add(set, i % 3, &node));
		assert_true(node_set_has(set, i % 3, &node));
		assert_false(node_set_has(set, 3, &node));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(other_nodes_in_the_same_memory_are_other_nodes),
		cmocka_unit_test(nodes_of_two_embedded_documents_are_two),
		cmocka_unit_test(a_set_holds_many_nodes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
