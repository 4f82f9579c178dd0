#include "../support/assertions.h"
#include "../support/sandbox.h"
#include "../support/test_context.h"
#include <digestbump/base/memory.h>
#include <digestbump/git/git.h>
#include <stdio.h>
#include <string.h>

struct place {
	struct sandbox *sandbox;
	struct git *git;
	char *one;
	char *two;
};

static void open_at(struct place *place, const char *path)
{
	OWNED_STRING full = sandbox_path(place->sandbox, path);

	git_free(pass_on(&place->git));
	assert_fine(git_open(&place->git, full, outside(place->sandbox->top)));
	outside_set("GIT_CONFIG_GLOBAL", "/dev/null");
}

static int enter(void **state)
{
	struct place *place = must_alloc(sizeof(*place));

	place->sandbox = sandbox_new();
	outside(place->sandbox->top);
	sandbox_shell(place->sandbox,
		      "git init -q --bare server.git && git clone -q server.git here 2>/dev/null"
		      " && cd here && echo 1 >file && git add . && git commit -qm one"
		      " && echo 2 >file && git commit -qam two && git push -q origin main");
	open_at(place, "here");
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

/* Pushes one ref and gives its own error. */
static struct error *push(const struct place *place, const char *ref, const char *oid,
			  const char *expected)
{
	struct git_update update = { ref, oid, expected, NULL };

	assert_fine(git_push_all(place->git, "origin", &update, 1));
	return update.error;
}

static void server_must_have(const struct place *place, const char *ref, const char *wanted)
{
	OWNED_STRING line =
	    must_format("git -C server.git rev-parse -q --verify '%s' || echo none", ref);
	OWNED_STRING answer = sandbox_output(place->sandbox, line);

	answer[strcspn(answer, "\n")] = '\0';
	assert_string_equal(answer, wanted);
}

static const char ref[] = "refs/heads/bot/x";

static void a_branch_is_made_moved_and_deleted(void **state)
{
	const struct place *place = *state;

	assert_fine(push(place, ref, place->two, NULL));
	server_must_have(place, ref, place->two);
	assert_fine(push(place, ref, place->one, place->two));
	server_must_have(place, ref, place->one);
	assert_fine(push(place, ref, NULL, place->one));
	server_must_have(place, ref, "none");
}

static void what_somebody_else_pushed_stays(void **state)
{
	const struct place *place = *state;

	sandbox_shell(place->sandbox, "git -C here push -q origin main:bot/x 2>/dev/null"
				      " || git -C here push -q origin main:refs/heads/bot/x");
	assert_fails(push(place, ref, place->one, NULL), ERROR_CONFLICT, "somebody else moved it");
	assert_fails(push(place, ref, place->one, place->one), ERROR_CONFLICT, "stale info");
	assert_fails(push(place, ref, NULL, place->one), ERROR_CONFLICT, "stale info");
	server_must_have(place, ref, place->two);
}

static void one_that_fails_does_not_hinder_the_others(void **state)
{
	const struct place *place = *state;
	struct git_update updates[] = {
		{ "refs/heads/bot/a", place->two, NULL, NULL },
		{ "refs/heads/bot/b", place->two, place->one, NULL },
		{ "refs/heads/main/x", place->two, NULL, NULL },
		{ "refs/heads/bot/c", place->one, NULL, NULL },
	};

	assert_fine(git_push_all(place->git, "origin", updates, 4));
	assert_fine(updates[0].error);
	assert_fails(updates[1].error, ERROR_CONFLICT, "not pushed: somebody else");
	assert_fails(updates[2].error, ERROR_CONFLICT, "not pushed: ");
	assert_fine(updates[3].error);
	server_must_have(place, "refs/heads/bot/a", place->two);
	server_must_have(place, "refs/heads/bot/c", place->one);
}

static void the_words_of_a_hook_are_told(void **state)
{
	const struct place *place = *state;

	sandbox_write(place->sandbox, "server.git/hooks/pre-receive",
		      "#!/bin/sh\necho 'GH006: no bots on Fridays' >&2\nexit 1\n");
	sandbox_shell(place->sandbox, "chmod +x server.git/hooks/pre-receive");
	assert_fails(push(place, ref, place->two, NULL), ERROR_DENIED,
		     "(pre-receive hook declined); remote: GH006: no bots on Fridays");
	server_must_have(place, ref, "none");
}

static void a_hook_that_refuses_one_ref_refuses_only_that(void **state)
{
	const struct place *place = *state;
	struct git_update updates[] = {
		{ "refs/heads/bot/a", place->two, NULL, NULL },
		{ "refs/heads/bot/b", place->two, NULL, NULL },
	};

	sandbox_write(place->sandbox, "server.git/hooks/update",
		      "#!/bin/sh\ntest \"$1\" = refs/heads/bot/a\n");
	sandbox_shell(place->sandbox, "chmod +x server.git/hooks/update");
	assert_fine(git_push_all(place->git, "origin", updates, 2));
	assert_fine(updates[0].error);
	assert_fails(updates[1].error, ERROR_DENIED, "hook declined");
}

static void the_users_own_hook_is_not_run(void **state)
{
	const struct place *place = *state;

	sandbox_write(place->sandbox, "here/.git/hooks/pre-push", "#!/bin/sh\nexit 1\n");
	sandbox_shell(place->sandbox, "chmod +x here/.git/hooks/pre-push");
	assert_fine(push(place, ref, place->two, NULL));
}

static void settings_that_push_more_are_overruled(void **state)
{
	const struct place *place = *state;

	sandbox_shell(place->sandbox,
		      "cd here && git tag -a -m t t && git config push.followTags true"
		      " && git config push.default matching"
		      " && git config remote.origin.mirror true"
		      " && git config push.useForceIfIncludes true");
	assert_fine(push(place, ref, place->two, NULL));
	server_must_have(place, "refs/tags/t", "none");
	server_must_have(place, ref, place->two);
}

static void a_dead_remote_fails_as_a_whole(void **state)
{
	const struct place *place = *state;
	struct git_update update = { ref, place->two, NULL, NULL };

	sandbox_shell(place->sandbox, "git -C here remote set-url origin ../gone.git");
	assert_fails(git_push_all(place->git, "origin", &update, 1), ERROR_ABSENT,
		     "push to remote 'origin'");
	assert_null(update.error);
}

static void nothing_to_push_needs_no_remote(void **state)
{
	const struct place *place = *state;

	sandbox_shell(place->sandbox, "git -C here remote set-url origin ../gone.git");
	assert_fine(git_push_all(place->git, "origin", NULL, 0));
}

static void names_like_options_are_names(void **state)
{
	const struct place *place = *state;

	assert_fine(push(place, "refs/heads/--delete", place->two, NULL));
	assert_fine(push(place, "refs/heads/n\xc3\xa9'\"$x", place->two, NULL));
	server_must_have(place, "refs/heads/--delete", place->two);
}

static void a_commit_without_any_ref_is_pushed(void **state)
{
	const struct place *place = *state;
	const struct git_change changes[] = { { "file", slice_of("new\n") } };
	const struct git_identity bot = { "Bot", "bot@x", 1767323045 };
	OWNED_STRING tree = NULL;
	OWNED_STRING oid = NULL;

	assert_fine(git_tree_change(&tree, place->git, place->two, changes, 1));
	const struct git_content content = { tree, place->two, "bump\n" };

	assert_fine(git_commit_write(&oid, place->git, &content, &bot, &bot));
	assert_fine(push(place, ref, oid, NULL));
	server_must_have(place, ref, oid);
	sandbox_shell(place->sandbox, "git -C server.git fsck --strict --no-dangling");
}

/* Writes one new commit on HEAD of a clone and pushes it. */
static void push_from(struct place *place, const char *path)
{
	const struct git_change changes[] = { { "file", slice_of("from there\n") } };
	const struct git_identity bot = { "Bot", "bot@x", 1767323045 };
	OWNED_STRING head = NULL;
	OWNED_STRING tree = NULL;
	OWNED_STRING oid = NULL;

	open_at(place, path);
	assert_fine(git_resolve(&head, place->git, "HEAD"));
	assert_fine(git_tree_change(&tree, place->git, head, changes, 1));
	const struct git_content content = { tree, head, "bump\n" };

	assert_fine(git_commit_write(&oid, place->git, &content, &bot, &bot));
	assert_fine(push(place, ref, oid, NULL));
	server_must_have(place, ref, oid);
}

static void shallow_clones_push(void **state)
{
	struct place *place = *state;

	sandbox_shell(place->sandbox, "git clone -q --depth 1 \"file://$PWD/server.git\" shallow");
	push_from(place, "shallow");
}

static void bare_clones_push(void **state)
{
	struct place *place = *state;

	sandbox_shell(place->sandbox, "git clone -q --bare server.git bare.git");
	push_from(place, "bare.git");
}

static void linked_work_trees_push(void **state)
{
	struct place *place = *state;

	sandbox_shell(place->sandbox, "git -C here worktree add -q ../linked -b other");
	push_from(place, "linked");
}

static void many_refs_take_several_runs(void **state)
{
	const struct place *place = *state;
	enum { COUNT = 520 };
	struct git_update updates[COUNT];
	char names[COUNT][32];

	for (int i = 0; i < COUNT; i++) {
		snprintf(names[i], sizeof(names[i]), "refs/heads/many/%d", i);
		updates[i] = (struct git_update){ names[i], place->two, NULL, NULL };
	}
	assert_fine(git_push_all(place->git, "origin", updates, COUNT));
	for (int i = 0; i < COUNT; i++)
		assert_fine(updates[i].error);
	server_must_have(place, "refs/heads/many/519", place->two);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_branch_is_made_moved_and_deleted, enter, leave),
		cmocka_unit_test_setup_teardown(what_somebody_else_pushed_stays, enter, leave),
		cmocka_unit_test_setup_teardown(one_that_fails_does_not_hinder_the_others, enter,
						leave),
		cmocka_unit_test_setup_teardown(the_words_of_a_hook_are_told, enter, leave),
		cmocka_unit_test_setup_teardown(a_hook_that_refuses_one_ref_refuses_only_that,
						enter, leave),
		cmocka_unit_test_setup_teardown(the_users_own_hook_is_not_run, enter, leave),
		cmocka_unit_test_setup_teardown(settings_that_push_more_are_overruled, enter,
						leave),
		cmocka_unit_test_setup_teardown(a_dead_remote_fails_as_a_whole, enter, leave),
		cmocka_unit_test_setup_teardown(nothing_to_push_needs_no_remote, enter, leave),
		cmocka_unit_test_setup_teardown(names_like_options_are_names, enter, leave),
		cmocka_unit_test_setup_teardown(a_commit_without_any_ref_is_pushed, enter, leave),
		cmocka_unit_test_setup_teardown(shallow_clones_push, enter, leave),
		cmocka_unit_test_setup_teardown(bare_clones_push, enter, leave),
		cmocka_unit_test_setup_teardown(linked_work_trees_push, enter, leave),
		cmocka_unit_test_setup_teardown(many_refs_take_several_runs, enter, leave),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
