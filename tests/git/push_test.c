#include "../support/assertions.h"
#include "../support/sandbox.h"
#include "../support/test_context.h"
#include <digestbump/base/memory.h>
#include <digestbump/git/git.h>
#include <stdio.h>
#include <string.h>

struct fixture {
	struct sandbox *sandbox;
	struct git *git;
	char *one;
	char *two;
};

static void open_at(struct fixture *fixture, const char *path)
{
	OWNED_STRING full = sandbox_path(fixture->sandbox, path);

	git_free(pass_on(&fixture->git));
	assert_fine(git_open(&fixture->git, full, test_context(fixture->sandbox->top)));
	test_setenv("GIT_CONFIG_GLOBAL", "/dev/null");
}

static int set_up(void **state)
{
	struct fixture *fixture = must_alloc(sizeof(*fixture));

	fixture->sandbox = sandbox_new();
	test_context(fixture->sandbox->top);
	sandbox_shell(fixture->sandbox,
		      "git init -q --bare server.git && git clone -q server.git here 2>/dev/null"
		      " && cd here && echo 1 >file && git add . && git commit -qm one"
		      " && echo 2 >file && git commit -qam two && git push -q origin main");
	open_at(fixture, "here");
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

/* Pushes one ref and gives its own error. */
static struct error *push(const struct fixture *fixture, const char *ref, const char *oid,
			  const char *expected)
{
	struct git_push_ref update = { ref, oid, expected, NULL };

	assert_fine(git_push_refs(fixture->git, "origin", &update, 1));
	return update.error;
}

static void server_must_have(const struct fixture *fixture, const char *ref, const char *wanted)
{
	OWNED_STRING line =
	    must_format("git -C server.git rev-parse -q --verify '%s' || echo none", ref);
	OWNED_STRING answer = sandbox_output(fixture->sandbox, line);

	answer[strcspn(answer, "\n")] = '\0';
	assert_string_equal(answer, wanted);
}

static const char ref[] = "refs/heads/bot/x";

static void a_branch_is_made_moved_and_deleted(void **state)
{
	const struct fixture *fixture = *state;

	assert_fine(push(fixture, ref, fixture->two, NULL));
	server_must_have(fixture, ref, fixture->two);
	assert_fine(push(fixture, ref, fixture->one, fixture->two));
	server_must_have(fixture, ref, fixture->one);
	assert_fine(push(fixture, ref, NULL, fixture->one));
	server_must_have(fixture, ref, "none");
}

static void what_somebody_else_pushed_stays(void **state)
{
	const struct fixture *fixture = *state;

	sandbox_shell(fixture->sandbox, "git -C here push -q origin main:bot/x 2>/dev/null"
					" || git -C here push -q origin main:refs/heads/bot/x");
	assert_fails(push(fixture, ref, fixture->one, NULL), ERROR_CONFLICT,
		     "somebody else moved it");
	assert_fails(push(fixture, ref, fixture->one, fixture->one), ERROR_CONFLICT, "stale info");
	assert_fails(push(fixture, ref, NULL, fixture->one), ERROR_CONFLICT, "stale info");
	server_must_have(fixture, ref, fixture->two);
}

static void one_that_fails_does_not_hinder_the_others(void **state)
{
	const struct fixture *fixture = *state;
	struct git_push_ref updates[] = {
		{ "refs/heads/bot/a", fixture->two, NULL, NULL },
		{ "refs/heads/bot/b", fixture->two, fixture->one, NULL },
		{ "refs/heads/main/x", fixture->two, NULL, NULL },
		{ "refs/heads/bot/c", fixture->one, NULL, NULL },
	};

	assert_fine(git_push_refs(fixture->git, "origin", updates, 4));
	assert_fine(updates[0].error);
	assert_fails(updates[1].error, ERROR_CONFLICT, "not pushed: somebody else");
	assert_fails(updates[2].error, ERROR_CONFLICT, "not pushed: ");
	assert_fine(updates[3].error);
	server_must_have(fixture, "refs/heads/bot/a", fixture->two);
	server_must_have(fixture, "refs/heads/bot/c", fixture->one);
}

static void the_words_of_a_hook_are_told(void **state)
{
	const struct fixture *fixture = *state;

	sandbox_write(fixture->sandbox, "server.git/hooks/pre-receive",
		      "#!/bin/sh\necho 'GH006: no bots on Fridays' >&2\nexit 1\n");
	sandbox_shell(fixture->sandbox, "chmod +x server.git/hooks/pre-receive");
	assert_fails(push(fixture, ref, fixture->two, NULL), ERROR_DENIED,
		     "(pre-receive hook declined); remote: GH006: no bots on Fridays");
	server_must_have(fixture, ref, "none");
}

static void a_hook_that_refuses_one_ref_refuses_only_that(void **state)
{
	const struct fixture *fixture = *state;
	struct git_push_ref updates[] = {
		{ "refs/heads/bot/a", fixture->two, NULL, NULL },
		{ "refs/heads/bot/b", fixture->two, NULL, NULL },
	};

	sandbox_write(fixture->sandbox, "server.git/hooks/update",
		      "#!/bin/sh\ntest \"$1\" = refs/heads/bot/a\n");
	sandbox_shell(fixture->sandbox, "chmod +x server.git/hooks/update");
	assert_fine(git_push_refs(fixture->git, "origin", updates, 2));
	assert_fine(updates[0].error);
	assert_fails(updates[1].error, ERROR_DENIED, "hook declined");
}

static void the_users_own_hook_is_not_run(void **state)
{
	const struct fixture *fixture = *state;

	sandbox_write(fixture->sandbox, "here/.git/hooks/pre-push", "#!/bin/sh\nexit 1\n");
	sandbox_shell(fixture->sandbox, "chmod +x here/.git/hooks/pre-push");
	assert_fine(push(fixture, ref, fixture->two, NULL));
}

static void settings_that_push_more_are_overruled(void **state)
{
	const struct fixture *fixture = *state;

	sandbox_shell(fixture->sandbox,
		      "cd here && git tag -a -m t t && git config push.followTags true"
		      " && git config push.default matching"
		      " && git config remote.origin.mirror true"
		      " && git config push.useForceIfIncludes true");
	assert_fine(push(fixture, ref, fixture->two, NULL));
	server_must_have(fixture, "refs/tags/t", "none");
	server_must_have(fixture, ref, fixture->two);
}

static void a_dead_remote_fails_as_a_whole(void **state)
{
	const struct fixture *fixture = *state;
	struct git_push_ref update = { ref, fixture->two, NULL, NULL };

	sandbox_shell(fixture->sandbox, "git -C here remote set-url origin ../gone.git");
	assert_fails(git_push_refs(fixture->git, "origin", &update, 1), ERROR_ABSENT,
		     "push to remote 'origin'");
	assert_null(update.error);
}

static void nothing_to_push_needs_no_remote(void **state)
{
	const struct fixture *fixture = *state;

	sandbox_shell(fixture->sandbox, "git -C here remote set-url origin ../gone.git");
	assert_fine(git_push_refs(fixture->git, "origin", NULL, 0));
}

static void names_like_options_are_names(void **state)
{
	const struct fixture *fixture = *state;

	assert_fine(push(fixture, "refs/heads/--delete", fixture->two, NULL));
	assert_fine(push(fixture, "refs/heads/n\xc3\xa9'\"$x", fixture->two, NULL));
	server_must_have(fixture, "refs/heads/--delete", fixture->two);
}

static void a_commit_without_any_ref_is_pushed(void **state)
{
	const struct fixture *fixture = *state;
	const struct git_file_change changes[] = { { "file", slice_of("new\n") } };
	const struct git_identity bot = { "Bot", "bot@x", 1767323045 };
	OWNED_STRING tree = NULL;
	OWNED_STRING oid = NULL;

	assert_fine(git_write_tree(&tree, fixture->git, fixture->two, changes, 1));
	const struct git_commit_content content = { tree, fixture->two, "bump\n", GIT_SIGN_NEVER };

	assert_fine(git_write_commit(&oid, fixture->git, &content, &bot, &bot));
	assert_fine(push(fixture, ref, oid, NULL));
	server_must_have(fixture, ref, oid);
	sandbox_shell(fixture->sandbox, "git -C server.git fsck --strict --no-dangling");
}

/* Writes one new commit on HEAD of a clone and pushes it. */
static void push_from(struct fixture *fixture, const char *path)
{
	const struct git_file_change changes[] = { { "file", slice_of("from there\n") } };
	const struct git_identity bot = { "Bot", "bot@x", 1767323045 };
	OWNED_STRING head = NULL;
	OWNED_STRING tree = NULL;
	OWNED_STRING oid = NULL;

	open_at(fixture, path);
	assert_fine(git_rev_parse(&head, fixture->git, "HEAD"));
	assert_fine(git_write_tree(&tree, fixture->git, head, changes, 1));
	const struct git_commit_content content = { tree, head, "bump\n", GIT_SIGN_NEVER };

	assert_fine(git_write_commit(&oid, fixture->git, &content, &bot, &bot));
	assert_fine(push(fixture, ref, oid, NULL));
	server_must_have(fixture, ref, oid);
}

static void shallow_clones_push(void **state)
{
	struct fixture *fixture = *state;

	sandbox_shell(fixture->sandbox,
		      "git clone -q --depth 1 \"file://$PWD/server.git\" shallow");
	push_from(fixture, "shallow");
}

static void bare_clones_push(void **state)
{
	struct fixture *fixture = *state;

	sandbox_shell(fixture->sandbox, "git clone -q --bare server.git bare.git");
	push_from(fixture, "bare.git");
}

static void linked_work_trees_push(void **state)
{
	struct fixture *fixture = *state;

	sandbox_shell(fixture->sandbox, "git -C here worktree add -q ../linked -b other");
	push_from(fixture, "linked");
}

static void many_refs_take_several_runs(void **state)
{
	const struct fixture *fixture = *state;
	enum { COUNT = 520 };
	struct git_push_ref updates[COUNT];
	char names[COUNT][32];

	for (int i = 0; i < COUNT; i++) {
		snprintf(names[i], sizeof(names[i]), "refs/heads/many/%d", i);
		updates[i] = (struct git_push_ref){ names[i], fixture->two, NULL, NULL };
	}
	assert_fine(git_push_refs(fixture->git, "origin", updates, COUNT));
	for (int i = 0; i < COUNT; i++)
		assert_fine(updates[i].error);
	server_must_have(fixture, "refs/heads/many/519", fixture->two);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_branch_is_made_moved_and_deleted, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(what_somebody_else_pushed_stays, set_up, tear_down),
		cmocka_unit_test_setup_teardown(one_that_fails_does_not_hinder_the_others, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(the_words_of_a_hook_are_told, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_hook_that_refuses_one_ref_refuses_only_that,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(the_users_own_hook_is_not_run, set_up, tear_down),
		cmocka_unit_test_setup_teardown(settings_that_push_more_are_overruled, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(a_dead_remote_fails_as_a_whole, set_up, tear_down),
		cmocka_unit_test_setup_teardown(nothing_to_push_needs_no_remote, set_up, tear_down),
		cmocka_unit_test_setup_teardown(names_like_options_are_names, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_commit_without_any_ref_is_pushed, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(shallow_clones_push, set_up, tear_down),
		cmocka_unit_test_setup_teardown(bare_clones_push, set_up, tear_down),
		cmocka_unit_test_setup_teardown(linked_work_trees_push, set_up, tear_down),
		cmocka_unit_test_setup_teardown(many_refs_take_several_runs, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
