#include "../support/assertions.h"
#include "../support/sandbox.h"
#include "../support/test_context.h"
#include <digestbump/base/memory.h>
#include <digestbump/git/git.h>
#include <string.h>
#include <unistd.h>

/* libgit2 1.5.1 loses what pcre2 allocates when it looks at the extensions of
 * a repository of format version 1. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
	return "leak:libpcre2-8.so";
}

struct fixture {
	struct sandbox *sandbox;
	const struct context *context;
};

static int set_up(void **state)
{
	struct fixture *fixture = must_alloc(sizeof(*fixture));

	fixture->sandbox = sandbox_new();
	fixture->context = test_context(fixture->sandbox->top);
	sandbox_shell(fixture->sandbox,
		      "git init -q plain && cd plain && mkdir -p a/b && echo x >a/b/file"
		      " && git add . && git commit -qm one");
	*state = fixture;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *fixture = *state;

	sandbox_free(fixture->sandbox);
	free(fixture);
	return 0;
}

static struct error *open_at(struct git **out, const struct fixture *fixture, const char *path)
{
	OWNED_STRING full = sandbox_path(fixture->sandbox, path);

	return git_open(out, full, fixture->context);
}

/* Opens it and reads a file of HEAD, as every later stage will. */
static void must_work(const struct fixture *fixture, const char *path)
{
	OWNED(git) git = NULL;
	OWNED_STRING head = NULL;
	OWNED(text) text = NULL;

	assert_fine(open_at(&git, fixture, path));
	assert_fine(git_rev_parse(&head, git, "HEAD"));
	assert_fine(git_file_read(&text, git, head, "a/b/file", 100));
	assert_string_equal(text->bytes, "x\n");
}

static void must_fail(const struct fixture *fixture, const char *path, enum error_kind kind,
		      const char *part)
{
	struct git *git = NULL;

	assert_fails(open_at(&git, fixture, path), kind, part);
	assert_null(git);
}

static void a_directory_inside_the_work_tree_will_do(void **state)
{
	const struct fixture *fixture = *state;
	OWNED(git) git = NULL;
	OWNED_STRING top = sandbox_path(fixture->sandbox, "plain/");
	OWNED_STRING directory = sandbox_path(fixture->sandbox, "plain/.git/");

	assert_fine(open_at(&git, fixture, "plain/a/b"));
	assert_string_equal(git_work_tree(git), top);
	assert_string_equal(git_directory(git), directory);
}

static void no_repository_is_absent(void **state)
{
	const struct fixture *fixture = *state;

	sandbox_shell(fixture->sandbox, "mkdir nothing");
	test_setenv("GIT_CEILING_DIRECTORIES", fixture->sandbox->top);
	must_fail(fixture, "nothing", ERROR_ABSENT, "no git repository here or above");
	must_fail(fixture, "not-there", ERROR_ABSENT, "not-there");
}

static void a_bare_one_has_no_work_tree(void **state)
{
	const struct fixture *fixture = *state;
	OWNED(git) git = NULL;

	sandbox_shell(fixture->sandbox, "git clone -q --bare plain bare.git");
	assert_fine(open_at(&git, fixture, "bare.git"));
	assert_null(git_work_tree(git));
	must_work(fixture, "bare.git");
}

static void a_linked_work_tree_shares_the_directory(void **state)
{
	const struct fixture *fixture = *state;
	OWNED(git) git = NULL;
	OWNED_STRING top = sandbox_path(fixture->sandbox, "linked/");
	OWNED_STRING directory = sandbox_path(fixture->sandbox, "plain/.git/");

	sandbox_shell(fixture->sandbox, "git -C plain worktree add -q ../linked -b other");
	assert_fine(open_at(&git, fixture, "linked/a"));
	assert_string_equal(git_work_tree(git), top);
	assert_string_equal(git_directory(git), directory);
	must_work(fixture, "linked");
}

static void a_linked_work_tree_with_relative_paths_works(void **state)
{
	const struct fixture *fixture = *state;

	sandbox_shell(fixture->sandbox,
		      "git -C plain worktree add -q ../linked -b other"
		      " && echo 'gitdir: ../plain/.git/worktrees/linked' >linked/.git"
		      " && echo ../../../../linked/.git >plain/.git/worktrees/linked/gitdir"
		      " && git -C plain config core.repositoryFormatVersion 1"
		      " && git -C plain config extensions.relativeWorktrees true");
	must_work(fixture, "linked");
}

static void a_shallow_clone_works(void **state)
{
	const struct fixture *fixture = *state;

	sandbox_shell(fixture->sandbox, "git -C plain commit -q --allow-empty -m two"
					" && git clone -q --depth 1 \"file://$PWD/plain\" shallow");
	must_work(fixture, "shallow");
}

static void a_partial_and_sparse_clone_works_as_far_as_it_goes(void **state)
{
	const struct fixture *fixture = *state;
	OWNED(git) git = NULL;
	OWNED_STRING head = NULL;
	OWNED(text) text = NULL;

	sandbox_shell(fixture->sandbox,
		      "git -C plain config uploadpack.allowFilter true"
		      " && git clone -q --filter=blob:none --no-checkout \"file://$PWD/plain\" part"
		      " && git -C part sparse-checkout set a");
	assert_fine(open_at(&git, fixture, "part"));
	assert_fine(git_rev_parse(&head, git, "HEAD"));
	assert_fails(git_file_read(&text, git, head, "a/b/file", 100), ERROR_ABSENT,
		     "'a/b/file' is not in this partial clone: fetch it with");
	sandbox_shell(fixture->sandbox, "git -C part checkout -q");
	must_work(fixture, "part");
}

static void sha256_is_unsupported_and_said_so(void **state)
{
	const struct fixture *fixture = *state;

	sandbox_shell(fixture->sandbox, "git init -q --object-format=sha256 new");
	must_fail(fixture, "new", ERROR_UNSUPPORTED, "sha256 object ids, only sha1 is supported");
}

static void sha1_may_be_said_in_so_many_words(void **state)
{
	const struct fixture *fixture = *state;

	sandbox_shell(fixture->sandbox, "git -C plain config core.repositoryFormatVersion 1"
					" && git -C plain config extensions.objectFormat sha1"
					" && git -C plain config extensions.preciousObjects true");
	must_work(fixture, "plain");
}

static void an_unknown_extension_is_unsupported_by_name(void **state)
{
	const struct fixture *fixture = *state;

	sandbox_shell(fixture->sandbox, "git -C plain config core.repositoryFormatVersion 1"
					" && git -C plain config extensions.refStorage reftable");
	must_fail(fixture, "plain", ERROR_UNSUPPORTED, "extensions.refstorage");
}

static void an_empty_repository_opens_and_has_no_commit(void **state)
{
	const struct fixture *fixture = *state;
	OWNED(git) git = NULL;
	OWNED_STRING oid = NULL;

	sandbox_shell(fixture->sandbox, "git init -q empty");
	assert_fine(open_at(&git, fixture, "empty"));
	assert_fails(git_rev_parse(&oid, git, "HEAD"), ERROR_ABSENT, "HEAD has no commit yet");
	assert_false(git_is_tracked(git, "x", false));
}

/* Only root can give files away. */
static void skip_unless_root(void)
{
	if (geteuid() != 0)
		skip();
}

static void another_owner_is_refused_with_the_command_that_helps(void **state)
{
	const struct fixture *fixture = *state;
	OWNED_STRING command = must_format("git config --global --add safe.directory '%s/it'\\''s'",
					   fixture->sandbox->top);

	skip_unless_root();
	sandbox_shell(fixture->sandbox, "cp -a plain \"it's\" && chown 12345 \"it's\"");
	must_fail(fixture, "it's", ERROR_GIT, command);
	sandbox_shell(fixture->sandbox, "chown 0 \"it's\" && chown 12345 \"it's/.git\"");
	must_fail(fixture, "it's", ERROR_GIT, command);
}

struct allowance {
	const char *value;
	bool allows;
};

static void safe_directory_is_read_as_git_reads_it(void **state)
{
	const struct fixture *fixture = *state;
	const struct allowance allowances[] = {
		{ "*", true },
		{ "~/plain", true },
		{ "~/plain/", true },
		{ "~/other", false },
	};

	skip_unless_root();
	sandbox_shell(fixture->sandbox, "chown 12345 plain plain/.git");
	for (size_t i = 0; i < sizeof(allowances) / sizeof(*allowances); i++) {
		OWNED_STRING settings =
		    must_format("[safe]\n\tdirectory = %s\n", allowances[i].value);

		sandbox_write(fixture->sandbox, ".gitconfig", settings);
		if (allowances[i].allows)
			must_work(fixture, "plain");
		else
			must_fail(fixture, "plain", ERROR_GIT, "belongs to another user");
	}
}

static void an_empty_safe_directory_forgets_those_before(void **state)
{
	const struct fixture *fixture = *state;

	skip_unless_root();
	sandbox_shell(fixture->sandbox, "chown 12345 plain plain/.git");
	sandbox_write(fixture->sandbox, ".gitconfig", "[safe]\n\tdirectory = *\n\tdirectory =\n");
	must_fail(fixture, "plain", ERROR_GIT, "belongs to another user");
	test_setenv("GIT_CONFIG_COUNT", "1");
	test_setenv("GIT_CONFIG_KEY_0", "Safe.Directory");
	test_setenv("GIT_CONFIG_VALUE_0", "*");
	must_work(fixture, "plain");
}

static void a_repository_cannot_allow_itself(void **state)
{
	const struct fixture *fixture = *state;

	skip_unless_root();
	sandbox_shell(fixture->sandbox, "git -C plain config safe.directory '*'"
					" && chown 12345 plain plain/.git");
	must_fail(fixture, "plain", ERROR_GIT, "belongs to another user");
}

static void the_user_behind_sudo_is_an_owner(void **state)
{
	const struct fixture *fixture = *state;

	skip_unless_root();
	sandbox_shell(fixture->sandbox, "chown 12345 plain plain/.git");
	test_setenv("SUDO_UID", "12345");
	must_work(fixture, "plain");
	test_setenv("SUDO_UID", "12346");
	must_fail(fixture, "plain", ERROR_GIT, "belongs to another user");
	test_setenv("SUDO_UID", "12345x");
	must_fail(fixture, "plain", ERROR_GIT, "belongs to another user");
}

static void settings_come_from_where_git_takes_them(void **state)
{
	const struct fixture *fixture = *state;
	OWNED(git) git = NULL;
	OWNED(git) again = NULL;

	sandbox_write(fixture->sandbox, ".gitconfig", "[user]\n\tname = Home\n\temail = h@x\n");
	sandbox_write(fixture->sandbox, "other", "[user]\n\tname = Named\n");
	sandbox_shell(fixture->sandbox, "git -C plain config user.email local@x"
					" && git -C plain config include.path ../../more");
	sandbox_write(fixture->sandbox, "more", "[user]\n\tsigningkey = included\n");
	assert_fine(open_at(&git, fixture, "plain"));
	OWNED_STRING name = git_config_value(git, "user.name");
	OWNED_STRING email = git_config_value(git, "user.email");
	OWNED_STRING key = git_config_value(git, "user.signingkey");
	OWNED_STRING none = git_config_value(git, "user.nothing");

	assert_string_equal(name, "Home");
	assert_string_equal(email, "local@x");
	assert_string_equal(key, "included");
	assert_null(none);

	OWNED_STRING named = sandbox_path(fixture->sandbox, "other");

	test_setenv("GIT_CONFIG_GLOBAL", named);
	assert_fine(open_at(&again, fixture, "plain"));
	OWNED_STRING other = git_config_value(again, "user.name");

	assert_string_equal(other, "Named");
}

static void broken_settings_are_told(void **state)
{
	const struct fixture *fixture = *state;

	sandbox_write(fixture->sandbox, ".gitconfig", "[user\nname");
	must_fail(fixture, "plain", ERROR_GIT, ".gitconfig:1");
}

static void revisions_name_commits(void **state)
{
	const struct fixture *fixture = *state;
	OWNED(git) git = NULL;
	OWNED_STRING head = sandbox_output(fixture->sandbox, "git -C plain rev-parse HEAD");
	const char *const good[] = { "HEAD", "main", "refs/heads/main", "HEAD^{commit}", "v1" };
	const char *const bad[] = { "nope", "HEAD:a/b/file", "HEAD~1", "-x", "", "a..b" };

	sandbox_shell(fixture->sandbox, "git -C plain tag -a -m tag v1");
	assert_fine(open_at(&git, fixture, "plain"));
	head[OID_HEX_SIZE] = '\0';
	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++) {
		OWNED_STRING oid = NULL;

		assert_fine(git_rev_parse(&oid, git, good[i]));
		assert_string_equal(oid, head);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		char *oid = NULL;

		assert_fails(git_rev_parse(&oid, git, bad[i]), ERROR_ABSENT, bad[i]);
		assert_null(oid);
	}
}

static void a_revision_tells_who_and_what(void **state)
{
	const struct fixture *fixture = *state;
	OWNED(git) git = NULL;
	OWNED(git_commit_info) revision = NULL;
	OWNED_STRING first = NULL;
	OWNED_STRING second = NULL;

	sandbox_shell(fixture->sandbox, "cd plain && git commit -q --allow-empty --author 'N <n@x>'"
					" -m 'title' -m 'body'");
	assert_fine(open_at(&git, fixture, "plain"));
	assert_fine(git_rev_parse(&first, git, "HEAD~1"));
	assert_fine(git_rev_parse(&second, git, "HEAD"));
	assert_fine(git_commit_info_read(&revision, git, second));
	assert_string_equal(revision->oid, second);
	assert_int_equal(revision->parents.count, 1);
	assert_string_equal(revision->parents.items[0], first);
	assert_string_equal(revision->message, "title\n\nbody\n");
	assert_string_equal(revision->author_name, "N");
	assert_string_equal(revision->author_email, "n@x");
	assert_string_equal(revision->committer_email, "tester@example.com");
}

static void what_is_no_commit_is_not_read_as_one(void **state)
{
	const struct fixture *fixture = *state;
	OWNED(git) git = NULL;
	OWNED(git_commit_info) revision = NULL;
	OWNED_STRING tree = sandbox_output(fixture->sandbox, "git -C plain rev-parse HEAD^{tree}");

	tree[OID_HEX_SIZE] = '\0';
	assert_fine(open_at(&git, fixture, "plain"));
	assert_fails(git_commit_info_read(&revision, git, tree), ERROR_ABSENT, "no commit");
	assert_fails(git_commit_info_read(&revision, git, "abc"), ERROR_USAGE, "40 hex digits");
	assert_fails(git_commit_info_read(&revision, git,
					  "1234567890123456789012345678901234567890"),
		     ERROR_ABSENT, "commit '1234567890");
}

static void an_endless_message_is_not_read(void **state)
{
	const struct fixture *fixture = *state;
	OWNED(git) git = NULL;
	OWNED(git_commit_info) revision = NULL;
	OWNED_STRING head = NULL;

	sandbox_shell(fixture->sandbox, "cd plain && head -c 1100000 /dev/zero | tr '\\0' a"
					" | git commit -q --allow-empty -F -");
	assert_fine(open_at(&git, fixture, "plain"));
	assert_fine(git_rev_parse(&head, git, "HEAD"));
	assert_fails(git_commit_info_read(&revision, git, head), ERROR_LIMIT, "larger than");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_directory_inside_the_work_tree_will_do, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(no_repository_is_absent, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_bare_one_has_no_work_tree, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_linked_work_tree_shares_the_directory, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(a_linked_work_tree_with_relative_paths_works,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_shallow_clone_works, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_partial_and_sparse_clone_works_as_far_as_it_goes,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(sha256_is_unsupported_and_said_so, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(sha1_may_be_said_in_so_many_words, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(an_unknown_extension_is_unsupported_by_name, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(an_empty_repository_opens_and_has_no_commit, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(
		    another_owner_is_refused_with_the_command_that_helps, set_up, tear_down),
		cmocka_unit_test_setup_teardown(safe_directory_is_read_as_git_reads_it, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(an_empty_safe_directory_forgets_those_before,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_repository_cannot_allow_itself, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(the_user_behind_sudo_is_an_owner, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(settings_come_from_where_git_takes_them, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(broken_settings_are_told, set_up, tear_down),
		cmocka_unit_test_setup_teardown(revisions_name_commits, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_revision_tells_who_and_what, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_is_no_commit_is_not_read_as_one, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(an_endless_message_is_not_read, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
