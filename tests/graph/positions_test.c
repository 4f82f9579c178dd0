#include "../../src/graph/matrix.h"
#include "../../src/graph/positions.h"
#include "../../src/graph/pushed_name.h"
#include "../support/assertions.h"
#include <digestbump/base/memory.h>
#include <digestbump/limits.h>

/* ---- positions ---- */

static void assert_stands(const struct positions *positions, uint32_t address, const char *path,
			  unsigned line)
{
	struct position position;

	assert_true(positions_find(&position, positions, address));
	assert_string_equal(position.path, path);
	assert_int_equal(position.line, line);
}

static void every_byte_knows_its_file_and_line(void **state)
{
	(void)state;
	OWNED(positions) positions = positions_new();
	struct position position;
	uint32_t one;
	uint32_t empty;
	uint32_t two;

	assert_true(positions_add(&one, positions, 0, "one", slice_of("ab\n\ncd")));
	assert_true(positions_add(&empty, positions, 1, "empty", slice_of("")));
	assert_true(positions_add(&two, positions, 1, "two", slice_of("\nx\n")));
	assert_stands(positions, one, "one", 1);
	assert_stands(positions, one + 2, "one", 1);
	assert_stands(positions, one + 3, "one", 2);
	assert_stands(positions, one + 4, "one", 3);
	assert_stands(positions, one + 6, "one", 3);
	assert_stands(positions, empty, "empty", 1);
	assert_stands(positions, two, "two", 1);
	assert_stands(positions, two + 1, "two", 2);
	assert_false(positions_find(&position, positions, two + 100));
	assert_false(positions_find(&position, positions, ORIGIN_NONE));
	assert_false(positions_find(&position, positions, ORIGIN_UNKNOWN));
}

/* ---- names ---- */

static void names_are_cut_outside_of_brackets(void **state)
{
	static const struct {
		const char *text, *written, *repository, *tag;
		bool is_any_tag;
	} rows[] = {
		{ "alpine", "alpine", "docker.io/library/alpine", "latest", false },
		{ "acme/app:1.2", "acme/app", "docker.io/acme/app", "1.2", false },
		{ "localhost:5000/x", "localhost:5000/x", "localhost:5000/x", "latest", false },
		{ "gcr.io/$PROJECT_ID/svc:$SHORT_SHA", "gcr.io/$PROJECT_ID/svc",
		  "gcr.io/$PROJECT_ID/svc", "$SHORT_SHA", true },
		{ "ghcr.io/${{ github.repository }}:${{ a:b }}", "ghcr.io/${{ github.repository }}",
		  "ghcr.io/${{ github.repository }}", "${{ a:b }}", true },
		{ "${R:-x/y}/app:1", "${R:-x/y}/app", "${R:-x/y}/app", "1", false },
		{ "acme/app:{{ .Tag }}-x", "acme/app", "docker.io/acme/app", "{{ .Tag }}-x", true },
		{ "$(shell x:y)/app", "$(shell x:y)/app", "$(shell x:y)/app", "latest", false },
		{ "a:", "a", "docker.io/library/a", "latest", false },
		{ "", "", "", "latest", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct pushed_name name;

		pushed_name_read(&name, rows[i].text);
		assert_string_equal(name.written, rows[i].written);
		assert_string_equal(name.repository, rows[i].repository);
		assert_string_equal(name.tag, rows[i].tag);
		assert_int_equal(name.is_any_tag, rows[i].is_any_tag);
		pushed_name_clear(&name);
	}
}

/* ---- matrices ---- */

static struct mapped_text *text_of(const char *text)
{
	return mapped_text_of_file(slice_of(text));
}

static void add_set(struct matrix *matrix, const char *name, const char *value)
{
	struct declared_values values = { 0 };

	values_set(&values, name, text_of(value));
	matrix_add(matrix, &values);
}

static void matrices_multiply_up_to_their_ceiling(void **state)
{
	struct matrix matrix = { 0 };
	struct matrix others = { 0 };
	struct matrix none = { 0 };

	(void)state;
	matrix_multiply(&matrix, &none);
	assert_int_equal(matrix.count, 0);
	add_set(&others, "x", "1");
	add_set(&others, "x", "2");
	for (unsigned i = 0; i < 3; i++)
		matrix_multiply(&matrix, &others);
	assert_int_equal(matrix.count, 8);
	assert_int_equal(matrix.items[0].count, 1);
	for (unsigned i = 0; i < 20; i++)
		matrix_multiply(&matrix, &others);
	assert_int_equal(matrix.count, MATRIX_MOST);
	matrix_clear(&matrix);
	matrix_clear(&others);
}

static void values_replace_and_give_defaults(void **state)
{
	struct declared_values values = { 0 };

	(void)state;
	values_set(&values, "a", text_of("1"));
	values_set(&values, "a", NULL);
	values_default(&values, "a", text_of("2"));
	values_default(&values, "b", text_of("3"));
	assert_int_equal(values.count, 2);
	assert_null(values_find(&values, "a")->value);
	assert_non_null(values_find(&values, "b")->value);
	for (size_t i = 0; i < BUILD_VALUES_MOST + 10; i++) {
		OWNED_STRING name = must_format("n%zu", i);

		values_set(&values, name, NULL);
	}
	assert_int_equal(values.count, BUILD_VALUES_MOST);
	values_clear(&values);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_byte_knows_its_file_and_line),
		cmocka_unit_test(names_are_cut_outside_of_brackets),
		cmocka_unit_test(matrices_multiply_up_to_their_ceiling),
		cmocka_unit_test(values_replace_and_give_defaults),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
