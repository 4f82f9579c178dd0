#include "../../src/scan/find/digest_values.h"
#include "../support/assertions.h"
#include <digestbump/syntax/script_assignments.h>

#include <digestbump/base/memory.h>
#include <string.h>

static void read_lines(struct script *script, script_line_reader *read, struct mapped_slice rest)
{
	while (rest.size) {
		const char *end = memchr(rest.at, '\n', rest.size);
		size_t size = end ? (size_t)(end - rest.at) : rest.size;

		read(script, mapped_part(rest, 0, size));
		rest = mapped_tail(rest, end ? size + 1 : size);
	}
}

/* Adds the bytes with '~' in place of what is hidden. */
static void add_letters(void *data, struct mapped_slice mapped)
{
	struct text *out = data;

	text_add_string(out, out->size ? "; " : "");
	for (size_t i = 0; i < mapped.size; i++)
		text_add(out, mapped.from[i] == ORIGIN_UNKNOWN ? "~" : &mapped.at[i], 1);
}

/* What `use` comes to behind the last line, in its branch. */
static void check_means(script_line_reader *read, const struct dialect *dialect, const char *text,
			const char *use, const char *want)
{
	OWNED(variables) variables = variables_new(dialect, NULL, &digest_values);
	OWNED(mapped_text) file = mapped_text_of_file(slice_of(text));
	OWNED(mapped_text) word = mapped_text_of_file(slice_of(use));
	OWNED(text) got = text_new(0);
	struct script script;

	script_begin(&script, variables, 0);
	read_lines(&script, read, mapped_text_slice(file));
	struct variable_use used_at = { file->size, script_branch(&script, file->size) };

	variables_expand_each(variables, mapped_text_slice(word), &used_at, add_letters, got);
	script_clear(&script);
	assert_string_equal(got->bytes ? got->bytes : "", want);
}

static void check_shell(const char *text, const char *use, const char *want)
{
	check_means(script_read_shell_line, &dialect_shell, text, use, want);
}

static void check_make(const char *text, const char *use, const char *want)
{
	check_means(script_read_make_line, &dialect_make, text, use, want);
}

static void a_shell_assigns_in_front_of_commands(void **state)
{
	(void)state;
	check_shell("A=one\n", "$A", "one");
	check_shell("export A=one B='two'\n", "$A$B", "onetwo");
	check_shell("readonly A=\"x y\"; local -r B=\"$A\"\n", "$B", "x y");
	check_shell("A=one B=two run C=three\n", "$A$B$C", "onetwo~~");
	check_shell("echo A=one\n", "$A", "~~");
	check_shell(": \"${A:=one}\"\n", "$A", "one");
	check_shell("A=a'b'\"c\"d\n", "$A", "abcd");
	check_shell("A=one; A+=two\n", "$A", "~~");
	check_shell("A=$(cat x)/y\n", "$A", "~~~~~~~~/y");
	check_shell("A=`cat x`\n", "$A", "~~~~~~~");
}

static void branches_of_a_shell_are_alternatives(void **state)
{
	static const char branches[] = "if x; then A=a; D=1; else A=b; D=2; fi\n";

	(void)state;
	check_shell(branches, "$A@$D", "a@1; b@2");
	check_shell("case $X in\n a) A=a D=1 ;;\n b) A=b D=2 ;;\nesac\n", "$A@$D", "a@1; b@2");
	check_shell("A=a; D=1\n[ x ] && D=2\n", "$A@$D", "a@1; a@2");
	check_shell("A=a\nA=b\n", "$A", "b");
}

static void make_assigns_by_any_sign(void **state)
{
	(void)state;
	check_make("A = one\nB:=two\nC ?= three\nD ::= four\n", "$(A)${B}$(C)$(D)",
		   "onetwothreefour");
	check_make("override export A := $(B)\nB = late\n", "$(A)", "late");
	check_make("A = one\nA += two\n", "$(A)", "~~~~");
	check_make("A != date\n", "$(A)", "~~~~");
	check_make("A := \\\n  one\n", "$(A)", "one");
	check_make("define A\none\nendef\n", "$(A)", "one");
	check_make("\tA := one\n", "$(A)", "~~~~");
	check_make("A: B := one\n", "$(B)", "one");
	check_make("ifeq (x,y)\nA := a\nD := 1\nelse\nA := b\nD := 2\nendif\n", "$(A)@$(D)",
		   "a@1; b@2");
}

static void cmake_sets(void **state)
{
	(void)state;
	check_means(script_read_cmake_line, &dialect_braces,
		    "set(A one)\nSET( B \"${A}two\" CACHE S x)\n", "${B}", "onetwo");
	check_means(script_read_cmake_line, &dialect_braces,
		    "if(X)\nset(A a@1)\nelse()\nset(A b@2)\nendif()\n", "${A}", "a@1; b@2");
	check_means(script_read_cmake_line, &dialect_braces, "unset(A one)\n", "${A}", "~~~~");
}

static void check_others(script_line_reader *read, const char *text, const char *want)
{
	OWNED(variables) variables = variables_new(&dialect_shell, NULL, &digest_values);
	OWNED(mapped_text) file = mapped_text_of_file(slice_of(text));
	OWNED(text) got = text_new(0);
	struct script script;

	script_begin(&script, variables, 0);
	read_lines(&script, read, mapped_text_slice(file));
	for (size_t i = 0; i < script.includes->count; i++)
		text_add_format(got, "[%s]", script.includes->items[i]);
	script_clear(&script);
	assert_string_equal(got->bytes ? got->bytes : "", want);
}

static void files_that_are_read_in_are_named(void **state)
{
	(void)state;
	check_others(script_read_shell_line, ". ./a.sh\nsource 'b c.sh'\n", "[./a.sh][b c.sh]");
	check_others(script_read_shell_line, ". \"$(dirname \"$0\")/a.sh\"\n. $DIR/lib/b.sh\n",
		     "[a.sh][lib/b.sh]");
	check_others(script_read_shell_line, ". $FILE\n. /etc/os-release\n. *.sh\n", "");
	check_others(script_read_make_line, "include a.mk b.mk\n-include .env\ninclude $(X)\n",
		     "[a.mk][b.mk][.env]");
	check_others(script_read_cmake_line, "include(a.cmake)\n", "[a.cmake]");
}

/* Quotes that nobody closes: their search must end, whatever the line's length. */
static void quotes_without_an_end_cost_little(void **state)
{
	(void)state;
	OWNED(variables) variables = variables_new(&dialect_shell, NULL, &digest_values);
	OWNED(text) text = text_new(0);
	struct script script;

	for (size_t i = 0; i < 1000 * 1000; i++)
		text_add_string(text, "$(");
	OWNED(mapped_text) file = mapped_text_of_file(text_slice(text));

	script_begin(&script, variables, 0);
	script_read_shell_line(&script, mapped_text_slice(file));
	assert_int_equal(script.budget, 0);
	script_clear(&script);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_shell_assigns_in_front_of_commands),
		cmocka_unit_test(branches_of_a_shell_are_alternatives),
		cmocka_unit_test(make_assigns_by_any_sign),
		cmocka_unit_test(cmake_sets),
		cmocka_unit_test(files_that_are_read_in_are_named),
		cmocka_unit_test(quotes_without_an_end_cost_little),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
