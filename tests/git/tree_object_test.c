#include "../support/assertions.h"
#include "../support/sandbox.h"
#include "../support/test_context.h"
#include <digestbump/base/memory.h>
#include <digestbump/git/git.h>
#include <string.h>

struct fixture {
	struct sandbox *sandbox;
	struct git *git;
	char *head;
};

static int set_up(void **state)
{
	struct fixture *fixture = must_alloc(sizeof(*fixture));

	fixture->sandbox = sandbox_new();
	test_context(fixture->sandbox->top);
	sandbox_shell(fixture->sandbox,
		      "git init -q . && mkdir -p a/b 'a b' \"$(printf 'n\\303\\251')\""
		      " && echo one >a/b/file && echo two >a.txt && echo run >run.sh"
		      " && chmod +x run.sh && ln -s a.txt link && echo s >'a b/c d'"
		      " && echo u >\"$(printf 'n\\303\\251')/x\" && printf 'no end' >open"
		      " && git add . && git commit -qm one");
	assert_fine(
	    git_open(&fixture->git, fixture->sandbox->top, test_context(fixture->sandbox->top)));
	assert_fine(git_rev_parse(&fixture->head, fixture->git, "HEAD"));
	*state = fixture;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *fixture = *state;

	git_free(fixture->git);
	sandbox_free(fixture->sandbox);
	free(fixture->head);
	free(fixture);
	return 0;
}

static struct error *write_line(void *data, const char *path, bool is_link)
{
	text_add_format(data, "%s%s\n", path, is_link ? " ->" : "");
	return NULL;
}

static void files_come_in_tree_order_and_links_say_so(void **state)
{
	const struct fixture *fixture = *state;
	OWNED(text) list = text_new(0);

	assert_fine(git_ls_tree(fixture->git, fixture->head, write_line, list));
	assert_string_equal(list->bytes,
			    "a b/c d\na.txt\na/b/file\nlink ->\nn\xc3\xa9/x\nopen\nrun.sh\n");
}

static struct error *refuse(void *data, const char *path, bool is_link)
{
	(void)is_link;
	++*(int *)data;
	return error_new(ERROR_STOPPED, "enough at '%s'", path);
}

static void an_error_ends_the_walk(void **state)
{
	const struct fixture *fixture = *state;
	int calls = 0;

	assert_fails(git_ls_tree(fixture->git, fixture->head, refuse, &calls), ERROR_STOPPED,
		     "enough at 'a b/c d'");
	assert_int_equal(calls, 1);
}

static void submodules_are_passed_over(void **state)
{
	struct fixture *fixture = *state;
	OWNED(text) list = text_new(0);
	OWNED_STRING head = NULL;

	sandbox_shell(fixture->sandbox, "git update-index --add --cacheinfo 160000,$(git rev-parse"
					" HEAD),module && git commit -qm module");
	assert_fine(git_rev_parse(&head, fixture->git, "HEAD"));
	assert_fine(git_ls_tree(fixture->git, head, write_line, list));
	assert_false(slice_find(NULL, text_slice(list), "module"));
}

/* Ten trees that each hold the next one ten times spell 10^10 files. */
static void a_tree_without_end_has_an_end(void **state)
{
	struct fixture *fixture = *state;
	OWNED_STRING head = NULL;
	OWNED(text) list = text_new(1024);

	sandbox_shell(fixture->sandbox,
		      "entry=\"100644 blob $(git rev-parse HEAD:open)\"; kind=blob;"
		      " for level in 1 2 3 4 5 6 7 8; do"
		      " tree=$(for i in 0 1 2 3 4 5 6 7 8 9; do printf '%s\\t%s\\n' \"$entry\" $i;"
		      " done | git mktree); entry=\"040000 tree $tree\"; done;"
		      " git update-ref refs/heads/bomb $(git commit-tree -m bomb $tree)");
	assert_fine(git_rev_parse(&head, fixture->git, "bomb"));
	assert_fails(git_ls_tree(fixture->git, head, write_line, list), ERROR_LIMIT,
		     "files and directories in one tree");
}

static void bytes_come_as_they_are(void **state)
{
	const struct fixture *fixture = *state;
	OWNED(text) text = NULL;

	assert_fine(git_file_read(&text, fixture->git, fixture->head, "open", 6));
	assert_true(slice_is(text_slice(text), "no end"));
}

static void a_file_over_the_ceiling_is_not_read(void **state)
{
	const struct fixture *fixture = *state;
	struct text *text = NULL;

	assert_fails(git_file_read(&text, fixture->git, fixture->head, "open", 5), ERROR_LIMIT,
		     "'open': larger than 5 bytes");
	assert_null(text);
}

static void what_is_no_file_is_not_read(void **state)
{
	const struct fixture *fixture = *state;
	OWNED(text) text = NULL;

	assert_fails(git_file_read(&text, fixture->git, fixture->head, "gone", 9), ERROR_ABSENT,
		     "'gone': no such file");
	assert_fails(git_file_read(&text, fixture->git, fixture->head, "open/x", 9), ERROR_ABSENT,
		     "no such file");
	assert_fails(git_file_read(&text, fixture->git, fixture->head, "a/b", 9), ERROR_FILE,
		     "'a/b': no regular file");
	assert_fails(git_file_read(&text, fixture->git, fixture->head, "link", 9), ERROR_FILE,
		     "'link': no regular file");
	assert_fails(git_file_read(&text, fixture->git, fixture->head, "", 9), ERROR_ABSENT, "''");
}

static struct error *change(char **tree, const struct fixture *fixture, const char *path)
{
	const struct git_file_change changes[] = {
		{ path, slice_of("new\n") },
		{ "a/b/file", slice_of("") },
	};

	return git_write_tree(tree, fixture->git, fixture->head, changes, 2);
}

static void a_change_keeps_modes_and_all_else(void **state)
{
	const struct fixture *fixture = *state;
	OWNED_STRING tree = NULL;

	assert_fine(change(&tree, fixture, "run.sh"));
	OWNED_STRING command = must_format("git diff --raw --abbrev=7 HEAD^{tree} %s", tree);
	OWNED_STRING diff = sandbox_output(fixture->sandbox, command);

	assert_string_equal(diff, ":100644 100644 5626abf e69de29 M\ta/b/file\n"
				  ":100755 100755 f5bdd21 3e75765 M\trun.sh\n");
	sandbox_shell(fixture->sandbox,
		      "git fsck --strict --no-dangling && git diff --exit-code HEAD"
		      " && test -z \"$(git status --porcelain)\"");
}

static void names_with_blanks_and_accents_change_too(void **state)
{
	const struct fixture *fixture = *state;
	const struct git_file_change changes[] = {
		{ "a b/c d", slice_of("1") },
		{ "n\xc3\xa9/x", slice_of("2") },
	};
	OWNED_STRING tree = NULL;

	assert_fine(git_write_tree(&tree, fixture->git, fixture->head, changes, 2));
	OWNED_STRING command =
	    must_format("git -c core.quotePath=false diff --name-only HEAD^{tree} %s", tree);
	OWNED_STRING diff = sandbox_output(fixture->sandbox, command);

	assert_string_equal(diff, "a b/c d\nn\xc3\xa9/x\n");
}

static void nothing_but_a_regular_file_is_replaced(void **state)
{
	const struct fixture *fixture = *state;
	OWNED_STRING tree = NULL;

	assert_fails(change(&tree, fixture, "link"), ERROR_FILE, "'link': no regular file");
	assert_fails(change(&tree, fixture, "a/b"), ERROR_FILE, "'a/b': no regular file");
	assert_fails(change(&tree, fixture, "gone"), ERROR_ABSENT, "'gone'");
	assert_fails(change(&tree, fixture, "../x"), ERROR_ABSENT, "'../x'");
	assert_null(tree);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(files_come_in_tree_order_and_links_say_so, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(an_error_ends_the_walk, set_up, tear_down),
		cmocka_unit_test_setup_teardown(submodules_are_passed_over, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_tree_without_end_has_an_end, set_up, tear_down),
		cmocka_unit_test_setup_teardown(bytes_come_as_they_are, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_file_over_the_ceiling_is_not_read, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(what_is_no_file_is_not_read, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_change_keeps_modes_and_all_else, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(names_with_blanks_and_accents_change_too, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(nothing_but_a_regular_file_is_replaced, set_up,
						tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
