#include "../support/assertions.h"
#include "../support/sandbox.h"
#include <digestbump/base/memory.h>
#include <digestbump/git/git.h>
#include <string.h>

static int set_up(void **state)
{
	struct sandbox *sandbox = sandbox_new();

	sandbox_shell(sandbox, "git init -q .");
	*state = sandbox;
	return 0;
}

static int tear_down(void **state)
{
	sandbox_free(*state);
	return 0;
}

static char *diff(const char *path, const char *before, const char *after)
{
	OWNED(text) out = text_new(0);

	assert_fine(git_diff_add(out, path, slice_of(before), slice_of(after)));
	return text_take(pass_on(&out));
}

/* git's own diff, without what needs an object database: the index line. */
static char *diff_of_git(const struct sandbox *sandbox, const char *path, const char *after)
{
	sandbox_write(sandbox, path, after);
	return sandbox_output(sandbox, "git diff --text | sed '/^index /d'");
}

/* Ours is git's letter for letter, and git makes the new file of the old one. */
static void assert_is_like_gits(const struct sandbox *sandbox, const char *path, const char *before,
				const char *after)
{
	OWNED_STRING ours = diff(path, before, after);

	sandbox_shell(sandbox, "rm -rf -- *; git rm -rqf --cached --ignore-unmatch .");
	sandbox_write(sandbox, path, before);
	sandbox_shell(sandbox, "git add -A");
	OWNED_STRING gits = diff_of_git(sandbox, path, after);

	assert_string_equal(ours, gits);
	sandbox_write(sandbox, path, before);
	sandbox_write(sandbox, ".git/ours", ours);
	sandbox_shell(sandbox,
		      "git apply --check .git/ours && git apply --whitespace=nowarn .git/ours");
	OWNED(text) applied = sandbox_read(sandbox, path);

	assert_string_equal(applied->bytes, after);
}

static void a_change_has_three_lines_around_it(void **state)
{
	assert_is_like_gits(*state, "Dockerfile", "1\n2\n3\n4\n5\n6\n7\n8\n9\n",
			    "1\n2\n3\n4\nfive\n6\n7\n8\n9\n");
	assert_is_like_gits(*state, "Dockerfile", "1\n2\n3\n4\n5\n6\n", "one\n2\n3\n4\n5\n6\n");
	assert_is_like_gits(*state, "Dockerfile", "1\n2\n3\n4\n5\n6\n", "1\n2\n3\n4\n5\nsix\n");
	assert_is_like_gits(*state, "Dockerfile", "1\n", "one\n");
	assert_is_like_gits(*state, "Dockerfile", "1\n2\n3\n4\n", "one\ntwo\n3\nfour\n");
}

static char *numbers(size_t count, size_t every)
{
	OWNED(text) text = text_new(0);

	for (size_t i = 1; i <= count; i++)
		text_add_format(text, "%s %zu\n", i % every ? "line" : "changed", i);
	return text_take(pass_on(&text));
}

/* Six lines between two changes make one hunk, seven make two. */
static void hunks_are_merged_where_their_context_touches(void **state)
{
	OWNED_STRING before = numbers(60, 100);

	for (size_t every = 1; every <= 12; every++) {
		OWNED_STRING after = numbers(60, every);

		assert_is_like_gits(*state, "f", before, after);
	}
}

static void a_missing_last_newline_is_told(void **state)
{
	assert_is_like_gits(*state, "f", "a", "b");
	assert_is_like_gits(*state, "f", "a\nb\nc", "a\nx\nc");
	assert_is_like_gits(*state, "f", "a\nb\nc", "a\nb\nx");
	assert_is_like_gits(*state, "f", "a\n1\n2\n3\n4\n5", "x\n1\n2\n3\n4\n5");
}

static void line_ends_and_blanks_survive(void **state)
{
	assert_is_like_gits(*state, "f", "a\r\nb\r\nc\r\n", "a\r\nx\r\nc\r\n");
	assert_is_like_gits(*state, "f", "a \r\nb\nc\r", "a \r\nx\nc\r");
	assert_is_like_gits(*state, "f", "\n\n\nb\t \n\n\n\n", "\n\n\nx\t \n\n\n\n");
	assert_is_like_gits(*state, "f",
			    "\xef\xbb\xbf"
			    "a\n\xff\xfe\n",
			    "\xef\xbb\xbf"
			    "x\n\xff\xfe\n");
}

static void odd_names_are_quoted_as_git_does(void **state)
{
	static const char *const names[] = {
		"with space",  "two  spaces /in it", "tab\there",  "quote\"here",
		"back\\slash", "new\nline",          "-dash",      "\xc3\xbcml\xc3\xa4ut",
		"la\xe9tin",   "\a\b\v\f\r\x01\x7f", "a/b/c.yaml", "b/ b/b",
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		assert_is_like_gits(*state, names[i], "a\n", "b\n");
}

static void equal_files_have_no_diff(void **state)
{
	(void)state;
	OWNED_STRING nothing = diff("f", "a\nb", "a\nb");
	OWNED_STRING empty = diff("f", "", "");

	assert_string_equal(nothing, "");
	assert_string_equal(empty, "");
}

static void several_files_follow_one_another(void **state)
{
	const struct sandbox *sandbox = *state;
	OWNED_STRING first = diff("f", "a", "b");
	OWNED_STRING second = diff("g", "a\n", "c\n");
	OWNED_STRING both = must_format("%s%s", first, second);

	sandbox_write(sandbox, "f", "a");
	sandbox_write(sandbox, "g", "a\n");
	sandbox_write(sandbox, ".git/both", both);
	sandbox_shell(sandbox, "git apply .git/both");
	OWNED_STRING now = sandbox_output(sandbox, "cat f g");

	assert_string_equal(now, "bc\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_change_has_three_lines_around_it, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(hunks_are_merged_where_their_context_touches,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_missing_last_newline_is_told, set_up, tear_down),
		cmocka_unit_test_setup_teardown(line_ends_and_blanks_survive, set_up, tear_down),
		cmocka_unit_test_setup_teardown(odd_names_are_quoted_as_git_does, set_up,
						tear_down),
		cmocka_unit_test(equal_files_have_no_diff),
		cmocka_unit_test_setup_teardown(several_files_follow_one_another, set_up,
						tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
