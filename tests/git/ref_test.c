#include "../support/assertions.h"
#include "../support/sandbox.h"
#include "../support/test_context.h"
#include <digestbump/base/memory.h>
#include <digestbump/git/git.h>
#include <string.h>

struct place {
	struct sandbox *sandbox;
	struct git *git;
	char *one;
	char *two;
};

static int enter(void **state)
{
	struct place *place = must_alloc(sizeof(*place));

	place->sandbox = sandbox_new();
	outside(place->sandbox->top);
	sandbox_shell(place->sandbox,
		      "git init -q main && cd main && echo x >file && git add ."
		      " && git commit -qm one && git commit -q --allow-empty -m two");
	OWNED_STRING top = sandbox_path(place->sandbox, "main");

	assert_fine(git_open(&place->git, top, outside(place->sandbox->top)));
	assert_fine(git_resolve(&place->one, place->git, "HEAD~1"));
	assert_fine(git_resolve(&place->two, place->git, "HEAD"));
	*state = place;
	return 0;
}

static int leave(void **state)
{
	struct place *place = *state;

	git_free(place->git);
	sandbox_free(place->sandbox);
	free(place->one);
	free(place->two);
	free(place);
	return 0;
}

static const char ref[] = "refs/heads/digestbump/x";

static void must_be_at(const struct place *place, const char *name, const char *wanted)
{
	OWNED_STRING oid = NULL;

	assert_fine(git_ref_read(&oid, place->git, name));
	if (wanted)
		assert_string_equal(oid, wanted);
	else
		assert_null(oid);
}

static void a_ref_is_made_moved_and_deleted(void **state)
{
	const struct place *place = *state;

	must_be_at(place, ref, NULL);
	assert_fine(git_ref_move(place->git, ref, NULL, place->one));
	must_be_at(place, ref, place->one);
	assert_fine(git_ref_move(place->git, ref, place->one, place->two));
	must_be_at(place, ref, place->two);
	assert_fine(git_ref_move(place->git, ref, place->two, NULL));
	must_be_at(place, ref, NULL);
}

static void nothing_is_overwritten_that_was_not_seen(void **state)
{
	const struct place *place = *state;
	const char *text = "was moved by somebody else";

	assert_fails(git_ref_move(place->git, ref, place->one, place->two), ERROR_CONFLICT, text);
	assert_fails(git_ref_move(place->git, ref, place->one, NULL), ERROR_CONFLICT, text);
	assert_fine(git_ref_move(place->git, ref, NULL, place->one));
	assert_fails(git_ref_move(place->git, ref, NULL, place->two), ERROR_CONFLICT, text);
	assert_fails(git_ref_move(place->git, ref, place->two, place->one), ERROR_CONFLICT, text);
	assert_fails(git_ref_move(place->git, ref, place->two, NULL), ERROR_CONFLICT, text);
	must_be_at(place, ref, place->one);
}

static void packed_refs_count_as_well(void **state)
{
	const struct place *place = *state;

	assert_fine(git_ref_move(place->git, ref, NULL, place->one));
	sandbox_shell(place->sandbox, "git -C main pack-refs --all");
	assert_fails(git_ref_move(place->git, ref, NULL, place->two), ERROR_CONFLICT, ref);
	assert_fine(git_ref_move(place->git, ref, place->one, place->two));
	sandbox_shell(place->sandbox, "git -C main pack-refs --all");
	assert_fine(git_ref_move(place->git, ref, place->two, NULL));
	must_be_at(place, ref, NULL);
}

static void a_name_in_the_way_is_told(void **state)
{
	const struct place *place = *state;

	sandbox_shell(place->sandbox, "git -C main branch digestbump");
	assert_fails(git_ref_move(place->git, ref, NULL, place->one), ERROR_CONFLICT,
		     "'refs/heads/digestbump' is in the way");
	assert_fails(git_ref_move(place->git, "refs/heads/main/x", NULL, place->one),
		     ERROR_CONFLICT, "'refs/heads/main' is in the way");
	sandbox_shell(place->sandbox, "git -C main branch -q -D digestbump"
				      " && git -C main branch digestbump/x/y");
	assert_fails(git_ref_move(place->git, ref, NULL, place->one), ERROR_CONFLICT,
		     "'refs/heads/digestbump/x/y' is in the way");
}

static void names_that_collide_are_known(void **state)
{
	(void)state;
	assert_true(git_refs_collide("refs/heads/a", "refs/heads/a/b"));
	assert_true(git_refs_collide("refs/heads/a/b", "refs/heads/a"));
	assert_false(git_refs_collide("refs/heads/a", "refs/heads/a"));
	assert_false(git_refs_collide("refs/heads/a", "refs/heads/ab"));
	assert_false(git_refs_collide("refs/heads/a-b", "refs/heads/a"));
}

static void a_lock_left_behind_is_a_conflict_in_the_end(void **state)
{
	const struct place *place = *state;

	sandbox_write(place->sandbox, "main/.git/refs/heads/digestbump/x.lock", "");
	assert_fails(git_ref_move(place->git, ref, NULL, place->one), ERROR_CONFLICT,
		     "digestbump/x.lock");
}

static void bad_names_and_ids_are_wrong_usage(void **state)
{
	const struct place *place = *state;

	assert_fails(git_ref_move(place->git, "refs/heads/a..b", NULL, place->one), ERROR_USAGE,
		     "no name for a ref");
	assert_fails(git_ref_move(place->git, "refs/heads/../x", NULL, place->one), ERROR_USAGE,
		     "no name for a ref");
	assert_fails(git_ref_move(place->git, ref, NULL, "main"), ERROR_USAGE, "40 hex digits");
	must_be_at(place, ref, NULL);
}

static void a_commit_that_is_not_there_gets_no_ref(void **state)
{
	const struct place *place = *state;
	struct error *error =
	    git_ref_move(place->git, ref, NULL, "1234567890123456789012345678901234567890");

	assert_non_null(error);
	error_free(error);
	must_be_at(place, ref, NULL);
}

static void the_branch_checked_out_here_is_refused(void **state)
{
	const struct place *place = *state;

	assert_fails(git_ref_move(place->git, "refs/heads/main", place->two, place->one),
		     ERROR_CONFLICT, "'refs/heads/main' is checked out in");
	assert_fails(git_ref_move(place->git, "refs/heads/main", place->two, NULL), ERROR_CONFLICT,
		     "is checked out in");
	must_be_at(place, "refs/heads/main", place->two);
}

static void a_detached_head_holds_no_branch(void **state)
{
	const struct place *place = *state;

	sandbox_shell(place->sandbox, "git -C main checkout -q --detach");
	assert_fine(git_ref_move(place->git, "refs/heads/main", place->two, place->one));
}

static void a_branch_in_a_linked_work_tree_is_refused_from_everywhere(void **state)
{
	const struct place *place = *state;
	OWNED(git) linked = NULL;
	OWNED_STRING top = sandbox_path(place->sandbox, "linked");

	sandbox_shell(place->sandbox, "git -C main worktree add -q ../linked -b digestbump/x");
	assert_fails(git_ref_move(place->git, ref, place->two, place->one), ERROR_CONFLICT,
		     "linked");
	assert_fine(git_open(&linked, top, outside(place->sandbox->top)));
	assert_fails(git_ref_move(linked, "refs/heads/main", place->two, place->one),
		     ERROR_CONFLICT, "/main/");
	assert_fails(git_ref_move(linked, ref, place->two, place->one), ERROR_CONFLICT, "linked");
	assert_fine(git_ref_move(linked, "refs/heads/free", NULL, place->one));
}

static void a_branch_under_rebase_is_refused(void **state)
{
	const struct place *place = *state;

	sandbox_shell(place->sandbox, "cd main && git checkout -q -b work HEAD~1 && echo y >file"
				      " && git commit -qam three && git checkout -q -b other HEAD~1"
				      " && echo z >file && git commit -qam four && ! git rebase -q "
				      "work >/dev/null 2>&1");
	OWNED_STRING other = NULL;

	assert_fine(git_ref_read(&other, place->git, "refs/heads/other"));
	assert_fails(git_ref_move(place->git, "refs/heads/other", other, place->one),
		     ERROR_CONFLICT, "is checked out in");
}

static void head_of_a_bare_repository_holds_no_branch(void **state)
{
	const struct place *place = *state;
	OWNED(git) bare = NULL;
	OWNED_STRING top = sandbox_path(place->sandbox, "bare.git");

	sandbox_shell(place->sandbox, "git clone -q --bare main bare.git && git -C bare.git"
				      " worktree add -q ../tree -b held");
	assert_fine(git_open(&bare, top, outside(place->sandbox->top)));
	assert_fine(git_ref_move(bare, "refs/heads/main", place->two, place->one));
	assert_fails(git_ref_move(bare, "refs/heads/held", place->two, place->one), ERROR_CONFLICT,
		     "tree");
}

static void a_branch_that_has_no_commit_yet_is_held_too(void **state)
{
	const struct place *place = *state;
	OWNED(git) fresh = NULL;
	OWNED_STRING top = sandbox_path(place->sandbox, "fresh");
	const struct git_change none = { 0 };
	OWNED_STRING tree = NULL;

	sandbox_shell(place->sandbox, "git init -q fresh && git -C fresh fetch -q ../main main");
	assert_fine(git_open(&fresh, top, outside(place->sandbox->top)));
	assert_fails(git_ref_move(fresh, "refs/heads/main", NULL, place->one), ERROR_CONFLICT,
		     "is checked out");
	assert_fails(git_tree_change(&tree, fresh, "HEAD", &none, 0), ERROR_USAGE, "'HEAD'");
}

static void refs_are_listed_by_what_they_begin_with(void **state)
{
	const struct place *place = *state;
	OWNED(strings) names = NULL;

	sandbox_shell(place->sandbox, "cd main && git branch b/2 && git branch b/1 && git branch bc"
				      " && git pack-refs --all && git branch b/3");
	assert_fine(git_ref_list(&names, place->git, "refs/heads/b/"));
	assert_int_equal(names->count, 3);
	assert_string_equal(names->items[0], "refs/heads/b/1");
	assert_string_equal(names->items[2], "refs/heads/b/3");
}

static void commits_carry_what_they_were_given(void **state)
{
	const struct place *place = *state;
	const struct git_change changes[] = { { "file", slice_of("new\n") } };
	const struct git_identity author = { "Ann \xc3\x84", "ann@x", 86400 };
	const struct git_identity committer = { "Bot", "bot@x", 1767323045 };
	OWNED_STRING tree = NULL;
	OWNED_STRING oid = NULL;

	assert_fine(git_tree_change(&tree, place->git, place->two, changes, 1));
	const struct git_content content = { tree, place->two, "title\n\nbody\n" };

	assert_fine(git_commit_write(&oid, place->git, &content, &author, &committer));
	OWNED_STRING command =
	    must_format("git -C main log -1 --date=raw"
			" --format='%%P|%%T|%%an <%%ae> %%ad|%%cn <%%ce> %%cd|%%B' %s",
			oid);
	OWNED_STRING log = sandbox_output(place->sandbox, command);
	OWNED_STRING wanted = must_format("%s|%s|Ann \xc3\x84 <ann@x> 86400 +0000|Bot <bot@x>"
					  " 1767323045 +0000|title\n\nbody\n\n",
					  place->two, tree);

	assert_string_equal(log, wanted);
	sandbox_shell(place->sandbox, "git -C main fsck --strict --no-dangling"
				      " && test -z \"$(git -C main status --porcelain)\"");
}

static void the_same_commit_has_the_same_name(void **state)
{
	const struct place *place = *state;
	const struct git_identity bot = { "Bot", "bot@x", 1767323045 };
	OWNED(git_revision) two = NULL;
	OWNED_STRING first = NULL;
	OWNED_STRING second = NULL;

	assert_fine(git_revision_read(&two, place->git, place->two));
	const struct git_content content = { two->tree, place->two, "again\n" };

	assert_fine(git_commit_write(&first, place->git, &content, &bot, &bot));
	assert_fine(git_commit_write(&second, place->git, &content, &bot, &bot));
	assert_string_equal(first, second);
}

static void nobody_signs_with_angle_brackets(void **state)
{
	const struct place *place = *state;
	const struct git_identity bad = { "a <b", "bot@x", 0 };
	OWNED(git_revision) two = NULL;
	OWNED_STRING oid = NULL;

	assert_fine(git_revision_read(&two, place->git, place->two));
	const struct git_content content = { two->tree, NULL, "m\n" };

	assert_fails(git_commit_write(&oid, place->git, &content, &bad, &bad), ERROR_GIT,
		     "cannot sign a commit");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_ref_is_made_moved_and_deleted, enter, leave),
		cmocka_unit_test_setup_teardown(nothing_is_overwritten_that_was_not_seen, enter,
						leave),
		cmocka_unit_test_setup_teardown(packed_refs_count_as_well, enter, leave),
		cmocka_unit_test_setup_teardown(a_name_in_the_way_is_told, enter, leave),
		cmocka_unit_test_setup_teardown(names_that_collide_are_known, enter, leave),
		cmocka_unit_test_setup_teardown(a_lock_left_behind_is_a_conflict_in_the_end, enter,
						leave),
		cmocka_unit_test_setup_teardown(bad_names_and_ids_are_wrong_usage, enter, leave),
		cmocka_unit_test_setup_teardown(a_commit_that_is_not_there_gets_no_ref, enter,
						leave),
		cmocka_unit_test_setup_teardown(the_branch_checked_out_here_is_refused, enter,
						leave),
		cmocka_unit_test_setup_teardown(a_detached_head_holds_no_branch, enter, leave),
		cmocka_unit_test_setup_teardown(
		    a_branch_in_a_linked_work_tree_is_refused_from_everywhere, enter, leave),
		cmocka_unit_test_setup_teardown(a_branch_under_rebase_is_refused, enter, leave),
		cmocka_unit_test_setup_teardown(head_of_a_bare_repository_holds_no_branch, enter,
						leave),
		cmocka_unit_test_setup_teardown(a_branch_that_has_no_commit_yet_is_held_too, enter,
						leave),
		cmocka_unit_test_setup_teardown(refs_are_listed_by_what_they_begin_with, enter,
						leave),
		cmocka_unit_test_setup_teardown(commits_carry_what_they_were_given, enter, leave),
		cmocka_unit_test_setup_teardown(the_same_commit_has_the_same_name, enter, leave),
		cmocka_unit_test_setup_teardown(nobody_signs_with_angle_brackets, enter, leave),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
