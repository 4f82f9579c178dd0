#include "../support/assertions.h"
#include "../support/bumps.h"
#include "../support/sandbox.h"
#include "../support/test_context.h"
#include <digestbump/base/memory.h>
#include <digestbump/publish/publish.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

/* server.git is the remote, `human` a clone to push from, `here` the clone that
 * the bot works in. */
struct fixture {
	struct sandbox *sandbox;
	const struct context *context;
	struct git *git;
};

static void write_pin(const struct fixture *fixture, const char *path, const char *image,
		      char digit)
{
	OWNED_STRING digest = bumps_digest(digit);
	OWNED_STRING content = must_format("FROM %s@%s\n", image, digest);

	sandbox_write(fixture->sandbox, path, content);
}

static void open_at(struct fixture *fixture, const char *path)
{
	OWNED_STRING full = sandbox_path(fixture->sandbox, path);

	git_free(pass_on(&fixture->git));
	fixture->context = test_context(fixture->sandbox->top);
	test_setenv("GIT_CONFIG_GLOBAL", "/dev/null");
	assert_fine(git_open(&fixture->git, full, fixture->context));
}

static int set_up(void **state)
{
	struct fixture *fixture = must_alloc(sizeof(*fixture));

	fixture->sandbox = sandbox_new();
	test_context(fixture->sandbox->top);
	sandbox_shell(fixture->sandbox, "git init -q --bare server.git"
					" && git clone -q server.git human 2>/dev/null");
	write_pin(fixture, "human/one/Dockerfile", "example.com/one:1", '1');
	write_pin(fixture, "human/two/Dockerfile", "example.com/two:1", '1');
	sandbox_shell(fixture->sandbox, "cd human && git add . && git commit -qm base"
					" && git push -q origin main && git clone -q ../server.git"
					" ../here");
	sandbox_write(fixture->sandbox, "one",
		      "git -C ~/server.git for-each-ref --format='%(refname)'"
		      " 'refs/heads/digestbump/*one*'\n");
	open_at(fixture, "here");
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

/* How a run is to be. */
struct run {
	char digit;           /* of the digest that every tag has now */
	const char *settings; /* NULL: defaults */
	const char *failed;   /* an image that the registry does not tell of; NULL: none */
	bool here;            /* without a push */
};

/* A run and what came of it. */
struct result {
	struct bumps *bumps;
	struct publication *publication;
};

static void result_clear(struct result *result)
{
	publication_free(result->publication);
	bumps_free(result->bumps);
}

/* The base as a run has it: fetched, or here. */
static const char *find_base(const struct fixture *fixture, const struct run *run)
{
	OWNED(strings) refs = strings_new();

	if (run->here)
		return "refs/heads/main";
	strings_add(refs, "refs/heads/main");
	assert_fine(git_fetch(fixture->git, "origin", refs, false));
	return "refs/digestbump/remote/heads/main";
}

static struct error *try_run(struct result *out, const struct fixture *fixture,
			     const struct run *run)
{
	const char *base = find_base(fixture, run);
	struct bumps *bumps = bumps_new(fixture->git, base, run->digit,
					run->settings ? run->settings : "", fixture->context);
	OWNED(identity) who = identity_choose(bumps->config, fixture->git, fixture->context);

	if (run->failed)
		bumps_judge(bumps, run->failed, VERDICT_FAILED);
	const struct publish_target target = { .git = fixture->git,
					       .remote = "origin",
					       .base_branch = "main",
					       .is_default_base = true,
					       .base = bumps->base,
					       .push = !run->here };
	const struct publish_input input = { .tree = bumps->tree,
					     .plan = bumps->plan,
					     .verdicts = bumps->verdicts,
					     .skips = &bumps->scan->skips,
					     .config = bumps->config,
					     .who = who,
					     .context = fixture->context };

	*out = (struct result){ .bumps = bumps };
	return publish_run(&out->publication, &target, &input);
}

/* Runs and demands the states, as "one:created two:deleted", in order. */
static void must_become(const struct fixture *fixture, const struct run *run, const char *wanted)
{
	struct result result;
	OWNED(text) got = text_new(0);

	assert_fine(try_run(&result, fixture, run));
	for (size_t i = 0; i < result.publication->count; i++) {
		const struct published *item = &result.publication->items[i];
		const char *name = strstr(item->branch, "one")   ? "one"
				   : strstr(item->branch, "two") ? "two"
								 : item->branch;

		text_add_format(got, "%s%s:%s", i ? " " : "", name, branch_state_name(item->state));
		assert_true((item->state == STATE_FAILED) == (item->error != NULL) ||
			    item->state == STATE_KEPT);
		assert_true(!item->pushed || !run->here);
		assert_true(!item->pushed || item->state != STATE_UNCHANGED);
	}
	if (!slice_is(text_slice(got), wanted))
		fail_msg("'%s', but '%s' was due", got->bytes ? got->bytes : "", wanted);
	result_clear(&result);
	sandbox_shell(fixture->sandbox, "git -C server.git fsck --strict --no-dangling");
}

static char *ask(const struct fixture *fixture, const char *line)
{
	char *answer = sandbox_output(fixture->sandbox, line);

	answer[strcspn(answer, "\n")] = '\0';
	return answer;
}

static void must_say(const struct fixture *fixture, const char *line, const char *wanted)
{
	OWNED_STRING answer = ask(fixture, line);

	assert_string_equal(answer, wanted);
}

static const char branches[] = "git -C server.git for-each-ref refs/heads/digestbump | wc -l";

static const struct run to_nine = { .digit = '9' };
static const struct run to_eight = { .digit = '8' };

static void each_bump_becomes_a_branch_of_one_commit(void **state)
{
	const struct fixture *fixture = *state;

	sandbox_shell(fixture->sandbox, "{ git -C here status; git -C here rev-parse HEAD;"
					" git -C here ls-files -s; } >before");
	must_become(fixture, &to_nine, "one:created two:created");
	must_say(fixture, "git -C server.git rev-list --count main..$(sh ~/one)", "1");
	must_say(fixture, "git -C server.git diff --numstat main $(sh ~/one)",
		 "1\t1\tone/Dockerfile");
	must_say(fixture, "git -C server.git show $(sh ~/one):one/Dockerfile | cut -c1-36",
		 "FROM example.com/one:1@sha256:999999");
	sandbox_shell(fixture->sandbox, "{ git -C here status; git -C here rev-parse HEAD;"
					" git -C here ls-files -s; } | diff before -");
}

static void a_second_run_does_nothing(void **state)
{
	struct fixture *fixture = *state;
	OWNED_STRING before = NULL;

	must_become(fixture, &to_nine, "one:created two:created");
	before = ask(fixture, "git -C server.git for-each-ref | sha256sum");
	must_become(fixture, &to_nine, "one:unchanged two:unchanged");
	sandbox_shell(fixture->sandbox, "git clone -q server.git other");
	open_at(fixture, "other");
	test_setenv("GIT_COMMITTER_DATE", "@1800000000");
	must_become(fixture, &to_nine, "one:unchanged two:unchanged");
	must_say(fixture, "git -C server.git for-each-ref | sha256sum", before);
}

static void an_unchanged_branch_stores_no_commit(void **state)
{
	struct fixture *fixture = *state;
	OWNED_STRING before = NULL;

	must_become(fixture, &to_nine, "one:created two:created");
	must_become(fixture, &to_nine, "one:unchanged two:unchanged");
	before = ask(fixture, "git -C here count-objects");
	test_setenv("GIT_COMMITTER_DATE", "@1800000000");
	must_become(fixture, &to_nine, "one:unchanged two:unchanged");
	must_say(fixture, "git -C here count-objects", before);
}

static void a_newer_digest_moves_the_branch(void **state)
{
	const struct fixture *fixture = *state;

	must_become(fixture, &to_nine, "one:created two:created");
	must_become(fixture, &to_eight, "one:updated two:updated");
	must_say(fixture, "git -C server.git rev-list --count main..$(sh ~/one)", "1");
	must_say(fixture, "git -C server.git show $(sh ~/one):one/Dockerfile | cut -c1-36",
		 "FROM example.com/one:1@sha256:888888");
	must_say(fixture, branches, "2");
}

static void a_moved_base_takes_the_branch_along(void **state)
{
	const struct fixture *fixture = *state;

	must_become(fixture, &to_nine, "one:created two:created");
	sandbox_shell(fixture->sandbox, "cd human && git commit -q --allow-empty -m more"
					" && git push -q origin main");
	must_become(fixture, &to_nine, "one:updated two:updated");
	sandbox_shell(fixture->sandbox, "test $(git -C server.git rev-parse main) ="
					" $(git -C server.git rev-parse $(sh ~/one)^)");
}

static void a_humans_commit_keeps_us_off(void **state)
{
	const struct fixture *fixture = *state;
	OWNED_STRING theirs = NULL;

	must_become(fixture, &to_nine, "one:created two:created");
	sandbox_shell(fixture->sandbox, "cd human && git fetch -q && git checkout -q -b fix"
					" $(git rev-parse origin/main)"
					" && b=$(git branch -r --list '*one*' | tr -d ' ')"
					" && git checkout -q $b && echo x >fix && git add fix"
					" && git commit -qm fix && git push -q origin"
					" HEAD:refs/heads/${b#origin/}");
	theirs = ask(fixture, "git -C server.git rev-parse $(sh ~/one)");
	must_become(fixture, &to_eight, "one:human two:updated");
	must_say(fixture, "git -C server.git rev-parse $(sh ~/one)", theirs);
}

static void an_amended_commit_keeps_us_off(void **state)
{
	const struct fixture *fixture = *state;

	must_become(fixture, &to_nine, "one:created two:created");
	sandbox_shell(
	    fixture->sandbox,
	    "cd human && git fetch -q && b=$(git branch -r --list '*one*' | tr -d ' ')"
	    " && git checkout -q $b && GIT_COMMITTER_DATE=@1800000000 git commit -q --amend"
	    " --no-edit --allow-empty && git push -qf origin HEAD:refs/heads/${b#origin/}");
	must_become(fixture, &to_eight, "one:human two:updated");
}

static void a_merged_bump_loses_its_branch(void **state)
{
	const struct fixture *fixture = *state;

	must_become(fixture, &to_nine, "one:created two:created");
	sandbox_shell(fixture->sandbox,
		      "cd human && git fetch -q && b=$(git branch -r --list '*one*' | tr -d ' ')"
		      " && git merge -q --no-edit $b && git push -q origin main");
	must_become(fixture, &to_nine, "two:updated one:deleted");
	must_say(fixture, branches, "1");
	must_become(fixture, &to_nine, "two:unchanged");
}

static void a_branch_whose_pin_is_gone_is_deleted(void **state)
{
	const struct fixture *fixture = *state;

	must_become(fixture, &to_nine, "one:created two:created");
	sandbox_shell(fixture->sandbox,
		      "cd human && git rm -q one/Dockerfile && git commit -qm gone"
		      " && git push -q origin main");
	must_become(fixture, &to_nine, "two:updated one:deleted");
}

static void a_registry_that_is_down_costs_no_branch(void **state)
{
	const struct fixture *fixture = *state;
	const struct run run = { .digit = '9', .failed = "example.com/one" };

	must_become(fixture, &to_nine, "one:created two:created");
	must_become(fixture, &run, "two:unchanged one:kept");
	must_say(fixture, branches, "2");
}

static void branches_of_others_under_the_prefix_stay(void **state)
{
	const struct fixture *fixture = *state;

	sandbox_shell(fixture->sandbox,
		      "git -C human push -q origin main:refs/heads/digestbump/mine"
		      " && git -C human push -q origin main:refs/heads/other");
	must_become(fixture, &to_nine, "one:created two:created");
	must_say(fixture, branches, "3");
}

static void the_limit_counts_what_is_open(void **state)
{
	const struct fixture *fixture = *state;
	const struct run limited = { .digit = '9', .settings = "branches: {limit: 1}\n" };
	const struct run newer = { .digit = '8', .settings = "branches: {limit: 1}\n" };

	must_become(fixture, &limited, "one:created two:limited");
	must_become(fixture, &limited, "one:unchanged two:limited");
	must_become(fixture, &newer, "one:updated two:limited");
	sandbox_shell(fixture->sandbox,
		      "cd human && git fetch -q && b=$(git branch -r --list '*one*' | tr -d ' ')"
		      " && git merge -q --no-edit $b && git push -q origin main");
	must_become(fixture, &newer, "two:created one:deleted");
}

static void another_prefix_is_another_bot(void **state)
{
	const struct fixture *fixture = *state;
	const struct run other = { .digit = '9', .settings = "branches: {prefix: bump-}\n" };

	must_become(fixture, &to_nine, "one:created two:created");
	/* The branches under the former prefix are told. */
	must_become(fixture, &other, "one:created two:created one:kept two:kept");
	must_become(fixture, &other, "one:unchanged two:unchanged one:kept two:kept");
	must_become(fixture, &to_nine, "one:unchanged two:unchanged one:kept two:kept");
}

static void a_name_in_the_way_is_told(void **state)
{
	const struct fixture *fixture = *state;
	struct result result;

	sandbox_shell(fixture->sandbox, "git -C human push -q origin main:refs/heads/digestbump");
	assert_fine(try_run(&result, fixture, &to_nine));
	assert_int_equal(result.publication->items[1].state, STATE_FAILED);
	assert_fails(pass_on(&result.publication->items[0].error), ERROR_CONFLICT,
		     "'refs/heads/digestbump' is in the way: delete or rename it");
	result_clear(&result);
}

/* A git that lets somebody else push right before the first push of ours. */
static void somebody_else_who_is_quicker_is_not_overwritten(void **state)
{
	const struct fixture *fixture = *state;
	OWNED_STRING path = must_copy(getenv("PATH"));
	OWNED_STRING racing = must_format("%s/bin:%s", fixture->sandbox->top, path);
	OWNED_STRING script =
	    must_format("#!/bin/sh\ncase \" $* \" in *' push '*)\n"
			"PATH='%s'; cd '%s'; test -e raced || { touch raced; git -C server.git"
			" update-ref $(sh ~/one) main; };;\nesac\nPATH='%s' exec git \"$@\"\n",
			path, fixture->sandbox->top, path);

	must_become(fixture, &to_nine, "one:created two:created");
	sandbox_write(fixture->sandbox, "bin/git", script);
	sandbox_shell(fixture->sandbox, "chmod +x bin/git");
	test_setenv("PATH", racing);
	must_become(fixture, &to_eight, "one:failed two:updated");
	test_setenv("PATH", path);
	sandbox_shell(fixture->sandbox,
		      "test -e raced && test $(git -C server.git rev-parse main) ="
		      " $(git -C server.git rev-parse $(sh ~/one))");
	must_become(fixture, &to_eight, "one:failed two:unchanged");
}

static void a_refused_branch_costs_only_itself(void **state)
{
	const struct fixture *fixture = *state;
	struct result result;

	sandbox_write(fixture->sandbox, "server.git/hooks/update",
		      "#!/bin/sh\ncase $1 in *one*) echo 'none of these' >&2; exit 1;; esac\n");
	sandbox_shell(fixture->sandbox, "chmod +x server.git/hooks/update");
	assert_fine(try_run(&result, fixture, &to_nine));
	assert_int_equal(result.publication->items[1].state, STATE_CREATED);
	assert_true(result.publication->items[1].pushed);
	assert_false(result.publication->items[0].pushed);
	assert_fails(pass_on(&result.publication->items[0].error), ERROR_DENIED, "none of these");
	result_clear(&result);
}

static void a_remote_that_is_gone_fails_as_a_whole(void **state)
{
	const struct fixture *fixture = *state;
	const struct run run = { .digit = '9', .here = true };
	struct result result;

	must_become(fixture, &run, "one:local two:local");
	sandbox_shell(fixture->sandbox, "git -C here fetch -q origin"
					" +main:refs/digestbump/remote/heads/main"
					" && git -C here remote set-url origin /nowhere");
	struct bumps *bumps =
	    bumps_new(fixture->git, "refs/digestbump/remote/heads/main", '9', "", fixture->context);
	OWNED(identity) who = identity_choose(bumps->config, fixture->git, fixture->context);
	const struct publish_target target = { .git = fixture->git,
					       .remote = "origin",
					       .base_branch = "main",
					       .is_default_base = true,
					       .base = bumps->base,
					       .push = true };
	const struct publish_input input = { .tree = bumps->tree,
					     .plan = bumps->plan,
					     .verdicts = bumps->verdicts,
					     .skips = &bumps->scan->skips,
					     .config = bumps->config,
					     .who = who,
					     .context = fixture->context };

	result = (struct result){ bumps, NULL };
	assert_fails(publish_run(&result.publication, &target, &input), ERROR_ABSENT, "'origin'");
	assert_null(result.publication);
	result_clear(&result);
}

static void a_signal_leaves_no_branch(void **state)
{
	const struct fixture *fixture = *state;
	atomic_int stop = 1;
	struct bumps *bumps = bumps_new(fixture->git, "HEAD", '9', "", fixture->context);
	const struct context stopped = { .variable = fixture->context->variable,
					 .now = fixture->context->now,
					 .stop = &stop };
	OWNED(identity) who = identity_choose(bumps->config, fixture->git, fixture->context);
	const struct publish_target target = {
		.git = fixture->git, .base_branch = "main", .base = bumps->base, .push = true
	};
	const struct publish_input input = { .tree = bumps->tree,
					     .plan = bumps->plan,
					     .verdicts = bumps->verdicts,
					     .config = bumps->config,
					     .who = who,
					     .context = &stopped };
	struct result result = { bumps, NULL };

	assert_fails(publish_run(&result.publication, &target, &input), ERROR_STOPPED, "stopped");
	must_say(fixture, "git -C here for-each-ref refs/heads | wc -l", "1");
	result_clear(&result);
}

static void without_a_push_the_branches_are_here(void **state)
{
	const struct fixture *fixture = *state;
	const struct run nine = { .digit = '9', .here = true };
	const struct run eight = { .digit = '8', .here = true };

	must_become(fixture, &nine, "one:local two:local");
	must_say(fixture, branches, "0");
	must_say(fixture, "git -C here for-each-ref refs/heads/digestbump | wc -l", "2");
	must_become(fixture, &nine, "one:unchanged two:unchanged");
	sandbox_shell(fixture->sandbox,
		      "cd here && git checkout -q $(git branch --list '*one*' | tr -d ' *')");
	must_become(fixture, &eight, "one:failed two:local");
	sandbox_shell(fixture->sandbox,
		      "cd here && test -z \"$(git status --porcelain)\" && git checkout -q main"
		      " && git merge -q --no-edit $(git branch --list '*two*' | tr -d ' *')");
	must_become(fixture, &eight, "one:local two:deleted");
}

static void a_shallow_clone_will_do(void **state)
{
	struct fixture *fixture = *state;

	sandbox_shell(fixture->sandbox,
		      "cd human && for i in 1 2 3; do git commit -q --allow-empty -m $i; done"
		      " && git push -q origin main"
		      " && git clone -q --depth 1 \"file://$PWD/../server.git\" ../shallow");
	open_at(fixture, "shallow");
	must_become(fixture, &to_nine, "one:created two:created");
	sandbox_shell(fixture->sandbox, "cd human && git commit -q --allow-empty -m 4"
					" && git push -q origin main && rm -rf ../shallow"
					" && git clone -q --depth 1 \"file://$PWD/../server.git\""
					" ../shallow");
	open_at(fixture, "shallow");
	must_become(fixture, &to_nine, "one:updated two:updated");
	must_become(fixture, &to_nine, "one:unchanged two:unchanged");
	must_say(fixture, "git -C shallow rev-list --count HEAD", "1");
	must_say(fixture, "git -C shallow rev-list --all --count", "4");
}

/* libgit2 loses memory with such repositories: see tests/git/repository_test.c. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
	return "leak:libpcre2-8.so";
}

static void a_partial_clone_fetches_what_it_reads(void **state)
{
	struct fixture *fixture = *state;

	sandbox_shell(fixture->sandbox, "git -C server.git config uploadpack.allowFilter true"
					" && git clone -q --filter=blob:none --no-checkout"
					" \"file://$PWD/server.git\" partial");
	open_at(fixture, "partial");
	must_become(fixture, &to_nine, "one:created two:created");
	must_become(fixture, &to_nine, "one:unchanged two:unchanged");
}

static void a_bare_clone_will_do(void **state)
{
	struct fixture *fixture = *state;

	sandbox_shell(fixture->sandbox, "git clone -q --bare server.git bare.git");
	open_at(fixture, "bare.git");
	must_become(fixture, &to_nine, "one:created two:created");
	must_become(fixture, &to_eight, "one:updated two:updated");
}

static void modes_and_links_survive(void **state)
{
	const struct fixture *fixture = *state;

	sandbox_shell(fixture->sandbox,
		      "cd human && chmod +x one/Dockerfile && ln -s one/Dockerfile link"
		      " && git add . && git commit -qm modes && git push -q origin main");
	must_become(fixture, &to_nine, "one:created two:created");
	must_say(fixture, "git -C server.git ls-tree -r $(sh ~/one) | cut -d' ' -f1 | tr '\\n' ' '",
		 "120000 100755 100644 ");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(each_bump_becomes_a_branch_of_one_commit, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(a_second_run_does_nothing, set_up, tear_down),
		cmocka_unit_test_setup_teardown(an_unchanged_branch_stores_no_commit, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(a_newer_digest_moves_the_branch, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_moved_base_takes_the_branch_along, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(a_humans_commit_keeps_us_off, set_up, tear_down),
		cmocka_unit_test_setup_teardown(an_amended_commit_keeps_us_off, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_merged_bump_loses_its_branch, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_branch_whose_pin_is_gone_is_deleted, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(a_registry_that_is_down_costs_no_branch, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(branches_of_others_under_the_prefix_stay, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(the_limit_counts_what_is_open, set_up, tear_down),
		cmocka_unit_test_setup_teardown(another_prefix_is_another_bot, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_name_in_the_way_is_told, set_up, tear_down),
		cmocka_unit_test_setup_teardown(somebody_else_who_is_quicker_is_not_overwritten,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_refused_branch_costs_only_itself, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(a_remote_that_is_gone_fails_as_a_whole, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(a_signal_leaves_no_branch, set_up, tear_down),
		cmocka_unit_test_setup_teardown(without_a_push_the_branches_are_here, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(a_shallow_clone_will_do, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_partial_clone_fetches_what_it_reads, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(a_bare_clone_will_do, set_up, tear_down),
		cmocka_unit_test_setup_teardown(modes_and_links_survive, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
