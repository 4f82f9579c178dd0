#include "../support/assertions.h"
#include "../support/sandbox.h"
#include "../support/trees.h"
#include <digestbump/base/memory.h>
#include <digestbump/limits.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

static int set_up(void **state)
{
	*state = sandbox_new();
	return 0;
}

static int tear_down(void **state)
{
	sandbox_free(*state);
	return 0;
}

static struct tree *directory(const struct sandbox *sandbox, const char *path)
{
	OWNED_STRING full = sandbox_path(sandbox, path);
	struct tree *tree = NULL;

	assert_fine(tree_directory(&tree, full));
	return tree;
}

static void assert_lists(struct tree *tree, const char *wanted)
{
	OWNED_STRING printed = tree_print_once(tree);

	assert_string_equal(printed, wanted);
}

static void lists_every_file_in_bytewise_order(void **state)
{
	const struct sandbox *sandbox = *state;

	sandbox_write(sandbox, "b/z", "");
	sandbox_write(sandbox, "b.c", "");
	sandbox_write(sandbox, "a/very/deep/one", "");
	sandbox_write(sandbox, "B", "");
	sandbox_shell(sandbox, "mkdir empty");
	assert_lists(directory(sandbox, ""), "B\na/very/deep/one\nb.c\nb/z\nseen 4\n");
	assert_lists(directory(sandbox, "empty"), "seen 0\n");
}

static void odd_names_are_names(void **state)
{
	const struct sandbox *sandbox = *state;

	sandbox_write(sandbox, "a b/\tc", "");
	sandbox_write(sandbox, "-rf", "");
	sandbox_write(sandbox, "new\nline", "");
	sandbox_write(sandbox, "la\xe9tin", "latin");
	sandbox_write(sandbox, "...", "");
	sandbox_write(sandbox, ".git~", "");
	sandbox_write(sandbox, "\"'\\", "");
	OWNED(tree) tree = directory(sandbox, "");
	OWNED_STRING printed = tree_print(tree);
	OWNED(text) text = NULL;

	assert_string_equal(printed,
			    "\"'\\\n-rf\n...\n.git~\na b/\tc\nla\\xe9tin\nnew\\x0aline\nseen 7\n");
	assert_fine(tree_read(&text, tree, "la\xe9tin"));
	assert_string_equal(text->bytes, "latin");
}

static void what_is_no_file_is_passed_over(void **state)
{
	const struct sandbox *sandbox = *state;

	sandbox_write(sandbox, "file", "");
	sandbox_shell(sandbox, "mkfifo fifo; mknod zero c 1 5 2>/dev/null || true");
	sandbox_shell(sandbox, "perl -MIO::Socket::UNIX -e 'IO::Socket::UNIX->new(Local => "
			       "\"socket\", Listen => 1)'");
	assert_lists(directory(sandbox, ""), "file\nseen 1\n");
}

static void links_are_told_and_not_followed(void **state)
{
	const struct sandbox *sandbox = *state;
	OWNED(text) text = NULL;
	OWNED_STRING target = NULL;

	sandbox_write(sandbox, "outside/secret", "s");
	sandbox_link(sandbox, "top/a", "../outside/secret");
	sandbox_link(sandbox, "top/d", "../outside");
	sandbox_link(sandbox, "top/loop", "loop");
	sandbox_link(sandbox, "top/sub/up", "..");
	OWNED(tree) tree = directory(sandbox, "top");
	OWNED_STRING printed = tree_print(tree);

	assert_string_equal(printed, "a@\nd@\nloop@\nsub/up@\nseen 0\n");
	assert_fine(tree_link(&target, tree, "sub/up"));
	assert_string_equal(target, "..");
	assert_fails(tree_read(&text, tree, "a"), ERROR_FILE, "symbolic link");
	assert_fails(tree_read(&text, tree, "d/secret"), ERROR_FILE, "symbolic link");
	assert_fails(tree_read(&text, tree, "loop"), ERROR_FILE, "symbolic link");
	assert_fails(tree_read(&text, tree, "../outside/secret"), ERROR_FILE, "leads out");
	assert_fails(tree_read(&text, tree, "/etc/passwd"), ERROR_FILE, "leads out");
	assert_fails(tree_read(&text, tree, ""), ERROR_FILE, "leads out");
}

static void a_link_that_the_user_names_is_followed(void **state)
{
	const struct sandbox *sandbox = *state;

	sandbox_write(sandbox, "real/Dockerfile", "");
	sandbox_link(sandbox, "way", "real");
	sandbox_link(sandbox, "straight", "real/Dockerfile");
	assert_lists(directory(sandbox, "way"), "Dockerfile\nseen 1\n");
	assert_lists(directory(sandbox, "straight"), "Dockerfile\nseen 1\n");
}

static void a_single_file_is_a_tree_too(void **state)
{
	const struct sandbox *sandbox = *state;
	OWNED(text) text = NULL;

	sandbox_write(sandbox, "a/Dockerfile", "FROM x");
	sandbox_write(sandbox, "a/.env", "A=1");
	OWNED(tree) tree = directory(sandbox, "a/Dockerfile");
	OWNED_STRING printed = tree_print(tree);

	assert_string_equal(printed, "Dockerfile\nseen 1\n");
	assert_fine(tree_read(&text, tree, ".env"));
}

static void what_is_not_there_is_an_error(void **state)
{
	const struct sandbox *sandbox = *state;
	OWNED_STRING path = sandbox_path(sandbox, "nothing");
	OWNED_STRING fifo = sandbox_path(sandbox, "fifo");
	struct tree *tree = NULL;
	struct text *text = NULL;

	assert_fails(tree_directory(&tree, path), ERROR_ABSENT, "nothing");
	OWNED(tree) top = directory(sandbox, "");

	assert_fails(tree_read(&text, top, "gone"), ERROR_ABSENT, "'gone'");
	sandbox_shell(sandbox, "mkfifo fifo");
	assert_fails(tree_read(&text, top, "fifo"), ERROR_FILE, "no regular file");
	assert_fine(tree_directory(&tree, fifo));
	assert_lists(tree, "fifo!\nseen 0\n");
}

static void git_directories_are_never_listed(void **state)
{
	const struct sandbox *sandbox = *state;

	sandbox_write(sandbox, "top/.git/config", "");
	sandbox_write(sandbox, "top/Dockerfile", "");
	sandbox_write(sandbox, "top/sub/.git", "gitdir: ../.git/modules/sub");
	sandbox_write(sandbox, "top/sub/Dockerfile", "");
	sandbox_write(sandbox, "top/sub/deep/Dockerfile", "");
	assert_lists(directory(sandbox, "top"), "Dockerfile\nseen 1\n");
}

/* A folder full of clones is worth a scan. */
static void repositories_in_a_plain_directory_are_walked(void **state)
{
	const struct sandbox *sandbox = *state;

	sandbox_write(sandbox, "top/one/.git/config", "");
	sandbox_write(sandbox, "top/one/Dockerfile", "");
	assert_lists(directory(sandbox, "top"), "one/Dockerfile\nseen 1\n");
}

/* Runs as root too, whom no permission stops: what stops everybody is a path
 * that the kernel refuses for its length. */
static void directories_that_cannot_be_listed_are_told_and_the_rest_goes_on(void **state)
{
	const struct sandbox *sandbox = *state;

	sandbox_write(sandbox, "good/f", "");
	sandbox_shell(sandbox, "name=$(printf '%0200d' 0); for i in $(seq 25); do mkdir $name; cd "
			       "-P $name; done");
	OWNED(tree) tree = directory(sandbox, "");
	OWNED_STRING printed = tree_print(tree);

	assert_memory_equal(printed, "good/f\n0000", 11);
	assert_non_null(strstr(printed, "0!\nseen 1\n"));
	sandbox_shell(sandbox, "rm -rf 0*");
}

static void a_directory_without_permission_is_told(void **state)
{
	const struct sandbox *sandbox = *state;

	enum { NOBODY = 65534 };
	uid_t self = geteuid();

	sandbox_write(sandbox, "closed/f", "");
	sandbox_write(sandbox, "open/f", "");
	sandbox_shell(sandbox, "chmod 755 . open && chmod 644 open/f && chmod 0 closed");
	if (self == 0) /* who may read everything */
		assert_int_equal(seteuid(NOBODY), 0);
	assert_lists(directory(sandbox, ""), "open/f\nclosed!\nseen 1\n");
	assert_int_equal(seteuid(self), 0);
	sandbox_shell(sandbox, "chmod 700 closed");
}

/* Neither stack nor descriptors: a test runs with 1024 of these at the most. */
static void depth_costs_nothing(void **state)
{
	const struct sandbox *sandbox = *state;

	sandbox_shell(sandbox, "path=$(printf 'd/%.0s' $(seq 1900)); mkdir -p $path; >${path}f");
	OWNED(tree) tree = directory(sandbox, "");
	OWNED_STRING printed = tree_print(tree);

	assert_non_null(strstr(printed, "/d/f\nseen 1\n"));
	sandbox_shell(sandbox, "rm -rf d");
}

static void too_large_a_file_is_refused(void **state)
{
	const struct sandbox *sandbox = *state;
	OWNED_STRING line = must_format("truncate -s %d fits; truncate -s %d over", FILE_BYTES_MOST,
					FILE_BYTES_MOST + 1);
	OWNED(text) text = NULL;
	struct text *none = NULL;

	sandbox_shell(sandbox, line);
	OWNED(tree) tree = directory(sandbox, "");

	assert_fine(tree_read(&text, tree, "fits"));
	assert_int_equal(text->size, FILE_BYTES_MOST);
	assert_fails(tree_read(&none, tree, "over"), ERROR_LIMIT, "'over'");
}

static bool want_dockerfiles(void *data, const char *path)
{
	++*(size_t *)data;
	return strstr(path, "Dockerfile") != NULL;
}

static void what_is_not_wanted_is_only_counted(void **state)
{
	const struct sandbox *sandbox = *state;
	OWNED(tree_files) files = NULL;
	size_t asked = 0;

	sandbox_write(sandbox, "Dockerfile", "");
	sandbox_write(sandbox, "README", "");
	sandbox_link(sandbox, "Dockerfile.link", "Dockerfile");
	sandbox_link(sandbox, "README.link", "README");
	OWNED(tree) tree = directory(sandbox, "");

	assert_fine(tree_list(&files, tree, want_dockerfiles, &asked));
	assert_int_equal(asked, 4);
	assert_int_equal(files->seen, 2);
	assert_int_equal(files->paths.count, 1);
	assert_int_equal(files->links.count, 1);
	assert_string_equal(files->links.items[0], "Dockerfile.link");
}

static void an_overlay_shows_new_bytes_over_old_ones(void **state)
{
	const struct sandbox *sandbox = *state;
	OWNED(text) into = text_new(0);

	sandbox_write(sandbox, "a", "old a");
	sandbox_write(sandbox, "b", "old b");
	sandbox_link(sandbox, "link", "a");
	OWNED(tree) base = directory(sandbox, "");
	OWNED(tree) overlay = tree_overlay(base);
	OWNED_STRING nothing = tree_print(overlay);

	tree_overlay_set(overlay, "b", slice_of("first"));
	tree_overlay_set(overlay, "b", slice_of("new b"));
	tree_overlay_set(overlay, "a/new/one", (struct slice){ "", 0 });
	OWNED_STRING printed = tree_print(overlay);
	OWNED_STRING target = NULL;

	assert_string_equal(nothing, "seen 0\n");
	assert_string_equal(printed, "a/new/one\nb\nseen 2\n");
	assert_fine(tree_read_into(into, overlay, "b"));
	assert_string_equal(into->bytes, "new b");
	assert_fine(tree_read_into(into, overlay, "a"));
	assert_string_equal(into->bytes, "old a");
	assert_fine(tree_read_into(into, overlay, "a/new/one"));
	assert_int_equal(into->size, 0);
	assert_fine(tree_link(&target, overlay, "link"));
	assert_string_equal(target, "a");
	assert_fails(tree_read_into(into, overlay, "c"), ERROR_ABSENT, "'c'");
	assert_fails(tree_read_into(into, overlay, "../b"), ERROR_FILE, "leads out");
}

static void an_overlay_over_nothing_has_only_its_own_files(void **state)
{
	OWNED(tree) overlay = tree_overlay(NULL);
	OWNED(text) into = text_new(0);
	char *target = NULL;

	(void)state;
	tree_overlay_set(overlay, "a", slice_of("x"));
	assert_fine(tree_read_into(into, overlay, "a"));
	assert_fails(tree_read_into(into, overlay, "b"), ERROR_ABSENT, "'b'");
	assert_fails(tree_link(&target, overlay, "a"), ERROR_ABSENT, "'a'");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(lists_every_file_in_bytewise_order, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(odd_names_are_names, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_is_no_file_is_passed_over, set_up, tear_down),
		cmocka_unit_test_setup_teardown(links_are_told_and_not_followed, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_link_that_the_user_names_is_followed, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(a_single_file_is_a_tree_too, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_is_not_there_is_an_error, set_up, tear_down),
		cmocka_unit_test_setup_teardown(git_directories_are_never_listed, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(repositories_in_a_plain_directory_are_walked,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    directories_that_cannot_be_listed_are_told_and_the_rest_goes_on, set_up,
		    tear_down),
		cmocka_unit_test_setup_teardown(a_directory_without_permission_is_told, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(depth_costs_nothing, set_up, tear_down),
		cmocka_unit_test_setup_teardown(too_large_a_file_is_refused, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_is_not_wanted_is_only_counted, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(an_overlay_shows_new_bytes_over_old_ones, set_up,
						tear_down),
		cmocka_unit_test(an_overlay_over_nothing_has_only_its_own_files),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
