#include "../../src/git/index.h"
#include "../support/assertions.h"
#include "../support/sandbox.h"
#include <digestbump/base/file.h>
#include <digestbump/base/memory.h>
#include <digestbump/limits.h>
#include <fcntl.h>
#include <string.h>

/* Names that share beginnings, sort around '/' and '.', and are long. */
static int set_up(void **state)
{
	struct sandbox *sandbox = sandbox_new();

	sandbox_shell(sandbox,
		      "long=deep/$(printf 'x%.0s' $(seq 200)) && git init -q . &&"
		      " mkdir -p a/b a.d $long && for i in $(seq 100); do"
		      " echo x >a/b/file$i && echo y >a/b/file$i.txt; done &&"
		      " echo x >a.d/x && echo x >a-z && echo x >\"$(printf 'h\\303\\244user')\" &&"
		      " for i in 230 240 250; do echo x >$long/$(printf 'y%.0s' $(seq $i)); done &&"
		      " git add .");
	*state = sandbox;
	return 0;
}

static int tear_down(void **state)
{
	sandbox_free(*state);
	return 0;
}

static struct text *read_bytes(const struct sandbox *sandbox, const char *name)
{
	OWNED_STRING path = must_format("%s/%s", sandbox->top, name);
	struct text *text = NULL;

	assert_fine(file_read(&text, AT_FDCWD, path, 16 * 1024 * 1024));
	return text;
}

/* The list must have exactly what git says. */
static void must_know_what_git_knows(const struct sandbox *sandbox)
{
	OWNED_STRING file = must_format("%s/.git/index", sandbox->top);
	OWNED(packed_paths) paths = NULL;

	sandbox_shell(sandbox, "git -c core.quotePath=false ls-files | LC_ALL=C sort -u >list.txt");
	OWNED(text) list = read_bytes(sandbox, "list.txt");
	struct slice rest = text_slice(list);
	size_t count = 0;

	assert_fine(index_read_paths(&paths, file));
	for (struct slice line; slice_line(&line, &rest); count++) {
		OWNED_STRING path = slice_copy(line);
		OWNED_STRING longer = must_format("%s.", path);
		OWNED_STRING shorter = must_copy_bytes(path, line.size - 1);

		assert_true(packed_paths_has(paths, path));
		assert_true(packed_paths_has_prefix(paths, shorter));
		assert_false(packed_paths_has(paths, longer));
	}
	assert_in_range(count, 200, 300);
	assert_false(packed_paths_has(paths, "list.txt"));
	assert_false(packed_paths_has(paths, ""));
	assert_true(packed_paths_has_prefix(paths, "a/b/"));
	assert_false(packed_paths_has_prefix(paths, "a/c"));
	assert_false(packed_paths_has_prefix(paths, "zzz"));
}

static void version_two_is_read(void **state)
{
	sandbox_shell(*state, "git update-index --index-version 2");
	must_know_what_git_knows(*state);
}

static void version_three_is_read(void **state)
{
	sandbox_shell(*state, "echo x >a/intended && git add -N a/intended");
	must_know_what_git_knows(*state);
}

static void version_four_is_read(void **state)
{
	sandbox_shell(*state, "git update-index --index-version 4 &&"
			      " echo x >a/intended && git add -N a/intended");
	must_know_what_git_knows(*state);
}

static void a_conflict_s_stages_are_one_path(void **state)
{
	sandbox_shell(*state, "oid=$(git hash-object -w a-z) && printf '0 %040d\\ta-z\\n"
			      "100644 %s 1\\ta-z\\n100644 %s 2\\ta-z\\n' 0 $oid $oid |"
			      " git update-index --index-info");
	must_know_what_git_knows(*state);
}

static void without_an_index_no_path_is_known(void **state)
{
	const struct sandbox *sandbox = *state;
	OWNED_STRING file = must_format("%s/.git/nothing", sandbox->top);
	OWNED(packed_paths) paths = NULL;

	assert_fine(index_read_paths(&paths, file));
	assert_false(packed_paths_has(paths, "a-z"));
	assert_false(packed_paths_has_prefix(paths, ""));
}

static void must_refuse(const struct sandbox *sandbox, struct slice bytes)
{
	OWNED_STRING file = must_format("%s/broken", sandbox->top);
	struct packed_paths *paths = NULL;

	assert_fine(file_replace(AT_FDCWD, file, bytes));
	error_free(index_read_paths(&paths, file));
	assert_null(paths);
}

/* Cut anywhere in its entries, it is no index; nothing is read behind its end. */
static void a_broken_index_is_refused(void **state)
{
	const struct sandbox *sandbox = *state;

	for (int version = 2; version <= 4; version += 2) {
		OWNED_STRING set = must_format("git update-index --index-version %d", version);

		sandbox_shell(sandbox, set);
		OWNED(text) whole = read_bytes(sandbox, ".git/index");

		for (size_t size = 0; size < 4000; size += size < 200 ? 1 : 97)
			must_refuse(sandbox, (struct slice){ whole->bytes, size });
	}
	must_refuse(sandbox, slice_of("DIRC is what it begins with, and no more than that"));
	must_refuse(sandbox, (struct slice){ "DIRC\0\0\0\5\0\0\0\0", 12 });
	must_refuse(sandbox, (struct slice){ "DIRC\0\0\0\2\377\377\377\377", 12 });
}

static void a_split_index_is_not_half_read(void **state)
{
	const struct sandbox *sandbox = *state;
	OWNED_STRING file = must_format("%s/.git/index", sandbox->top);
	struct packed_paths *paths = NULL;

	sandbox_shell(sandbox, "git update-index --split-index");
	assert_fails(index_read_paths(&paths, file), ERROR_UNSUPPORTED, "split");
}

static void paths_come_in_their_order_only(void **state)
{
	OWNED(packed_paths) paths = packed_paths_new();
	OWNED(text) too_long = text_new(0);

	(void)state;
	while (too_long->size <= PATH_BYTES_MOST)
		text_add_string(too_long, "z");
	assert_true(packed_paths_add(paths, slice_of("b")));
	assert_true(packed_paths_add(paths, slice_of("b")));
	assert_false(packed_paths_add(paths, slice_of("a")));
	assert_true(packed_paths_add(paths, slice_of("ba")));
	assert_false(packed_paths_add(paths, slice_of("b")));
	assert_true(packed_paths_add(paths, slice_of("ba\xff")));
	assert_false(packed_paths_add(paths, slice_of("ba~")));
	assert_false(packed_paths_add(paths, text_slice(too_long)));
	assert_true(packed_paths_has(paths, "ba"));
	assert_false(packed_paths_has(paths, "a"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(version_two_is_read, set_up, tear_down),
		cmocka_unit_test_setup_teardown(version_three_is_read, set_up, tear_down),
		cmocka_unit_test_setup_teardown(version_four_is_read, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_conflict_s_stages_are_one_path, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(without_an_index_no_path_is_known, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(a_broken_index_is_refused, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_split_index_is_not_half_read, set_up, tear_down),
		cmocka_unit_test(paths_come_in_their_order_only),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
