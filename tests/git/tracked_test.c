#include "../support/assertions.h"
#include "../support/sandbox.h"
#include "../support/test_context.h"
#include <digestbump/base/memory.h>
#include <digestbump/base/time.h>
#include <digestbump/git/git.h>

struct place {
	struct sandbox *sandbox;
	struct git *git;
};

static int enter(void **state)
{
	struct place *place = must_alloc(sizeof(*place));

	place->sandbox = sandbox_new();
	outside(place->sandbox->top);
	sandbox_shell(place->sandbox,
		      "git init -q . && mkdir -p a/b a.d 'B c' && echo x >a/b/file && echo x >a.d/x"
		      " && echo x >'B c/y' && echo x >kept.log && echo '*.log' >.gitignore"
		      " && echo 'out/' >>.gitignore && echo '/only-here' >a/.gitignore"
		      " && git add . && git add -f kept.log && git commit -qm one");
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

static void open_it(struct place *place)
{
	assert_fine(git_open(&place->git, place->sandbox->top, outside(place->sandbox->top)));
}

static void must_know_what_is_tracked(struct place *place)
{
	assert_true(git_is_tracked(place->git, "a/b/file", false));
	assert_true(git_is_tracked(place->git, "kept.log", false));
	assert_true(git_is_tracked(place->git, "B c/y", false));
	assert_false(git_is_tracked(place->git, "a/b", false));
	assert_false(git_is_tracked(place->git, "a/b/fil", false));
	assert_false(git_is_tracked(place->git, "zzz", false));
	assert_false(git_is_tracked(place->git, "", false));
	assert_true(git_is_tracked(place->git, "a", true));
	assert_true(git_is_tracked(place->git, "a/b", true));
	assert_true(git_is_tracked(place->git, "a/b/", true));
	assert_false(git_is_tracked(place->git, "a/b/file", true));
	assert_false(git_is_tracked(place->git, "a/c", true));
	assert_false(git_is_tracked(place->git, "zzz", true));
}

static void the_index_tells_what_is_tracked(void **state)
{
	struct place *place = *state;

	sandbox_shell(place->sandbox, "echo x >staged && git add staged");
	open_it(place);
	must_know_what_is_tracked(place);
	assert_true(git_is_tracked(place->git, "staged", false));
}

static void a_split_index_is_replaced_by_head(void **state)
{
	struct place *place = *state;

	sandbox_shell(place->sandbox, "git update-index --split-index");
	open_it(place);
	must_know_what_is_tracked(place);
}

static void a_sparse_index_is_replaced_by_head(void **state)
{
	struct place *place = *state;

	sandbox_shell(place->sandbox, "git sparse-checkout set --cone --sparse-index a.d");
	open_it(place);
	must_know_what_is_tracked(place);
}

static void an_index_that_ignores_case_is_sorted_bytewise_here(void **state)
{
	struct place *place = *state;

	sandbox_shell(place->sandbox, "git config core.ignoreCase true");
	open_it(place);
	must_know_what_is_tracked(place);
}

static void ignore_rules_apply_where_they_stand(void **state)
{
	struct place *place = *state;

	sandbox_write(place->sandbox, ".git/info/exclude", "excluded\n");
	sandbox_write(place->sandbox, "user-ignore", "*.user\n");
	sandbox_write(place->sandbox, ".gitconfig", "[core]\n\texcludesFile = ~/user-ignore\n");
	open_it(place);
	assert_true(git_is_ignored(place->git, "new.log"));
	assert_true(git_is_ignored(place->git, "a/b/new.log"));
	assert_true(git_is_ignored(place->git, "out/"));
	assert_true(git_is_ignored(place->git, "out/file"));
	assert_false(git_is_ignored(place->git, "out"));
	assert_true(git_is_ignored(place->git, "a/only-here"));
	assert_false(git_is_ignored(place->git, "only-here"));
	assert_true(git_is_ignored(place->git, "excluded"));
	assert_true(git_is_ignored(place->git, "x.user"));
	assert_false(git_is_ignored(place->git, "new"));
}

/* Loading the index per question would take minutes. */
static void sixty_thousand_files_are_asked_for_at_once(void **state)
{
	struct place *place = *state;
	int64_t before = time_monotonic_ms();

	sandbox_shell(place->sandbox,
		      "oid=$(git rev-parse HEAD:a.d/x); i=0; while [ $i -lt 60000 ]; do"
		      " printf '100644 %s\\tmany/d%d/f%d\\n' $oid $((i % 300)) $i; i=$((i + 1));"
		      " done | git update-index --index-info");
	open_it(place);
	before = time_monotonic_ms();
	for (int i = 0; i < 60000; i++) {
		OWNED_STRING path = must_format("many/d%d/f%d", i % 300, i);

		assert_true(git_is_tracked(place->git, path, false));
	}
	assert_in_range(time_monotonic_ms() - before, 0, 10000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(the_index_tells_what_is_tracked, enter, leave),
		cmocka_unit_test_setup_teardown(a_split_index_is_replaced_by_head, enter, leave),
		cmocka_unit_test_setup_teardown(a_sparse_index_is_replaced_by_head, enter, leave),
		cmocka_unit_test_setup_teardown(an_index_that_ignores_case_is_sorted_bytewise_here,
						enter, leave),
		cmocka_unit_test_setup_teardown(ignore_rules_apply_where_they_stand, enter, leave),
		cmocka_unit_test_setup_teardown(sixty_thousand_files_are_asked_for_at_once, enter,
						leave),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
