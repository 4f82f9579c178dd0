#include "../support/assertions.h"
#include "../support/sandbox.h"
#include "../support/test_context.h"
#include <digestbump/base/memory.h>
#include <digestbump/git/git.h>
#include <stdlib.h>
#include <string.h>

struct fixture {
	struct sandbox *sandbox;
	struct git *git;
};

/* server.git with three commits on main, and here, a clone of it. */
static int set_up(void **state)
{
	struct fixture *fixture = must_alloc(sizeof(*fixture));

	fixture->sandbox = sandbox_new();
	test_context(fixture->sandbox->top);
	sandbox_shell(fixture->sandbox,
		      "git init -q --bare server.git && git clone -q server.git work 2>/dev/null"
		      " && cd work && echo 1 >file && git add . && git commit -qm one"
		      " && echo 2 >file && git commit -qam two && echo 3 >file && git commit -qam 3"
		      " && git push -q origin main && git push -q origin HEAD~1:refs/heads/bot/a"
		      " && cd .. && git clone -q server.git here");
	*state = fixture;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *fixture = *state;

	git_free(fixture->git);
	sandbox_free(fixture->sandbox);
	free(fixture);
	return 0;
}

static struct git *open_at(struct fixture *fixture, const char *path)
{
	OWNED_STRING full = sandbox_path(fixture->sandbox, path);

	git_free(pass_on(&fixture->git));
	assert_fine(git_open(&fixture->git, full, test_context(fixture->sandbox->top)));
	test_setenv("GIT_CONFIG_GLOBAL", "/dev/null");
	return fixture->git;
}

static struct error *fetch(struct git *git, const char *ref, bool tips_only)
{
	OWNED(strings) refs = strings_new();

	strings_add(refs, ref);
	return git_fetch(git, "origin", refs, tips_only);
}

/* Gives what git says, without the last line end. */
static char *ask(const struct fixture *fixture, const char *line)
{
	char *answer = sandbox_output(fixture->sandbox, line);

	answer[strcspn(answer, "\n")] = '\0';
	return answer;
}

static void must_be_at(const struct fixture *fixture, const char *ref, const char *wanted)
{
	OWNED_STRING oid = NULL;

	assert_fine(git_ref_read(&oid, fixture->git, ref));
	assert_string_equal(oid ? oid : "none", wanted);
}

static void origin_is_the_remote_when_there_is_one(void **state)
{
	struct fixture *fixture = *state;
	struct git *git = open_at(fixture, "here");
	OWNED_STRING name = NULL;
	OWNED_STRING named = NULL;

	sandbox_shell(fixture->sandbox, "git -C here remote add up.stream ../server.git");
	assert_fine(git_remote_choose(&name, git, NULL));
	assert_string_equal(name, "origin");
	assert_fine(git_remote_choose(&named, git, "up.stream"));
	assert_string_equal(named, "up.stream");
	assert_fails(git_remote_choose(&name, git, "-x"), ERROR_USAGE,
		     "'-x': no such remote, there is 'origin', 'up.stream'");
}

static void the_only_remote_is_taken_and_of_several_none(void **state)
{
	struct fixture *fixture = *state;
	struct git *git = open_at(fixture, "here");
	OWNED_STRING name = NULL;

	sandbox_shell(fixture->sandbox, "git -C here remote rename origin forge");
	assert_fine(git_remote_choose(&name, git, NULL));
	assert_string_equal(name, "forge");
	sandbox_shell(fixture->sandbox, "git -C here remote add other ../server.git");
	assert_fails(git_remote_choose(&name, git, NULL), ERROR_USAGE, "--remote");
}

static void no_remote_is_no_failure(void **state)
{
	struct fixture *fixture = *state;
	struct git *git = open_at(fixture, "server.git");
	char *name = NULL;

	assert_fine(git_remote_choose(&name, git, NULL));
	assert_null(name);
	assert_fails(git_remote_choose(&name, git, "origin"), ERROR_USAGE, "there is none");
}

static void the_heads_of_a_remote_are_listed_with_its_head(void **state)
{
	struct fixture *fixture = *state;
	struct git *git = open_at(fixture, "here");
	OWNED(git_remote_refs) refs = NULL;
	OWNED_STRING main = ask(fixture, "git -C work rev-parse main");

	sandbox_shell(fixture->sandbox, "git -C work push -q origin main:refs/x/refs/heads/trap"
					" main:refs/x/HEAD main:refs/tags/t");
	assert_fine(git_ls_remote(&refs, git, "origin"));
	assert_int_equal(refs->count, 2);
	assert_string_equal(refs->items[0].name, "refs/heads/bot/a");
	assert_string_equal(refs->items[1].name, "refs/heads/main");
	assert_string_equal(refs->items[1].oid, main);
	assert_string_equal(refs->head, "refs/heads/main");
}

static void an_empty_remote_has_no_heads(void **state)
{
	struct fixture *fixture = *state;
	struct git *git = open_at(fixture, "here");
	OWNED(git_remote_refs) refs = NULL;

	sandbox_shell(fixture->sandbox, "git init -q --bare empty.git"
					" && git -C here remote set-url origin ../empty.git");
	assert_fine(git_ls_remote(&refs, git, "origin"));
	assert_int_equal(refs->count, 0);
	assert_null(refs->head);
}

static void a_remote_that_is_not_there_is_told_without_its_secrets(void **state)
{
	struct fixture *fixture = *state;
	struct git *git = open_at(fixture, "here");
	OWNED(git_remote_refs) refs = NULL;

	sandbox_shell(fixture->sandbox, "git -C here remote set-url origin ../gone.git");
	assert_fails(git_ls_remote(&refs, git, "origin"), ERROR_ABSENT, "remote 'origin': ");
	sandbox_shell(fixture->sandbox,
		      "git -C here remote set-url origin http://user:secret@127.0.0.1:9/x.git");
	struct error *error = git_ls_remote(&refs, git, "origin");

	assert_non_null(error);
	assert_null(strstr(error_text(error), "secret"));
	assert_fails(error, ERROR_NETWORK, "127.0.0.1");
}

static void a_fetch_touches_nothing_of_the_users(void **state)
{
	struct fixture *fixture = *state;
	struct git *git = open_at(fixture, "here");

	sandbox_shell(fixture->sandbox,
		      "cd work && echo 4 >file && git commit -qam four && git tag v4"
		      " && git push -q --tags origin main && cd ../here && git config fetch.prune"
		      " true && git config remote.origin.tagOpt --tags && echo mine >mine"
		      " && { git for-each-ref; git status -s; cat .git/config; ls .git; } "
		      ">../before");
	OWNED_STRING main = ask(fixture, "git -C work rev-parse main");
	OWNED_STRING kept = git_tracking_ref("refs/heads/main");

	assert_string_equal(kept, "refs/digestbump/remote/heads/main");
	assert_fine(fetch(git, "refs/heads/main", false));
	must_be_at(fixture, kept, main);
	sandbox_shell(fixture->sandbox,
		      "cd here && { git for-each-ref | grep -v refs/digestbump; git status -s;"
		      " cat .git/config; ls .git; } >../after && diff ../before ../after");
}

static void a_pattern_fetches_all_and_forgets_what_is_gone(void **state)
{
	struct fixture *fixture = *state;
	struct git *git = open_at(fixture, "here");
	OWNED(strings) names = NULL;

	assert_fine(fetch(git, "refs/heads/bot/*", true));
	sandbox_shell(fixture->sandbox, "git -C work push -q origin main:refs/heads/bot/b :bot/a");
	assert_fine(fetch(git, "refs/heads/bot/*", true));
	assert_fine(git_ref_list(&names, git, "refs/digestbump/"));
	assert_int_equal(names->count, 1);
	assert_string_equal(names->items[0], "refs/digestbump/remote/heads/bot/b");
}

static void a_branch_that_became_a_directory_is_no_obstacle(void **state)
{
	struct fixture *fixture = *state;
	struct git *git = open_at(fixture, "here");

	assert_fine(fetch(git, "refs/heads/bot/a", false));
	sandbox_shell(fixture->sandbox, "git -C work push -q origin :bot/a"
					" && git -C work push -q origin main:refs/heads/bot/a/b");
	assert_fine(fetch(git, "refs/heads/bot/a/b", false));
	sandbox_shell(fixture->sandbox, "git -C work push -q origin :bot/a/b"
					" && git -C work push -q origin main:refs/heads/bot/a");
	assert_fine(fetch(git, "refs/heads/bot/*", false));
}

static void a_ref_that_the_remote_has_not_is_absent(void **state)
{
	struct fixture *fixture = *state;
	struct git *git = open_at(fixture, "here");

	assert_fails(fetch(git, "refs/heads/gone", false), ERROR_ABSENT, "refs/heads/gone");
}

/* The base comes with what links it to the shallow commit; a bot branch alone. */
static void a_shallow_clone_stays_shallow_and_whole(void **state)
{
	struct fixture *fixture = *state;

	sandbox_shell(fixture->sandbox,
		      "git clone -q --depth 1 \"file://$PWD/server.git\" shallow"
		      " && cd work && git checkout -q -b bot HEAD~2 && echo b >bot && git add bot"
		      " && git commit -qm bot && git push -q origin bot:bot/b && git checkout -q "
		      "main"
		      " && echo 4 >file && git commit -qam four && echo 5 >file"
		      " && git commit -qam five && git push -q origin main");
	struct git *git = open_at(fixture, "shallow");

	assert_fine(fetch(git, "refs/heads/bot/*", true));
	assert_fine(fetch(git, "refs/heads/main", false));
	OWNED_STRING base =
	    ask(fixture, "git -C shallow rev-list --count refs/digestbump/remote/heads/main");
	OWNED_STRING bot =
	    ask(fixture, "git -C shallow rev-list --count refs/digestbump/remote/heads/bot/b");
	OWNED_STRING shallow = ask(fixture, "git -C shallow rev-parse --is-shallow-repository");

	assert_string_equal(base, "3");
	assert_string_equal(bot, "1");
	assert_string_equal(shallow, "true");
	sandbox_shell(fixture->sandbox, "git -C shallow pull -q --ff-only origin main"
					" && git -C shallow fsck --strict --no-dangling");
}

static void an_old_git_program_is_refused(void **state)
{
	struct fixture *fixture = *state;
	struct git *git = open_at(fixture, "here");
	OWNED(git_remote_refs) refs = NULL;
	OWNED_STRING path = must_copy(getenv("PATH"));
	OWNED_STRING old = must_format("%s/old", fixture->sandbox->top);

	sandbox_write(fixture->sandbox, "old/git", "#!/bin/sh\necho git version 2.29.3\n");
	sandbox_shell(fixture->sandbox, "chmod +x old/git");
	test_setenv("PATH", old);
	assert_fails(git_ls_remote(&refs, git, "origin"), ERROR_GIT,
		     "version 2.29: 2.30 or newer is needed");
	test_setenv("PATH", fixture->sandbox->top);
	assert_fails(git_ls_remote(&refs, git, "origin"), ERROR_GIT, "there is no git program");
	test_setenv("PATH", path);
	assert_fine(git_ls_remote(&refs, git, "origin"));
}

static void the_repository_of_a_hook_is_not_ours(void **state)
{
	struct fixture *fixture = *state;
	struct git *git = open_at(fixture, "here");
	OWNED(git_remote_refs) refs = NULL;

	test_setenv("GIT_DIR", "/nonexistent");
	test_setenv("GIT_INDEX_FILE", "/nonexistent/index");
	assert_fine(git_ls_remote(&refs, git, "origin"));
	assert_int_equal(refs->count, 2);
}

static void settings_of_the_environment_reach_the_program(void **state)
{
	struct fixture *fixture = *state;
	struct git *git = open_at(fixture, "here");
	OWNED(git_remote_refs) refs = NULL;
	OWNED_STRING instead = must_format("url.%s/.insteadOf", fixture->sandbox->top);

	sandbox_shell(fixture->sandbox,
		      "git -C here remote set-url origin https://forge/server.git");
	test_setenv("GIT_CONFIG_COUNT", "1");
	test_setenv("GIT_CONFIG_KEY_0", instead);
	test_setenv("GIT_CONFIG_VALUE_0", "https://forge/");
	assert_fine(git_ls_remote(&refs, git, "origin"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(origin_is_the_remote_when_there_is_one, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(the_only_remote_is_taken_and_of_several_none,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(no_remote_is_no_failure, set_up, tear_down),
		cmocka_unit_test_setup_teardown(the_heads_of_a_remote_are_listed_with_its_head,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(an_empty_remote_has_no_heads, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    a_remote_that_is_not_there_is_told_without_its_secrets, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_fetch_touches_nothing_of_the_users, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(a_pattern_fetches_all_and_forgets_what_is_gone,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_branch_that_became_a_directory_is_no_obstacle,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_ref_that_the_remote_has_not_is_absent, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(a_shallow_clone_stays_shallow_and_whole, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(an_old_git_program_is_refused, set_up, tear_down),
		cmocka_unit_test_setup_teardown(the_repository_of_a_hook_is_not_ours, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(settings_of_the_environment_reach_the_program,
						set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
