#include "child.h"
#include <digestbump/base/memory.h>
#include <digestbump/base/time.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
	/* How often a child is looked after: a signal to us, a child that ended
	 * while a daemon it left behind keeps the pipes open (ssh ControlPersist,
	 * credential-cache). */
	LOOK_MS = 50,

	/* The same when both pipes are closed: its end is near. */
	LOOK_CLOSED_MS = 2,

	/* What a child gets to take its lock files away before it is killed. */
	GRACE_MS = 2000,

	BLOCK_BYTES = 64 * 1024,

	NOT_RUN = 127, /* POSIX' exit code of a child whose program was not found */
};

struct child {
	pid_t pid;
	int pipes[2]; /* our ends of its standard output and error; -1: closed */
	struct text *into[2];
	bool is_over;
	int status;
};

static void close_one(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

static char **vector_of(const struct strings *list)
{
	char **vector = must_alloc((list->count + 1) * sizeof(*vector));

	for (size_t i = 0; i < list->count; i++)
		vector[i] = list->items[i];
	return vector;
}

/* What our own process ignores or blocks must not reach git and ssh. */
static int set_attributes(posix_spawnattr_t *attributes)
{
	sigset_t none;
	sigset_t all;

	sigemptyset(&none);
	sigfillset(&all);
	int code = posix_spawnattr_setsigmask(attributes, &none);

	if (!code)
		code = posix_spawnattr_setsigdefault(attributes, &all);
	if (!code)
		code = posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETSIGMASK |
								POSIX_SPAWN_SETSIGDEF |
								POSIX_SPAWN_SETSID);
	return code;
}

static int set_actions(posix_spawn_file_actions_t *actions, const int *theirs)
{
	int code =
	    posix_spawn_file_actions_addopen(actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);

	if (!code)
		code = posix_spawn_file_actions_adddup2(actions, theirs[0], STDOUT_FILENO);
	if (!code)
		code = posix_spawn_file_actions_adddup2(actions, theirs[1], STDERR_FILENO);
	return code;
}

static int spawn(pid_t *pid, const int *theirs, char **arguments, char **variables)
{
	posix_spawnattr_t attributes;
	posix_spawn_file_actions_t actions;
	int code = posix_spawnattr_init(&attributes);

	if (code)
		return code;
	code = posix_spawn_file_actions_init(&actions);
	if (!code) {
		code = set_attributes(&attributes);
		if (!code)
			code = set_actions(&actions, theirs);
		if (!code)
			code = posix_spawnp(pid, arguments[0], &actions, &attributes, arguments,
					    variables);
		posix_spawn_file_actions_destroy(&actions);
	}
	posix_spawnattr_destroy(&attributes);
	return code;
}

static int open_pipes(int *ours, int *theirs)
{
	for (int i = 0; i < 2; i++) {
		int ends[2];

		if (pipe2(ends, O_CLOEXEC) < 0)
			return errno;
		ours[i] = ends[0];
		theirs[i] = ends[1];
		if (fcntl(ours[i], F_SETFL, O_NONBLOCK) < 0)
			return errno;
	}
	return 0;
}

static struct error *start(struct child *child, const struct strings *arguments,
			   const struct strings *variables)
{
	int theirs[2] = { -1, -1 };
	char **argument_vector = vector_of(arguments);
	char **variable_vector = vector_of(variables);
	int code = open_pipes(child->pipes, theirs);

	if (!code)
		code = spawn(&child->pid, theirs, argument_vector, variable_vector);
	free(argument_vector);
	free(variable_vector);
	close_one(&theirs[0]);
	close_one(&theirs[1]);
	if (!code)
		return NULL;
	return error_new(code == ENOENT ? ERROR_ABSENT : ERROR_GIT, "'%s' cannot be run: %s",
			 arguments->items[0], strerror(code));
}

/* True when something came. */
static bool drain(struct child *child, int which)
{
	char block[BLOCK_BYTES];
	bool came = false;

	while (child->pipes[which] >= 0) {
		ssize_t count = read(child->pipes[which], block, sizeof(block));

		if (count < 0 && errno == EINTR)
			continue;
		if (count < 0 && errno == EAGAIN)
			break;
		if (count <= 0) {
			close_one(&child->pipes[which]);
			break;
		}
		text_add(child->into[which], block, (size_t)count);
		came = true;
		if (child->into[which]->over)
			break;
	}
	return came;
}

/* A process without SIGCHLD (ignored by whoever started us) learns nothing of
 * its children's ends: ECHILD then counts as a failed run. */
static void look_after(struct child *child, int flags)
{
	pid_t ended = waitpid(child->pid, &child->status, flags);

	if (ended < 0 && errno == EINTR)
		return;
	if (ended < 0)
		child->status = 1 << 8;
	child->is_over = ended != 0;
}

static void end(struct child *child)
{
	int64_t until = time_monotonic_ms() + GRACE_MS;

	if (!child->is_over)
		kill(-child->pid, SIGTERM);
	while (!child->is_over && time_monotonic_ms() < until) {
		poll(NULL, 0, LOOK_MS);
		look_after(child, WNOHANG);
	}
	kill(-child->pid, SIGKILL);
	while (!child->is_over)
		look_after(child, 0);
}

static struct error *attend(struct child *child, const struct child_limits *limits)
{
	int64_t heard = time_monotonic_ms();

	while (!child->is_over) {
		struct pollfd polls[2] = { { child->pipes[0], POLLIN, 0 },
					   { child->pipes[1], POLLIN, 0 } };

		bool open = child->pipes[0] >= 0 || child->pipes[1] >= 0;

		poll(polls, 2, open ? LOOK_MS : LOOK_CLOSED_MS);
		/* First its end, then its last words: not the other way round. */
		look_after(child, WNOHANG);
		bool output = drain(child, 0);
		bool words = drain(child, 1);

		if (output || words)
			heard = time_monotonic_ms();
		if (child->into[0]->over || child->into[1]->over)
			return error_new(ERROR_LIMIT, "it wrote more than %zu bytes",
					 child->into[0]->most);
		if (limits->stop && *limits->stop)
			return error_new(ERROR_STOPPED, "stopped by a signal");
		if (time_monotonic_ms() - heard > limits->silence_ms)
			return error_new(ERROR_NETWORK, "nothing heard for %d seconds",
					 limits->silence_ms / 1000);
	}
	return NULL;
}

struct error *child_run(int *code, struct text *output, struct text *words,
			const struct strings *arguments, const struct strings *variables,
			const struct child_limits *limits)
{
	struct child child = { .pid = -1, .pipes = { -1, -1 }, .into = { output, words } };
	struct error *error = start(&child, arguments, variables);

	if (!error) {
		error = attend(&child, limits);
		if (error)
			end(&child);
	}
	close_one(&child.pipes[0]);
	close_one(&child.pipes[1]);
	if (error)
		return error;
	*code =
	    WIFSIGNALED(child.status) ? 128 + WTERMSIG(child.status) : WEXITSTATUS(child.status);
	/* Where vfork is a fork (valgrind, qemu), a missing program only shows here. */
	if (*code == NOT_RUN && !output->size && !words->size)
		return error_new(ERROR_ABSENT, "'%s' cannot be run", arguments->items[0]);
	return NULL;
}
