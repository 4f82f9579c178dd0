#include "sandbox.h"
#include "assertions.h"
#include <digestbump/base/file.h>
#include <digestbump/base/memory.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* What commands get to see besides PATH: nothing of the user's or the
 * machine's git configuration, and commits that come out the same every time. */
static const char *const environment[][2] = {
	{ "GIT_CONFIG_GLOBAL", "/dev/null" },
	{ "GIT_CONFIG_SYSTEM", "/dev/null" },
	{ "GIT_CONFIG_NOSYSTEM", "1" },
	{ "GIT_CONFIG_COUNT", "3" },
	{ "GIT_CONFIG_KEY_0", "init.defaultBranch" },
	{ "GIT_CONFIG_VALUE_0", "main" },
	{ "GIT_CONFIG_KEY_1", "protocol.file.allow" },
	{ "GIT_CONFIG_VALUE_1", "always" },
	{ "GIT_CONFIG_KEY_2", "safe.directory" },
	{ "GIT_CONFIG_VALUE_2", "*" },
	{ "GIT_AUTHOR_NAME", "A Tester" },
	{ "GIT_AUTHOR_EMAIL", "tester@example.com" },
	{ "GIT_AUTHOR_DATE", "2026-01-02T03:04:05Z" },
	{ "GIT_COMMITTER_NAME", "A Tester" },
	{ "GIT_COMMITTER_EMAIL", "tester@example.com" },
	{ "GIT_COMMITTER_DATE", "2026-01-02T03:04:05Z" },
	{ "GIT_TERMINAL_PROMPT", "0" },
	{ "LC_ALL", "C" },
};

struct sandbox *sandbox_new(void)
{
	const char *below = getenv("TMPDIR");
	OWNED_STRING name =
	    must_format("%s/digestbump-test-XXXXXX", below && *below ? below : "/tmp");
	struct sandbox *sandbox = must_alloc(sizeof(*sandbox));

	assert_non_null(mkdtemp(name));
	sandbox->top = realpath(name, NULL);
	assert_non_null(sandbox->top);
	return sandbox;
}

static int remove_one(const char *path, const struct stat *status, int type, struct FTW *where)
{
	(void)status;
	(void)type;
	(void)where;
	return remove(path);
}

void sandbox_free(struct sandbox *sandbox)
{
	if (!sandbox)
		return;
	nftw(sandbox->top, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	free(sandbox->top);
	free(sandbox);
}

char *sandbox_path(const struct sandbox *sandbox, const char *path)
{
	return must_format("%s/%s", sandbox->top, path);
}

/* Gives the absolute path after making the directories above it. */
static char *place(const struct sandbox *sandbox, const char *path)
{
	char *full = sandbox_path(sandbox, path);
	char *slash = strrchr(full, '/');

	*slash = '\0';
	assert_fine(file_make_directories(full));
	*slash = '/';
	return full;
}

void sandbox_write(const struct sandbox *sandbox, const char *path, const char *content)
{
	sandbox_write_bytes(sandbox, path, slice_of(content));
}

void sandbox_write_bytes(const struct sandbox *sandbox, const char *path, struct slice bytes)
{
	OWNED_STRING full = place(sandbox, path);
	FILE *file = fopen(full, "wb");

	assert_non_null(file);
	assert_int_equal(fwrite(bytes.at, 1, bytes.size, file), bytes.size);
	assert_int_equal(fclose(file), 0);
}

struct text *sandbox_read(const struct sandbox *sandbox, const char *path)
{
	OWNED_STRING full = sandbox_path(sandbox, path);
	struct text *text = NULL;

	assert_fine(file_read(&text, AT_FDCWD, full, (size_t)1 << 30));
	return text;
}

void sandbox_link(const struct sandbox *sandbox, const char *path, const char *target)
{
	OWNED_STRING full = place(sandbox, path);

	assert_int_equal(symlink(target, full), 0);
}

/* The child's half. */
static void become_shell(const struct sandbox *sandbox, const char *line, int output)
{
	if (chdir(sandbox->top) < 0 || (output >= 0 && dup2(output, STDOUT_FILENO) < 0))
		_exit(126);
	for (size_t i = 0; i < sizeof(environment) / sizeof(*environment); i++)
		setenv(environment[i][0], environment[i][1], 1);
	setenv("HOME", sandbox->top, 1);
	execl("/bin/sh", "sh", "-c", line, (char *)NULL);
	_exit(127);
}

static int run(const struct sandbox *sandbox, const char *line, struct text *into)
{
	int ends[2] = { -1, -1 };
	int status = 0;
	char block[4096];

	assert_true(!into || pipe2(ends, O_CLOEXEC) == 0);
	pid_t child = fork();

	assert_true(child >= 0);
	if (child == 0)
		become_shell(sandbox, line, ends[1]);
	if (into) {
		close(ends[1]);
		for (ssize_t count; (count = read(ends[0], block, sizeof(block))) > 0;)
			text_add(into, block, (size_t)count);
		close(ends[0]);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static void must_be_zero(int status, const char *line)
{
	if (status)
		fail_msg("exit code %d of: %s", status, line);
}

void sandbox_shell(const struct sandbox *sandbox, const char *line)
{
	must_be_zero(run(sandbox, line, NULL), line);
}

int sandbox_status(const struct sandbox *sandbox, const char *line)
{
	return run(sandbox, line, NULL);
}

char *sandbox_output(const struct sandbox *sandbox, const char *line)
{
	struct text *output = text_new(0);

	must_be_zero(run(sandbox, line, output), line);
	return text_take(output);
}
