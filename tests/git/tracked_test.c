#include "../support/assertions.h"
#include "../support/sandbox.h"
#include "../support/test_context.h"
#include <digestbump/base/memory.h>
#include <digestbump/base/time.h>
#include <digestbump/git/git.h>

struct fixture {
	struct sandbox *sandbox;
	struct git *git;
};

static int set_up(void **state)
{
	struct fixture *fixture = must_alloc(sizeof(*fixture));

	fixture->sandbox = sandbox_new();
	test_context(fixture->sandbox->top);
	sandbox_shell(fixture->sandbox,
		      "git init -q . && mkdir -p a/b a.d 'B c' && echo x >a/b/file && echo x >a.d/x"
		      " && echo x >'B c/y' && echo x >kept.log && echo '*.log' >.gitignore"
		      " && echo 'out/' >>.gitignore && echo '/only-here' >a/.gitignore"
		      " && git add . && git add -f kept.log && git commit -qm one");
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

static void open_it(struct fixture *fixture)
{
	assert_fine(
	    git_open(&fixture->git, fixture->sandbox->top, test_context(fixture->sandbox->top)));
}

static void must_know_what_is_tracked(struct fixture *fixture)
{
	assert_true(git_is_tracked(fixture->git, "a/b/file", false));
	assert_true(git_is_tracked(fixture->git, "kept.log", false));
	assert_true(git_is_tracked(fixture->git, "B c/y", false));
	assert_false(git_is_tracked(fixture->git, "a/b", false));
	assert_false(git_is_tracked(fixture->git, "a/b/fil", false));
	assert_false(git_is_tracked(fixture->git, "zzz", false));
	assert_false(git_is_tracked(fixture->git, "", false));
	assert_true(git_is_tracked(fixture->git, "a", true));
	assert_true(git_is_tracked(fixture->git, "a/b", true));
	assert_true(git_is_tracked(fixture->git, "a/b/", true));
	assert_false(git_is_tracked(fixture->git, "a/b/file", true));
	assert_false(git_is_tracked(fixture->git, "a/c", true));
	assert_false(git_is_tracked(fixture->git, "zzz", true));
}

static void the_index_tells_what_is_tracked(void **state)
{
	struct fixture *fixture = *state;

	sandbox_shell(fixture->sandbox, "echo x >staged && git add staged");
	open_it(fixture);
	must_know_what_is_tracked(fixture);
	assert_true(git_is_tracked(fixture->git, "staged", false));
}

static void a_split_index_is_replaced_by_head(void **state)
{
	struct fixture *fixture = *state;

	sandbox_shell(fixture->sandbox, "git update-index --split-index");
	open_it(fixture);
	must_know_what_is_tracked(fixture);
}

static void a_sparse_index_is_replaced_by_head(void **state)
{
	struct fixture *fixture = *state;

	sandbox_shell(fixture->sandbox, "git sparse-checkout set --cone --sparse-index a.d");
	open_it(fixture);
	must_know_what_is_tracked(fixture);
}

static void an_index_that_ignores_case_is_sorted_bytewise_here(void **state)
{
	struct fixture *fixture = *state;

	sandbox_shell(fixture->sandbox, "git config core.ignoreCase true");
	open_it(fixture);
	must_know_what_is_tracked(fixture);
}

static void ignore_rules_apply_where_they_stand(void **state)
{
	struct fixture *fixture = *state;

	sandbox_write(fixture->sandbox, ".git/info/exclude", "excluded\n");
	sandbox_write(fixture->sandbox, "user-ignore", "*.user\n");
	sandbox_write(fixture->sandbox, ".gitconfig", "[core]\n\texcludesFile = ~/user-ignore\n");
	open_it(fixture);
	assert_true(git_is_ignored(fixture->git, "new.log"));
	assert_true(git_is_ignored(fixture->git, "a/b/new.log"));
	assert_true(git_is_ignored(fixture->git, "out/"));
	assert_true(git_is_ignored(fixture->git, "out/file"));
	assert_false(git_is_ignored(fixture->git, "out"));
	assert_true(git_is_ignored(fixture->git, "a/only-here"));
	assert_false(git_is_ignored(fixture->git, "only-here"));
	assert_true(git_is_ignored(fixture->git, "excluded"));
	assert_true(git_is_ignored(fixture->git, "x.user"));
	assert_false(git_is_ignored(fixture->git, "new"));
}

/* Loading the index per question would take minutes. */
static void sixty_thousand_files_are_asked_for_at_once(void **state)
{
	struct fixture *fixture = *state;
	int64_t before = time_monotonic_ms();

	sandbox_shell(fixture->sandbox,
		      "oid=$(git rev-parse HEAD:a.d/x); i=0; while [ $i -lt 60000 ]; do"
		      " printf '100644 %s\\tmany/d%d/f%d\\n' $oid $((i % 300)) $i; i=$((i + 1));"
		      " done | git update-index --index-info");
	open_it(fixture);
	before = time_monotonic_ms();
	for (int i = 0; i < 60000; i++) {
		OWNED_STRING path = must_format("many/d%d/f%d", i % 300, i);

		assert_true(git_is_tracked(fixture->git, path, false));
	}
	assert_in_range(time_monotonic_ms() - before, 0, 10000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(the_index_tells_what_is_tracked, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_split_index_is_replaced_by_head, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(a_sparse_index_is_replaced_by_head, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(an_index_that_ignores_case_is_sorted_bytewise_here,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(ignore_rules_apply_where_they_stand, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(sixty_thousand_files_are_asked_for_at_once, set_up,
						tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
