#include "../support/assertions.h"
#include <digestbump/base/map.h>
#include <digestbump/base/memory.h>
#include <digestbump/base/strings.h>
#include <digestbump/base/time.h>

static void a_map_keeps_the_order_of_adding_through_its_growth(void **state)
{
	(void)state;
	OWNED(map) map = map_new();
	static int values[5000];

	assert_null(map_get(map, "key-0"));
	for (int i = 0; i < 5000; i++) {
		OWNED_STRING key = must_format("key-%d", i);

		map_set(map, key, &values[i]);
	}
	assert_int_equal(map_count(map), 5000);
	for (int i = 0; i < 5000; i++) {
		OWNED_STRING key = must_format("key-%d", i);

		assert_ptr_equal(map_get(map, key), &values[i]);
		assert_string_equal(map_key(map, (size_t)i), key);
	}
	assert_null(map_get(map, "key-5000"));
}

static void setting_a_key_again_replaces_its_value(void **state)
{
	(void)state;
	OWNED(map) map = map_new();
	int one = 1;
	int two = 2;

	map_set(map, "a", &one);
	map_set(map, "", &one);
	map_set(map, "a", &two);
	assert_int_equal(map_count(map), 2);
	assert_ptr_equal(map_get(map, "a"), &two);
	assert_ptr_equal(map_get(map, ""), &one);
	assert_ptr_equal(map_value(map, 0), &two);
}

static void strings_are_sorted_by_their_bytes(void **state)
{
	(void)state;
	OWNED(strings) list = strings_new();

	strings_sort(list);
	strings_add(list, "b");
	strings_add(list, "\xc3\xa4");
	strings_add(list, "B");
	assert_true(strings_add_new(list, "a"));
	assert_false(strings_add_new(list, "b"));
	strings_sort(list);
	assert_int_equal(list->count, 4);
	assert_string_equal(list->items[0], "B");
	assert_string_equal(list->items[1], "a");
	assert_string_equal(list->items[3], "\xc3\xa4");
	assert_true(strings_has(list, "b"));
}

static void times_are_written_by_rfc_3339(void **state)
{
	(void)state;
	OWNED_STRING text = time_rfc3339(784111777);

	assert_string_equal(text, "1994-11-06T08:49:37Z");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_map_keeps_the_order_of_adding_through_its_growth),
		cmocka_unit_test(setting_a_key_again_replaces_its_value),
		cmocka_unit_test(strings_are_sorted_by_their_bytes),
		cmocka_unit_test(times_are_written_by_rfc_3339),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
