#include "../support/assertions.h"
#include "../support/sandbox.h"
#include "../support/test_context.h"
#include <digestbump/base/memory.h>
#include <digestbump/git/git.h>
#include <string.h>

struct place {
	struct sandbox *sandbox;
	struct git *git;
	char *head;
};

static int enter(void **state)
{
	struct place *place = must_alloc(sizeof(*place));

	place->sandbox = sandbox_new();
	outside(place->sandbox->top);
	sandbox_shell(place->sandbox,
		      "git init -q . && mkdir -p a/b 'a b' \"$(printf 'n\\303\\251')\""
		      " && echo one >a/b/file && echo two >a.txt && echo run >run.sh"
		      " && chmod +x run.sh && ln -s a.txt link && echo s >'a b/c d'"
		      " && echo u >\"$(printf 'n\\303\\251')/x\" && printf 'no end' >open"
		      " && git add . && git commit -qm one");
	assert_fine(git_open(&place->git, place->sandbox->top, outside(place->sandbox->top)));
	assert_fine(git_resolve(&place->head, place->git, "HEAD"));
	*state = place;
	return 0;
}

static int leave(void **state)
{
	struct place *place = *state;

	git_free(place->git);
	sandbox_free(place->sandbox);
	free(place->head);
	free(place);
	return 0;
}

static struct error *write_line(void *data, const char *path, bool is_link)
{
	text_add_format(data, "%s%s\n", path, is_link ? " ->" : "");
	return NULL;
}

static void files_come_in_tree_order_and_links_say_so(void **state)
{
	const struct place *place = *state;
	OWNED(text) list = text_new(0);

	assert_fine(git_tree_each(place->git, place->head, write_line, list));
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
	const struct place *place = *state;
	int calls = 0;

	assert_fails(git_tree_each(place->git, place->head, refuse, &calls), ERROR_STOPPED,
		     "enough at 'a b/c d'");
	assert_int_equal(calls, 1);
}

static void submodules_are_passed_over(void **state)
{
	struct place *place = *state;
	OWNED(text) list = text_new(0);
	OWNED_STRING head = NULL;

	sandbox_shell(place->sandbox, "git update-index --add --cacheinfo 160000,$(git rev-parse"
				      " HEAD),module && git commit -qm module");
	assert_fine(git_resolve(&head, place->git, "HEAD"));
	assert_fine(git_tree_each(place->git, head, write_line, list));
	assert_false(slice_find(NULL, text_slice(list), "module"));
}

/* Ten trees that each hold the next one ten times spell 10^10 files. */
static void a_tree_without_end_has_an_end(void **state)
{
	struct place *place = *state;
	OWNED_STRING head = NULL;
	OWNED(text) list = text_new(1024);

	sandbox_shell(place->sandbox,
		      "entry=\"100644 blob $(git rev-parse HEAD:open)\"; kind=blob;"
		      " for level in 1 2 3 4 5 6 7 8; do"
		      " tree=$(for i in 0 1 2 3 4 5 6 7 8 9; do printf '%s\\t%s\\n' \"$entry\" $i;"
		      " done | git mktree); entry=\"040000 tree $tree\"; done;"
		      " git update-ref refs/heads/bomb $(git commit-tree -m bomb $tree)");
	assert_fine(git_resolve(&head, place->git, "bomb"));
	assert_fails(git_tree_each(place->git, head, write_line, list), ERROR_LIMIT,
		     "files and directories in one tree");
}

static void bytes_come_as_they_are(void **state)
{
	const struct place *place = *state;
	OWNED(text) text = NULL;

	assert_fine(git_file_read(&text, place->git, place->head, "open", 6));
	assert_true(slice_is(text_slice(text), "no end"));
}

static void a_file_over_the_ceiling_is_not_read(void **state)
{
	const struct place *place = *state;
	struct text *text = NULL;

	assert_fails(git_file_read(&text, place->git, place->head, "open", 5), ERROR_LIMIT,
		     "'open': larger than 5 bytes");
	assert_null(text);
}

static void what_is_no_file_is_not_read(void **state)
{
	const struct place *place = *state;
	OWNED(text) text = NULL;

	assert_fails(git_file_read(&text, place->git, place->head, "gone", 9), ERROR_ABSENT,
		     "'gone': no such file");
	assert_fails(git_file_read(&text, place->git, place->head, "open/x", 9), ERROR_ABSENT,
		     "no such file");
	assert_fails(git_file_read(&text, place->git, place->head, "a/b", 9), ERROR_FILE,
		     "'a/b': no regular file");
	assert_fails(git_file_read(&text, place->git, place->head, "link", 9), ERROR_FILE,
		     "'link': no regular file");
	assert_fails(git_file_read(&text, place->git, place->head, "", 9), ERROR_ABSENT, "''");
}

static struct error *change(char **tree, const struct place *place, const char *path)
{
	const struct git_change changes[] = {
		{ path, slice_of("new\n") },
		{ "a/b/file", slice_of("") },
	};

	return git_tree_change(tree, place->git, place->head, changes, 2);
}

static void a_change_keeps_modes_and_all_else(void **state)
{
	const struct place *place = *state;
	OWNED_STRING tree = NULL;

	assert_fine(change(&tree, place, "run.sh"));
	OWNED_STRING command = must_format("git diff --raw --abbrev=7 HEAD^{tree} %s", tree);
	OWNED_STRING diff = sandbox_output(place->sandbox, command);

	assert_string_equal(diff, ":100644 100644 5626abf e69de29 M\ta/b/file\n"
				  ":100755 100755 f5bdd21 3e75765 M\trun.sh\n");
	sandbox_shell(place->sandbox, "git fsck --strict --no-dangling && git diff --exit-code HEAD"
				      " && test -z \"$(git status --porcelain)\"");
}

static void names_with_blanks_and_accents_change_too(void **state)
{
	const struct place *place = *state;
	const struct git_change changes[] = {
		{ "a b/c d", slice_of("1") },
		{ "n\xc3\xa9/x", slice_of("2") },
	};
	OWNED_STRING tree = NULL;

	assert_fine(git_tree_change(&tree, place->git, place->head, changes, 2));
	OWNED_STRING command =
	    must_format("git -c core.quotePath=false diff --name-only HEAD^{tree} %s", tree);
	OWNED_STRING diff = sandbox_output(place->sandbox, command);

	assert_string_equal(diff, "a b/c d\nn\xc3\xa9/x\n");
}

static void nothing_but_a_regular_file_is_replaced(void **state)
{
	const struct place *place = *state;
	OWNED_STRING tree = NULL;

	assert_fails(change(&tree, place, "link"), ERROR_FILE, "'link': no regular file");
	assert_fails(change(&tree, place, "a/b"), ERROR_FILE, "'a/b': no regular file");
	assert_fails(change(&tree, place, "gone"), ERROR_ABSENT, "'gone'");
	assert_fails(change(&tree, place, "../x"), ERROR_ABSENT, "'../x'");
	assert_null(tree);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(files_come_in_tree_order_and_links_say_so, enter,
						leave),
		cmocka_unit_test_setup_teardown(an_error_ends_the_walk, enter, leave),
		cmocka_unit_test_setup_teardown(submodules_are_passed_over, enter, leave),
		cmocka_unit_test_setup_teardown(a_tree_without_end_has_an_end, enter, leave),
		cmocka_unit_test_setup_teardown(bytes_come_as_they_are, enter, leave),
		cmocka_unit_test_setup_teardown(a_file_over_the_ceiling_is_not_read, enter, leave),
		cmocka_unit_test_setup_teardown(what_is_no_file_is_not_read, enter, leave),
		cmocka_unit_test_setup_teardown(a_change_keeps_modes_and_all_else, enter, leave),
		cmocka_unit_test_setup_teardown(names_with_blanks_and_accents_change_too, enter,
						leave),
		cmocka_unit_test_setup_teardown(nothing_but_a_regular_file_is_replaced, enter,
						leave),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
