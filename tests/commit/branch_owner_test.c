#include "../support/assertions.h"
#include "../support/bumps.h"
#include "../support/sandbox.h"
#include "../support/test_context.h"
#include <digestbump/base/memory.h>
#include <digestbump/commit/commit.h>
#include <stdio.h>
#include <string.h>

struct place {
	struct sandbox *sandbox;
	struct git *git;
};

/* A repository whose branch `bot` is one commit of ours on main, checked out. */
static int enter(void **state)
{
	struct place *place = must_alloc(sizeof(*place));

	place->sandbox = sandbox_new();
	const struct context *context = outside(place->sandbox->top);
	OWNED_STRING digest = bumps_digest('1');
	OWNED_STRING dockerfile = must_format("FROM alpine:3.20@%s\n", digest);

	sandbox_write(place->sandbox, "Dockerfile", dockerfile);
	sandbox_shell(place->sandbox, "git init -q . && git add . && git commit -qm base");
	assert_fine(git_open(&place->git, place->sandbox->top, context));
	OWNED(bumps) bumps = bumps_new(place->git, "HEAD", '9', "", context);
	OWNED(identity) who = identity_choose(bumps->config, place->git, context);
	const struct bump *bump = &bumps->plan->bumps[0];
	OWNED(edits) edits = NULL;
	OWNED(made) made = NULL;

	assert_fine(
	    edit_make(&edits, bumps->tree, bumps->config, bump->verdicts, bump->verdict_count));
	const struct bump_edits what = { bump, edits, bumps->config };

	assert_fine(commit_prepare(&made, place->git, &what, bumps->base, who));
	assert_fine(commit_write(made, place->git, who));
	assert_fine(git_ref_update(place->git, "refs/heads/bot", NULL, made->commit));
	sandbox_shell(place->sandbox, "git checkout -q bot");
	*state = place;
	return 0;
}

static int leave(void **state)
{
	struct place *place = *state;

	git_free(place->git);
	sandbox_free(place->sandbox);
	free(place);
	return 0;
}

static enum bot_branch whose(const struct place *place, const char *revision)
{
	OWNED(git_commit_info) tip = NULL;
	OWNED_STRING oid = NULL;
	enum bot_branch answer;

	assert_fine(git_rev_parse(&oid, place->git, revision));
	assert_fine(git_commit_info_read(&tip, place->git, oid));
	assert_fine(commit_whose(&answer, tip));
	return answer;
}

static void what_we_made_is_ours(void **state)
{
	const struct place *place = *state;

	assert_int_equal(whose(place, "bot"), BRANCH_OURS);
	assert_int_equal(whose(place, "main"), BRANCH_HUMAN);
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
	"git revert --no-edit HEAD >/dev/null",
	"git checkout -q --orphan new && git commit -qm \"$(git log -1 --format=%B bot)\"",
	"export GIT_COMMITTER_DATE=@1767323045 GIT_AUTHOR_DATE=@1767323045;"
	" echo x >file && git add file && git commit -q --amend --no-edit",
};

static void what_a_human_did_to_it_is_a_humans(void **state)
{
	const struct place *place = *state;

	for (size_t i = 0; i < sizeof(doings) / sizeof(*doings); i++) {
		/* Later than our own commit, as it is in life. */
		OWNED_STRING line = must_format("git checkout -q -B bot start && git checkout -q"
						" -B main first && git checkout -q bot &&"
						" export GIT_COMMITTER_DATE=@1767323999 && { %s; }",
						doings[i]);

		sandbox_shell(place->sandbox, "git rev-parse -q --verify start >/dev/null ||"
					      " { git tag start bot && git tag first main; }");
		sandbox_shell(place->sandbox, line);
		if (whose(place, "HEAD") != BRANCH_HUMAN)
			fail_msg("'%s' went unseen", doings[i]);
	}
}

static void a_branch_that_only_moved_by_name_is_still_ours(void **state)
{
	const struct place *place = *state;

	sandbox_shell(place->sandbox, "git branch -m bot other && git gc -q");
	assert_int_equal(whose(place, "other"), BRANCH_OURS);
}

static void a_later_version_is_not_ours_to_touch(void **state)
{
	const struct place *place = *state;

	sandbox_shell(place->sandbox,
		      "git checkout -q main && git checkout -q -b new && git commit -q "
		      "--allow-empty"
		      " -m \"$(printf 't\\n\\nDigestbump-Version: 2\\nDigestbump-Base: %s\\n"
		      "Digestbump-Tree: %s' $(git rev-parse main main^{tree}))\"");
	assert_int_equal(whose(place, "new"), BRANCH_HUMAN);
	sandbox_shell(place->sandbox,
		      "git checkout -q main && git checkout -q -b same && git commit -q "
		      "--allow-empty"
		      " -m \"$(printf 't\\n\\nDigestbump-Version: 1\\nDigestbump-Base: %s\\n"
		      "Digestbump-Tree: %s' $(git rev-parse main main^{tree}))\"");
	assert_int_equal(whose(place, "same"), BRANCH_OURS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(what_we_made_is_ours, enter, leave),
		cmocka_unit_test_setup_teardown(what_a_human_did_to_it_is_a_humans, enter, leave),
		cmocka_unit_test_setup_teardown(a_branch_that_only_moved_by_name_is_still_ours,
						enter, leave),
		cmocka_unit_test_setup_teardown(a_later_version_is_not_ours_to_touch, enter, leave),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
