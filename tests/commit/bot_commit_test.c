#include "../support/assertions.h"
#include "../support/bumps.h"
#include "../support/sandbox.h"
#include "../support/test_context.h"
#include <digestbump/base/memory.h>
#include <digestbump/commit/commit.h>
#include <stdio.h>
#include <string.h>

struct fixture {
	struct sandbox *sandbox;
	struct git *git;
};

/* A repository whose branch `bot` is one commit of ours on main, checked out. */
static int set_up(void **state)
{
	struct fixture *fixture = must_alloc(sizeof(*fixture));

	fixture->sandbox = sandbox_new();
	const struct context *context = test_context(fixture->sandbox->top);
	OWNED_STRING digest = bumps_digest('1');
	OWNED_STRING dockerfile = must_format("FROM alpine:3.20@%s\n", digest);

	sandbox_write(fixture->sandbox, "Dockerfile", dockerfile);
	sandbox_shell(fixture->sandbox, "git init -q . && git add . && git commit -qm base");
	assert_fine(git_open(&fixture->git, fixture->sandbox->top, context));
	OWNED(bumps) bumps = bumps_new(fixture->git, "HEAD", '9', "", context);
	OWNED(identity) who = identity_choose(bumps->config, fixture->git, context);
	const struct bump *bump = &bumps->plan->bumps[0];
	OWNED(edits) edits = NULL;
	OWNED(bump_commit) bump_commit = NULL;

	assert_fine(
	    edit_make(&edits, bumps->tree, bumps->config, bump->verdicts, bump->verdict_count));
	const struct bump_edits what = { bump, edits, bumps->config, NULL };

	assert_fine(bump_commit_prepare(&bump_commit, fixture->git, &what, bumps->base, who));
	assert_fine(bump_commit_write(bump_commit, fixture->git, who));
	assert_fine(git_ref_update(fixture->git, "refs/heads/bot", NULL, bump_commit->commit));
	sandbox_shell(fixture->sandbox, "git checkout -q bot");
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

static bool is_unchanged(const struct fixture *fixture, const char *revision)
{
	OWNED(git_commit_info) tip = NULL;
	OWNED_STRING oid = NULL;
	bool answer;

	assert_fine(git_rev_parse(&oid, fixture->git, revision));
	assert_fine(git_commit_info_read(&tip, fixture->git, oid));
	assert_fine(bot_commit_is_unchanged(&answer, tip));
	return answer;
}

static void what_we_made_is_ours(void **state)
{
	const struct fixture *fixture = *state;

	assert_true(is_unchanged(fixture, "bot"));
	assert_false(is_unchanged(fixture, "main"));
}

/* Each of them is done on the bot's branch by a human with git. */
static const char *const doings[] = {
	"echo x >file && git add file && git commit -q --amend --no-edit",
	"echo x >file && git add file && git commit -qm more",
	"git commit -q --allow-empty -m 'nothing changes'",
	"git commit -q --amend --no-edit -m \"$(git log -1 --format=%B | sed 's/^build/fix/')\"",
	"git commit -q --amend -m \"$(git log -1 --format=%B)\" -m 'Co-authored-by: a <a@x>'",
	"git checkout -q main && echo x >f && git add f && git commit -qm m"
	" && git checkout -q bot && git merge -q --no-edit main",
	"git checkout -q main && git commit -q --allow-empty -m m && git checkout -q bot"
	" && git rebase -q main",
	"git checkout -q main && git commit -q --allow-empty -m m && git checkout -q bot"
	" && git rebase -q --committer-date-is-author-date main",
	"git commit -q --allow-empty -m \"$(git log -1 --format=%B)\"",
	"GIT_COMMITTER_DATE=@1767333333 git commit -q --amend --reset-author --date=@1767333333"
	" -m \"$(git log -1 --format=%B | sed 's/^build/fix/')\"",
	"git revert --no-edit HEAD >/dev/null",
	"git checkout -q --orphan new && git commit -qm \"$(git log -1 --format=%B bot)\"",
	"export GIT_COMMITTER_DATE=@1767323045 GIT_AUTHOR_DATE=@1767323045;"
	" echo x >file && git add file && git commit -q --amend --no-edit",
};

static void what_a_human_did_to_it_is_a_humans(void **state)
{
	const struct fixture *fixture = *state;

	for (size_t i = 0; i < sizeof(doings) / sizeof(*doings); i++) {
		/* Later than our own commit, as it is in life. */
		OWNED_STRING line = must_format("git checkout -q -B bot start && git checkout -q"
						" -B main first && git checkout -q bot &&"
						" export GIT_COMMITTER_DATE=@1767323999 && { %s; }",
						doings[i]);

		sandbox_shell(fixture->sandbox, "git rev-parse -q --verify start >/dev/null ||"
						" { git tag start bot && git tag first main; }");
		sandbox_shell(fixture->sandbox, line);
		if (is_unchanged(fixture, "HEAD"))
			fail_msg("'%s' went unseen", doings[i]);
	}
}

static void a_branch_that_only_moved_by_name_is_still_ours(void **state)
{
	const struct fixture *fixture = *state;

	sandbox_shell(fixture->sandbox, "git branch -m bot other && git gc -q");
	assert_true(is_unchanged(fixture, "other"));
}

static void a_later_version_is_not_ours_to_touch(void **state)
{
	const struct fixture *fixture = *state;

	sandbox_shell(fixture->sandbox,
		      "git checkout -q main && git checkout -q -b new && git commit -q "
		      "--allow-empty"
		      " -m \"$(printf 't\\n\\nDigestbump-Version: 2\\nDigestbump-Base: %s\\n"
		      "Digestbump-Tree: %s' $(git rev-parse main main^{tree}))\"");
	assert_false(is_unchanged(fixture, "new"));
	sandbox_shell(fixture->sandbox,
		      "git checkout -q main && git checkout -q -b same && git commit -q "
		      "--allow-empty"
		      " -m \"$(printf 't\\n\\nDigestbump-Version: 1\\nDigestbump-Base: %s\\n"
		      "Digestbump-Tree: %s' $(git rev-parse main main^{tree}))\"");
	assert_true(is_unchanged(fixture, "same"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(what_we_made_is_ours, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_a_human_did_to_it_is_a_humans, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(a_branch_that_only_moved_by_name_is_still_ours,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_later_version_is_not_ours_to_touch, set_up,
						tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
