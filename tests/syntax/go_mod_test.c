#include "../support/assertions.h"

#include <digestbump/syntax/go_mod.h>

#include <digestbump/base/memory.h>

static void the_module_is_read_as_go_reads_it(void **state)
{
	static const struct {
		const char *text;
		const char *path;
	} rows[] = {
		{ "module example.com/shop\n", "example.com/shop" },
		{ "module example.com/shop", "example.com/shop" },
		{ "// Package shop.\n\nmodule example.com/shop // Deprecated: gone\n\ngo 1.22\n",
		  "example.com/shop" },
		{ "module example.com/shop//v2", "example.com/shop" },
		{ "  module\texample.com/shop/v2\r\n", "example.com/shop/v2" },
		{ "module \"example.com/shop\"\n", "example.com/shop" },
		{ "module `example.com/shop` // x\n", "example.com/shop" },
		{ "module (\n\texample.com/shop\n)\n", "example.com/shop" },
		{ "module ( // why\n\n\t// this\n\t\"example.com/shop\"\n)\n", "example.com/shop" },
		{ "go 1.22\nrequire (\n\tmodule v1.0.0\n\tx v1\n)\nmodule shop\n", "shop" },
		{ "require module v1.0.0\nmodule shop\n", "shop" },
		{ "module gopkg.in/yaml.v3", "gopkg.in/yaml.v3" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		OWNED_STRING path = NULL;

		assert_fine(go_mod_module_path(&path, slice_of(rows[i].text)));
		assert_string_equal(path, rows[i].path);
	}
}

static void what_is_no_go_mod_is_said(void **state)
{
	static const struct {
		const char *text;
		const char *why;
	} rows[] = {
		{ "", "no 'module'" },
		{ "go 1.22\n", "no 'module'" },
		{ "modules example.com/shop\n", "no 'module'" },
		{ "// module example.com/shop\n", "no 'module'" },
		{ "require (\n\tmodule example.com/shop\n)\n", "no 'module'" },
		{ "module\n", "without one" },
		{ "module // example.com/shop\n", "without one" },
		{ "module example.com/shop v2\n", "without one" },
		{ "module \"example.com/shop\n", "without one" },
		{ "module \"\"\n", "without one" },
		{ "module /etc\n", "without one" },
		{ "module a//b/\nmodule a\n", "twice" },
		{ "module {{ .Module }}\n", "without one" },
		{ "module example.com/a\nmodule example.com/b\n", "twice" },
		{ "module (\n\ta\n\tb\n)\n", "twice" },
		{ "<<<<<<< HEAD\nmodule a\n=======\nmodule b\n>>>>>>> x\n", "twice" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		char *path = NULL;

		assert_fails(go_mod_module_path(&path, slice_of(rows[i].text)), ERROR_SYNTAX,
			     rows[i].why);
		assert_null(path);
	}
}

static void bytes_that_are_no_text_end_nothing(void **state)
{
	char *path = NULL;

	(void)state;
	assert_fails(go_mod_module_path(&path, (struct slice){ "module a\0b\n", 11 }), ERROR_SYNTAX,
		     "");
	assert_fails(go_mod_module_path(&path, (struct slice){ "module \"a\0\"\n", 12 }),
		     ERROR_SYNTAX, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_module_is_read_as_go_reads_it),
		cmocka_unit_test(what_is_no_go_mod_is_said),
		cmocka_unit_test(bytes_that_are_no_text_end_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
