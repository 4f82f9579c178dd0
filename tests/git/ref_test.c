#include "../support/assertions.h"
#include "../support/sandbox.h"
#include "../support/test_context.h"
#include <digestbump/base/memory.h>
#include <digestbump/git/git.h>
#include <string.h>

struct fixture {
	struct sandbox *sandbox;
	struct git *git;
	char *one;
	char *two;
};

static int set_up(void **state)
{
	struct fixture *fixture = must_alloc(sizeof(*fixture));

	fixture->sandbox = sandbox_new();
	test_context(fixture->sandbox->top);
	sandbox_shell(fixture->sandbox,
		      "git init -q main && cd main && echo x >file && git add ."
		      " && git commit -qm one && git commit -q --allow-empty -m two");
	OWNED_STRING top = sandbox_path(fixture->sandbox, "main");

	assert_fine(git_open(&fixture->git, top, test_context(fixture->sandbox->top)));
	assert_fine(git_rev_parse(&fixture->one, fixture->git, "HEAD~1"));
	assert_fine(git_rev_parse(&fixture->two, fixture->git, "HEAD"));
	*state = fixture;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *fixture = *state;

	git_free(fixture->git);
	sandbox_free(fixture->sandbox);
	free(fixture->one);
	free(fixture->two);
	free(fixture);
	return 0;
}

static const char ref[] = "refs/heads/digestbump/x";

static void must_be_at(const struct fixture *fixture, const char *name, const char *wanted)
{
	OWNED_STRING oid = NULL;

	assert_fine(git_ref_read(&oid, fixture->git, name));
	if (wanted)
		assert_string_equal(oid, wanted);
	else
		assert_null(oid);
}

static void a_ref_is_made_moved_and_deleted(void **state)
{
	const struct fixture *fixture = *state;

	must_be_at(fixture, ref, NULL);
	assert_fine(git_ref_update(fixture->git, ref, NULL, fixture->one));
	must_be_at(fixture, ref, fixture->one);
	assert_fine(git_ref_update(fixture->git, ref, fixture->one, fixture->two));
	must_be_at(fixture, ref, fixture->two);
	assert_fine(git_ref_update(fixture->git, ref, fixture->two, NULL));
	must_be_at(fixture, ref, NULL);
}

static void nothing_is_overwritten_that_was_not_seen(void **state)
{
	const struct fixture *fixture = *state;
	const char *text = "was moved by somebody else";

	assert_fails(git_ref_update(fixture->git, ref, fixture->one, fixture->two), ERROR_CONFLICT,
		     text);
	assert_fails(git_ref_update(fixture->git, ref, fixture->one, NULL), ERROR_CONFLICT, text);
	assert_fine(git_ref_update(fixture->git, ref, NULL, fixture->one));
	assert_fails(git_ref_update(fixture->git, ref, NULL, fixture->two), ERROR_CONFLICT, text);
	assert_fails(git_ref_update(fixture->git, ref, fixture->two, fixture->one), ERROR_CONFLICT,
		     text);
	assert_fails(git_ref_update(fixture->git, ref, fixture->two, NULL), ERROR_CONFLICT, text);
	must_be_at(fixture, ref, fixture->one);
}

static void packed_refs_count_as_well(void **state)
{
	const struct fixture *fixture = *state;

	assert_fine(git_ref_update(fixture->git, ref, NULL, fixture->one));
	sandbox_shell(fixture->sandbox, "git -C main pack-refs --all");
	assert_fails(git_ref_update(fixture->git, ref, NULL, fixture->two), ERROR_CONFLICT, ref);
	assert_fine(git_ref_update(fixture->git, ref, fixture->one, fixture->two));
	sandbox_shell(fixture->sandbox, "git -C main pack-refs --all");
	assert_fine(git_ref_update(fixture->git, ref, fixture->two, NULL));
	must_be_at(fixture, ref, NULL);
}

static void a_name_in_the_way_is_told(void **state)
{
	const struct fixture *fixture = *state;

	sandbox_shell(fixture->sandbox, "git -C main branch digestbump");
	assert_fails(git_ref_update(fixture->git, ref, NULL, fixture->one), ERROR_CONFLICT,
		     "'refs/heads/digestbump' is in the way");
	assert_fails(git_ref_update(fixture->git, "refs/heads/main/x", NULL, fixture->one),
		     ERROR_CONFLICT, "'refs/heads/main' is in the way");
	sandbox_shell(fixture->sandbox, "git -C main branch -q -D digestbump"
					" && git -C main branch digestbump/x/y");
	assert_fails(git_ref_update(fixture->git, ref, NULL, fixture->one), ERROR_CONFLICT,
		     "'refs/heads/digestbump/x/y' is in the way");
}

static void names_that_collide_are_known(void **state)
{
	(void)state;
	assert_true(git_ref_names_conflict("refs/heads/a", "refs/heads/a/b"));
	assert_true(git_ref_names_conflict("refs/heads/a/b", "refs/heads/a"));
	assert_false(git_ref_names_conflict("refs/heads/a", "refs/heads/a"));
	assert_false(git_ref_names_conflict("refs/heads/a", "refs/heads/ab"));
	assert_false(git_ref_names_conflict("refs/heads/a-b", "refs/heads/a"));
}

static void a_lock_left_behind_is_a_conflict_in_the_end(void **state)
{
	const struct fixture *fixture = *state;

	sandbox_write(fixture->sandbox, "main/.git/refs/heads/digestbump/x.lock", "");
	assert_fails(git_ref_update(fixture->git, ref, NULL, fixture->one), ERROR_CONFLICT,
		     "digestbump/x.lock");
}

static void bad_names_and_ids_are_wrong_usage(void **state)
{
	const struct fixture *fixture = *state;

	assert_fails(git_ref_update(fixture->git, "refs/heads/a..b", NULL, fixture->one),
		     ERROR_USAGE, "no name for a ref");
	assert_fails(git_ref_update(fixture->git, "refs/heads/../x", NULL, fixture->one),
		     ERROR_USAGE, "no name for a ref");
	assert_fails(git_ref_update(fixture->git, ref, NULL, "main"), ERROR_USAGE, "40 hex digits");
	must_be_at(fixture, ref, NULL);
}

static void a_commit_that_is_not_there_gets_no_ref(void **state)
{
	const struct fixture *fixture = *state;
	struct error *error =
	    git_ref_update(fixture->git, ref, NULL, "1234567890123456789012345678901234567890");

	assert_non_null(error);
	error_free(error);
	must_be_at(fixture, ref, NULL);
}

static void the_branch_checked_out_here_is_refused(void **state)
{
	const struct fixture *fixture = *state;

	assert_fails(git_ref_update(fixture->git, "refs/heads/main", fixture->two, fixture->one),
		     ERROR_CONFLICT, "'refs/heads/main' is checked out in");
	assert_fails(git_ref_update(fixture->git, "refs/heads/main", fixture->two, NULL),
		     ERROR_CONFLICT, "is checked out in");
	must_be_at(fixture, "refs/heads/main", fixture->two);
}

static void a_detached_head_holds_no_branch(void **state)
{
	const struct fixture *fixture = *state;

	sandbox_shell(fixture->sandbox, "git -C main checkout -q --detach");
	assert_fine(git_ref_update(fixture->git, "refs/heads/main", fixture->two, fixture->one));
}

static void a_branch_in_a_linked_work_tree_is_refused_from_everywhere(void **state)
{
	const struct fixture *fixture = *state;
	OWNED(git) linked = NULL;
	OWNED_STRING top = sandbox_path(fixture->sandbox, "linked");

	sandbox_shell(fixture->sandbox, "git -C main worktree add -q ../linked -b digestbump/x");
	assert_fails(git_ref_update(fixture->git, ref, fixture->two, fixture->one), ERROR_CONFLICT,
		     "linked");
	assert_fine(git_open(&linked, top, test_context(fixture->sandbox->top)));
	assert_fails(git_ref_update(linked, "refs/heads/main", fixture->two, fixture->one),
		     ERROR_CONFLICT, "/main/");
	assert_fails(git_ref_update(linked, ref, fixture->two, fixture->one), ERROR_CONFLICT,
		     "linked");
	assert_fine(git_ref_update(linked, "refs/heads/free", NULL, fixture->one));
}

static void a_branch_under_rebase_is_refused(void **state)
{
	const struct fixture *fixture = *state;

	sandbox_shell(fixture->sandbox,
		      "cd main && git checkout -q -b work HEAD~1 && echo y >file"
		      " && git commit -qam three && git checkout -q -b other HEAD~1"
		      " && echo z >file && git commit -qam four && ! git rebase -q "
		      "work >/dev/null 2>&1");
	OWNED_STRING other = NULL;

	assert_fine(git_ref_read(&other, fixture->git, "refs/heads/other"));
	assert_fails(git_ref_update(fixture->git, "refs/heads/other", other, fixture->one),
		     ERROR_CONFLICT, "is checked out in");
}

static void head_of_a_bare_repository_holds_no_branch(void **state)
{
	const struct fixture *fixture = *state;
	OWNED(git) bare = NULL;
	OWNED_STRING top = sandbox_path(fixture->sandbox, "bare.git");

	sandbox_shell(fixture->sandbox, "git clone -q --bare main bare.git && git -C bare.git"
					" worktree add -q ../tree -b held");
	assert_fine(git_open(&bare, top, test_context(fixture->sandbox->top)));
	assert_fine(git_ref_update(bare, "refs/heads/main", fixture->two, fixture->one));
	assert_fails(git_ref_update(bare, "refs/heads/held", fixture->two, fixture->one),
		     ERROR_CONFLICT, "tree");
}

static void a_branch_that_has_no_commit_yet_is_held_too(void **state)
{
	const struct fixture *fixture = *state;
	OWNED(git) fresh = NULL;
	OWNED_STRING top = sandbox_path(fixture->sandbox, "fresh");
	const struct git_file_change none = { 0 };
	OWNED_STRING tree = NULL;

	sandbox_shell(fixture->sandbox, "git init -q fresh && git -C fresh fetch -q ../main main");
	assert_fine(git_open(&fresh, top, test_context(fixture->sandbox->top)));
	assert_fails(git_ref_update(fresh, "refs/heads/main", NULL, fixture->one), ERROR_CONFLICT,
		     "is checked out");
	assert_fails(git_write_tree(&tree, fresh, "HEAD", &none, 0), ERROR_USAGE, "'HEAD'");
}

static void refs_are_listed_by_what_they_begin_with(void **state)
{
	const struct fixture *fixture = *state;
	OWNED(strings) names = NULL;

	sandbox_shell(fixture->sandbox,
		      "cd main && git branch b/2 && git branch b/1 && git branch bc"
		      " && git pack-refs --all && git branch b/3");
	assert_fine(git_ref_list(&names, fixture->git, "refs/heads/b/"));
	assert_int_equal(names->count, 3);
	assert_string_equal(names->items[0], "refs/heads/b/1");
	assert_string_equal(names->items[2], "refs/heads/b/3");
}

static void commits_carry_what_they_were_given(void **state)
{
	const struct fixture *fixture = *state;
	const struct git_file_change changes[] = { { "file", slice_of("new\n") } };
	const struct git_identity author = { "Ann \xc3\x84", "ann@x", 86400 };
	const struct git_identity committer = { "Bot", "bot@x", 1767323045 };
	OWNED_STRING tree = NULL;
	OWNED_STRING oid = NULL;

	assert_fine(git_write_tree(&tree, fixture->git, fixture->two, changes, 1));
	const struct git_commit_content content = { tree, fixture->two, "title\n\nbody\n",
						    GIT_SIGN_NEVER };

	assert_fine(git_write_commit(&oid, fixture->git, &content, &author, &committer));
	OWNED_STRING command =
	    must_format("git -C main log -1 --date=raw"
			" --format='%%P|%%T|%%an <%%ae> %%ad|%%cn <%%ce> %%cd|%%B' %s",
			oid);
	OWNED_STRING log = sandbox_output(fixture->sandbox, command);
	OWNED_STRING wanted = must_format("%s|%s|Ann \xc3\x84 <ann@x> 86400 +0000|Bot <bot@x>"
					  " 1767323045 +0000|title\n\nbody\n\n",
					  fixture->two, tree);

	assert_string_equal(log, wanted);
	sandbox_shell(fixture->sandbox, "git -C main fsck --strict --no-dangling"
					" && test -z \"$(git -C main status --porcelain)\"");
}

static void the_same_commit_has_the_same_name(void **state)
{
	const struct fixture *fixture = *state;
	const struct git_identity bot = { "Bot", "bot@x", 1767323045 };
	OWNED(git_commit_info) two = NULL;
	OWNED_STRING first = NULL;
	OWNED_STRING second = NULL;

	assert_fine(git_commit_info_read(&two, fixture->git, fixture->two));
	const struct git_commit_content content = { two->tree, fixture->two, "again\n",
						    GIT_SIGN_NEVER };

	assert_fine(git_write_commit(&first, fixture->git, &content, &bot, &bot));
	assert_fine(git_write_commit(&second, fixture->git, &content, &bot, &bot));
	assert_string_equal(first, second);
}

static void nobody_signs_with_angle_brackets(void **state)
{
	const struct fixture *fixture = *state;
	const struct git_identity bad = { "a <b", "bot@x", 0 };
	OWNED(git_commit_info) two = NULL;
	OWNED_STRING oid = NULL;

	assert_fine(git_commit_info_read(&two, fixture->git, fixture->two));
	const struct git_commit_content content = { two->tree, NULL, "m\n", GIT_SIGN_NEVER };

	assert_fails(git_write_commit(&oid, fixture->git, &content, &bad, &bad), ERROR_GIT,
		     "cannot sign a commit");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_ref_is_made_moved_and_deleted, set_up, tear_down),
		cmocka_unit_test_setup_teardown(nothing_is_overwritten_that_was_not_seen, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(packed_refs_count_as_well, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_name_in_the_way_is_told, set_up, tear_down),
		cmocka_unit_test_setup_teardown(names_that_collide_are_known, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_lock_left_behind_is_a_conflict_in_the_end, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(bad_names_and_ids_are_wrong_usage, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(a_commit_that_is_not_there_gets_no_ref, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(the_branch_checked_out_here_is_refused, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(a_detached_head_holds_no_branch, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    a_branch_in_a_linked_work_tree_is_refused_from_everywhere, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_branch_under_rebase_is_refused, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(head_of_a_bare_repository_holds_no_branch, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(a_branch_that_has_no_commit_yet_is_held_too, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(refs_are_listed_by_what_they_begin_with, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(commits_carry_what_they_were_given, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(the_same_commit_has_the_same_name, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(nobody_signs_with_angle_brackets, set_up,
						tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
