#include "../support/assertions.h"
#include "../support/sandbox.h"
#include "../support/test_context.h"
#include "../support/trees.h"
#include <digestbump/base/memory.h>
#include <digestbump/limits.h>
#include <pthread.h>
#include <string.h>

/* A repository in a sandbox, opened when the test has made it. */
struct place {
	struct sandbox *sandbox;
	struct git *git;
};

static int set_up(void **state)
{
	struct place *place = must_alloc(sizeof(*place));

	place->sandbox = sandbox_new();
	sandbox_shell(place->sandbox, "git init -q repo");
	*state = place;
	return 0;
}

static int tear_down(void **state)
{
	struct place *place = *state;

	git_free(place->git);
	sandbox_free(place->sandbox);
	free(place);
	return 0;
}

static struct git *open_git(struct place *place, const char *path)
{
	OWNED_STRING full = sandbox_path(place->sandbox, path);

	git_free(place->git);
	place->git = NULL;
	assert_fine(git_open(&place->git, full, test_context(place->sandbox->top)));
	return place->git;
}

static void assert_work_tree(struct place *place, const char *path, const char *below,
			     const char *wanted)
{
	struct tree *tree = NULL;

	assert_fine(tree_work_tree(&tree, open_git(place, path), below));
	OWNED_STRING printed = tree_print_once(tree);

	assert_string_equal(printed, wanted);
}

static struct tree *commit(struct place *place, const char *path, const char *below)
{
	struct git *git = open_git(place, path);
	OWNED_STRING id = NULL;
	struct tree *tree = NULL;

	assert_fine(git_rev_parse(&id, git, "HEAD"));
	assert_fine(tree_commit(&tree, git, id, below));
	return tree;
}

static void assert_commit(struct place *place, const char *path, const char *below,
			  const char *wanted)
{
	OWNED_STRING printed = tree_print_once(commit(place, path, below));

	assert_string_equal(printed, wanted);
}

/* What git itself calls tracked or untracked-not-ignored; the listing must say
 * the same of regular files. */
static void assert_like_ls_files(struct place *place)
{
	OWNED_STRING gits =
	    sandbox_output(place->sandbox,
			   "cd repo && git ls-files -co --exclude-standard | LC_ALL=C sort -u |"
			   " while read -r f; do [ ! -f \"$f\" ] || echo \"$f\"; done");
	struct tree *tree = NULL;

	assert_fine(tree_work_tree(&tree, open_git(place, "repo"), NULL));
	OWNED_STRING ours = tree_print_once(tree);

	*strstr(ours, "seen ") = '\0';
	assert_string_equal(ours, gits);
}

static void tracked_and_untracked_files_are_listed_ignored_ones_are_not(void **state)
{
	struct place *place = *state;

	sandbox_shell(place->sandbox,
		      "cd repo && mkdir -p a/b build/x && echo '*.log' >.gitignore &&"
		      " echo /build/ >>.gitignore && touch a/b/tracked a/b/t.log build/x/y &&"
		      " git add . && git commit -qm one && touch a/b/untracked new");
	assert_work_tree(place, "repo", NULL,
			 ".gitignore\na/b/tracked\na/b/untracked\nnew\nseen 5\n");
	assert_like_ls_files(place);
}

static void ignored_files_that_are_tracked_are_listed(void **state)
{
	struct place *place = *state;

	sandbox_shell(place->sandbox,
		      "cd repo && mkdir -p out/deep && printf 'out/\\n*.log\\n' >.gitignore &&"
		      " touch out/deep/tracked out/deep/not out/not t.log not.log &&"
		      " git add -f out/deep/tracked t.log .gitignore");
	assert_like_ls_files(place);
}

static void every_place_of_ignore_rules_counts(void **state)
{
	struct place *place = *state;

	sandbox_shell(place->sandbox,
		      "cd repo && mkdir -p a/b/c d && echo excluded >.git/info/exclude &&"
		      " echo '*.x' >.gitignore && printf '!kept.*\\n/only-here\\n' >a/.gitignore &&"
		      " echo '*' >d/.gitignore && touch excluded 1.x a/2.x a/kept.x a/only-here"
		      " a/b/only-here a/b/c/kept.x d/all d/.hidden kept.x only-here");
	assert_like_ls_files(place);
}

static void files_deleted_from_the_work_tree_are_not_listed(void **state)
{
	struct place *place = *state;

	sandbox_shell(place->sandbox,
		      "cd repo && mkdir a && touch a/gone here && git add . && rm -r a");
	assert_work_tree(place, "repo", "", "here\nseen 1\n");
}

static void submodules_and_inner_repositories_are_left_out(void **state)
{
	struct place *place = *state;

	sandbox_shell(place->sandbox,
		      "git init -q other && touch other/file && git -C other add . &&"
		      " git -C other commit -qm o && cd repo && touch top && git add . &&"
		      " git submodule --quiet add ../other sub && git commit -qm s &&"
		      " git clone -q ../other clone && git init -q empty && touch empty/f");
	assert_work_tree(place, "repo", NULL, ".gitmodules\ntop\nseen 2\n");
	assert_commit(place, "repo", NULL, ".gitmodules\ntop\nseen 2\n");
}

/* It was there first: its files are the outer repository's. */
static void a_directory_that_became_a_repository_later_is_listed(void **state)
{
	struct place *place = *state;

	sandbox_shell(place->sandbox, "cd repo && mkdir sub && touch sub/f && git add . &&"
				      " git commit -qm one && git init -q sub");
	assert_work_tree(place, "repo", NULL, "sub/f\nseen 1\n");
}

static void below_limits_to_a_directory_or_a_file(void **state)
{
	struct place *place = *state;

	sandbox_shell(place->sandbox,
		      "cd repo && mkdir -p a/b ab && touch a/1 a/b/2 ab/3 && echo x >ign.log &&"
		      " echo '*.log' >.gitignore && git add . && git commit -qm one");
	static const char *const both[][2] = {
		{ "a", "a/1\na/b/2\nseen 2\n" },
		{ "a/", "a/1\na/b/2\nseen 2\n" },
		{ "a/b", "a/b/2\nseen 1\n" },
		{ "a/b/2", "a/b/2\nseen 1\n" },
		{ ".", ".gitignore\na/1\na/b/2\nab/3\nseen 4\n" },
	};

	for (size_t i = 0; i < sizeof(both) / sizeof(*both); i++)
		assert_commit(place, "repo", both[i][0], both[i][1]);
	for (size_t i = 0; i + 1 < sizeof(both) / sizeof(*both); i++)
		assert_work_tree(place, "repo", both[i][0], both[i][1]);
	assert_work_tree(place, "repo", "ign.log", "ign.log\nseen 1\n");
}

static void below_must_be_there_and_inside(void **state)
{
	struct place *place = *state;
	struct tree *tree = NULL;
	struct tree_files *files = NULL;

	sandbox_shell(place->sandbox,
		      "cd repo && mkdir a && touch a/f && ln -s a way && git add . &&"
		      " git commit -qm one");
	struct git *git = open_git(place, "repo");

	assert_fails(tree_work_tree(&tree, git, "b"), ERROR_ABSENT, "'b'");
	assert_fails(tree_work_tree(&tree, git, "../repo"), ERROR_USAGE, "leads out");
	assert_fails(tree_work_tree(&tree, git, "/"), ERROR_USAGE, "leads out");
	assert_fails(tree_work_tree(&tree, git, "way"), ERROR_FILE, "symbolic link");
	assert_fails(tree_commit(&tree, git, "0", "a/../.."), ERROR_USAGE, "leads out");
	OWNED(tree) part = commit(place, "repo", "b");

	assert_fails(tree_list(&files, part, NULL, NULL), ERROR_ABSENT, "'b': not in commit");
}

static void a_linked_worktree_is_a_work_tree(void **state)
{
	struct place *place = *state;

	sandbox_shell(place->sandbox, "cd repo && touch f && git add . && git commit -qm one &&"
				      " git worktree add -q ../linked && touch ../linked/new");
	assert_work_tree(place, "linked", NULL, "f\nnew\nseen 2\n");
	assert_commit(place, "linked", NULL, "f\nseen 1\n");
}

static void a_bare_repository_has_commits_only(void **state)
{
	struct place *place = *state;
	struct tree *none = NULL;
	OWNED(text) text = NULL;

	sandbox_shell(place->sandbox, "cd repo && mkdir a && echo FROM >a/f && git add . &&"
				      " git commit -qm one && git clone -q --bare . ../bare");
	assert_fails(tree_work_tree(&none, open_git(place, "bare"), NULL), ERROR_USAGE, "bare");
	OWNED(tree) tree = commit(place, "bare", NULL);
	OWNED_STRING printed = tree_print(tree);

	assert_string_equal(printed, "a/f\nseen 1\n");
	assert_fine(tree_read(&text, tree, "a/f"));
	assert_string_equal(text->bytes, "FROM\n");
}

static void links_of_a_commit_are_told_and_not_followed(void **state)
{
	struct place *place = *state;
	OWNED_STRING target = NULL;
	struct text *text = NULL;

	sandbox_shell(place->sandbox, "cd repo && mkdir a && touch a/f && ln -s ../a/f a/link &&"
				      " git add . && git commit -qm one");
	OWNED(tree) tree = commit(place, "repo", NULL);
	OWNED_STRING printed = tree_print(tree);

	assert_string_equal(printed, "a/f\na/link@\nseen 1\n");
	assert_fine(tree_link(&target, tree, "a/link"));
	assert_string_equal(target, "../a/f");
	assert_fails(tree_read(&text, tree, "a/link"), ERROR_FILE, "no regular file");
	assert_fails(tree_link(&target, tree, "a/f"), ERROR_FILE, "no symbolic link");
	assert_fails(tree_read(&text, tree, "a"), ERROR_FILE, "no regular file");
	assert_fails(tree_read(&text, tree, "b"), ERROR_ABSENT, "'b'");
	assert_fails(tree_read(&text, tree, "../a"), ERROR_FILE, "leads out");
}

static void odd_names_come_through_both_ways(void **state)
{
	struct place *place = *state;
	static const char wanted[] = "-dash\na b/\tt\nla\\xe9tin\nnew\\x0aline\nseen 4\n";

	sandbox_write(place->sandbox, "repo/-dash", "");
	sandbox_write(place->sandbox, "repo/a b/\tt", "");
	sandbox_write(place->sandbox, "repo/la\xe9tin", "");
	sandbox_write(place->sandbox, "repo/new\nline", "");
	assert_work_tree(place, "repo", NULL, wanted);
	sandbox_shell(place->sandbox, "cd repo && git add . && git commit -qm one");
	assert_work_tree(place, "repo", NULL, wanted);
	assert_commit(place, "repo", NULL, wanted);
}

struct reader {
	struct tree *tree;
	size_t wrong;
};

static void *read_all(void *data)
{
	struct reader *reader = data;
	OWNED(text) into = text_new(0);

	for (unsigned i = 0; i < 400; i++) {
		OWNED_STRING path = must_format("d%u/f%u", i % 20, i);
		OWNED_STRING wanted = must_format("%u\n", i);
		OWNED(error) error = tree_read_into(into, reader->tree, path);

		reader->wrong += error || strcmp(into->bytes, wanted) != 0;
	}
	return NULL;
}

static void a_commit_is_read_by_several_threads_at_once(void **state)
{
	struct place *place = *state;
	struct reader readers[8];
	pthread_t threads[8];

	sandbox_shell(place->sandbox,
		      "cd repo && for i in $(seq 0 399); do d=d$((i % 20)); mkdir -p $d;"
		      " echo $i >$d/f$i; done; git add . && git commit -qm one && git gc -q");
	OWNED(tree) tree = commit(place, "repo", NULL);

	for (size_t i = 0; i < 8; i++) {
		readers[i] = (struct reader){ .tree = tree };
		assert_int_equal(pthread_create(&threads[i], NULL, read_all, &readers[i]), 0);
	}
	for (size_t i = 0; i < 8; i++) {
		assert_int_equal(pthread_join(threads[i], NULL), 0);
		assert_int_equal(readers[i].wrong, 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    tracked_and_untracked_files_are_listed_ignored_ones_are_not, set_up, tear_down),
		cmocka_unit_test_setup_teardown(ignored_files_that_are_tracked_are_listed, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(every_place_of_ignore_rules_counts, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(files_deleted_from_the_work_tree_are_not_listed,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(submodules_and_inner_repositories_are_left_out,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    a_directory_that_became_a_repository_later_is_listed, set_up, tear_down),
		cmocka_unit_test_setup_teardown(below_limits_to_a_directory_or_a_file, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(below_must_be_there_and_inside, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_linked_worktree_is_a_work_tree, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(a_bare_repository_has_commits_only, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(links_of_a_commit_are_told_and_not_followed, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(odd_names_come_through_both_ways, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(a_commit_is_read_by_several_threads_at_once, set_up,
						tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
