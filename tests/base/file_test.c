#include "../support/assertions.h"
#include "../support/sandbox.h"
#include <digestbump/base/file.h>
#include <digestbump/base/memory.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* A sandbox and its open top directory. */
struct place {
	struct sandbox *sandbox;
	int top;
};

static int set_up(void **state)
{
	struct place *place = must_alloc(sizeof(*place));

	place->sandbox = sandbox_new();
	place->top = open(place->sandbox->top, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	assert_true(place->top >= 0);
	*state = place;
	return 0;
}

static int tear_down(void **state)
{
	struct place *place = *state;

	close(place->top);
	sandbox_free(place->sandbox);
	free(place);
	return 0;
}

static struct error *open_and_read(struct text *into, const struct place *place, const char *path,
				   size_t most)
{
	OWNED_FD fd = -1;

	TRY(file_open_below(&fd, place->top, path, 0));
	return file_read_open(into, fd, path, most);
}

static void reads_files_of_every_length_into_one_buffer(void **state)
{
	const struct place *place = *state;
	static const size_t sizes[] = { 100000, 0, 1, 63, 64, 65, 4096, 65536, 65537 };
	OWNED(text) into = text_new(0);

	for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
		OWNED_STRING bytes = must_alloc(sizes[i] + 1);

		for (size_t k = 0; k < sizes[i]; k++)
			bytes[k] = (char)('a' + k % 23);
		sandbox_write_bytes(place->sandbox, "f", (struct slice){ bytes, sizes[i] });
		assert_fine(open_and_read(into, place, "f", 100000));
		assert_int_equal(into->size, sizes[i]);
		assert_memory_equal(into->bytes, bytes, sizes[i] + 1);
	}
}

/* Such files say that they are empty and are not. */
static void reads_a_file_that_is_longer_than_it_says(void **state)
{
	struct text *text = NULL;

	(void)state;
	assert_fine(file_read(&text, AT_FDCWD, "/proc/self/status", 1024 * 1024));
	assert_true(slice_find(NULL, text_slice(text), "Threads:"));
	text_free(text);
	assert_fails(file_read(&text, AT_FDCWD, "/proc/self/status", 10), ERROR_LIMIT, "larger");
}

static void the_ceiling_is_the_last_size_that_is_read(void **state)
{
	const struct place *place = *state;
	OWNED(text) into = text_new(0);

	sandbox_write(place->sandbox, "f", "12345");
	assert_fine(open_and_read(into, place, "f", 5));
	assert_fails(open_and_read(into, place, "f", 4), ERROR_LIMIT, "'f': larger than 4 bytes");
}

static void only_regular_files_are_read_and_a_fifo_does_not_block(void **state)
{
	const struct place *place = *state;
	OWNED(text) into = text_new(0);

	sandbox_shell(place->sandbox, "mkfifo fifo; mkdir directory");
	assert_fails(open_and_read(into, place, "fifo", 9), ERROR_FILE, "no regular file");
	assert_fails(open_and_read(into, place, "directory", 9), ERROR_FILE, "no regular file");
	assert_fails(open_and_read(into, place, "absent", 9), ERROR_ABSENT, "'absent'");
}

/* What must not be opened, or NULL when none of it was. */
static const char *wrongly_opened(int top)
{
	static const char *const refused[] = { "link",        "way/f",      "directory/../f",
					       "/etc/passwd", "../escaped", "a//b",
					       "./f",         "f/",         ".",
					       ".." };

	for (size_t i = 0; i < sizeof(refused) / sizeof(*refused); i++) {
		OWNED_FD fd = -1;
		OWNED(error) error = file_open_below(&fd, top, refused[i], 0);

		if (!error || error_kind(error) != ERROR_FILE)
			return refused[i];
	}
	return NULL;
}

/* However a link is opened, it is called one. */
static bool links_are_told(int top)
{
	static const int flags[] = { 0, O_PATH, O_DIRECTORY, O_PATH | O_DIRECTORY };
	static const char *const links[] = { "link", "way", "way/f" };

	for (size_t i = 0; i < 12; i++) {
		OWNED_FD fd = -1;
		OWNED(error) error = file_open_below(&fd, top, links[i % 3], flags[i / 3]);

		if (!error || !strstr(error_text(error), "symbolic link"))
			return false;
	}
	return true;
}

static void make_ways_out(const struct place *place)
{
	sandbox_write(place->sandbox, "f", "x");
	sandbox_write(place->sandbox, "directory/f", "x");
	sandbox_link(place->sandbox, "link", "f");
	sandbox_link(place->sandbox, "way", "directory");
}

static void no_link_and_no_dots_are_followed(void **state)
{
	const struct place *place = *state;

	make_ways_out(place);
	assert_null(wrongly_opened(place->top));
	assert_true(links_are_told(place->top));
}

/* As an old kernel or a strict container has it. */
static bool forbid_openat2(int code)
{
	struct sock_filter rules[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_openat2, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (unsigned)code),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = { sizeof(rules) / sizeof(*rules), rules };

	return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
	       prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

/* The exit code of a child that may not use openat2(2): 0 when all is as ever. */
static int without_openat2(const struct place *place, int code)
{
	int status = -1;
	pid_t child = fork();

	assert_true(child >= 0);
	if (child == 0) {
		OWNED_FD fd = -1;
		OWNED_FD directory = -1;

		if (!forbid_openat2(code))
			_exit(1);
		if (wrongly_opened(place->top) || !links_are_told(place->top))
			_exit(2);
		_exit(file_open_below(&fd, place->top, "directory/f", 0) ||
			      file_open_below(&directory, place->top, "", O_DIRECTORY)
			  ? 3
			  : 0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void the_same_holds_where_openat2_is_missing_or_forbidden(void **state)
{
	const struct place *place = *state;

	make_ways_out(place);
	assert_int_equal(without_openat2(place, ENOSYS), 0);
	assert_int_equal(without_openat2(place, EPERM), 0);
}

static void opens_directories_and_the_top_itself(void **state)
{
	const struct place *place = *state;

	sandbox_write(place->sandbox, "a/b/f", "x");
	for (int i = 0; i < 4; i++) {
		OWNED_FD fd = -1;

		assert_fine(file_open_below(&fd, place->top, i & 1 ? "a/b" : "",
					    O_DIRECTORY | (i & 2 ? O_PATH : 0)));
		assert_int_equal(faccessat(fd, i & 1 ? "f" : "a", F_OK, 0), 0);
	}
	int fd = -1;

	assert_fails(file_open_below(&fd, place->top, "a/b/f", O_DIRECTORY), ERROR_FILE, "a/b/f");
}

static void replacing_keeps_the_mode_and_leaves_nothing_behind(void **state)
{
	const struct place *place = *state;
	struct stat status;

	sandbox_write(place->sandbox, "f", "old");
	assert_int_equal(fchmodat(place->top, "f", 0751, 0), 0);
	assert_fine(file_replace(place->top, "f", slice_of("new")));
	assert_int_equal(fstatat(place->top, "f", &status, 0), 0);
	assert_int_equal(status.st_mode & 07777, 0751);
	OWNED_STRING list = sandbox_output(place->sandbox, "ls -A; cat f");

	assert_string_equal(list, "f\nnew");
}

static void a_link_is_not_replaced(void **state)
{
	const struct place *place = *state;

	sandbox_write(place->sandbox, "f", "old");
	sandbox_link(place->sandbox, "link", "f");
	assert_fails(file_replace(place->top, "link", slice_of("new")), ERROR_FILE,
		     "no regular file");
	OWNED(text) text = sandbox_read(place->sandbox, "f");

	assert_string_equal(text->bytes, "old");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(reads_files_of_every_length_into_one_buffer, set_up,
						tear_down),
		cmocka_unit_test(reads_a_file_that_is_longer_than_it_says),
		cmocka_unit_test_setup_teardown(the_ceiling_is_the_last_size_that_is_read, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(
		    only_regular_files_are_read_and_a_fifo_does_not_block, set_up, tear_down),
		cmocka_unit_test_setup_teardown(no_link_and_no_dots_are_followed, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(
		    the_same_holds_where_openat2_is_missing_or_forbidden, set_up, tear_down),
		cmocka_unit_test_setup_teardown(opens_directories_and_the_top_itself, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(replacing_keeps_the_mode_and_leaves_nothing_behind,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_link_is_not_replaced, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
