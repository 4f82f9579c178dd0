#include <digestbump/base/memory.h>
#include <digestbump/base/process.h>
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

	BLOCK_BYTES = 64 * 1024,

	NOT_RUN = 127, /* POSIX' exit code of a child whose program was not found */
};

struct child {
	struct child_task task;
	pid_t pid;
	int pipes[2]; /* our ends of its standard output and error; -1: closed */
	struct text *into[2];
	int64_t started_ms;
	int64_t heard_ms;
	bool is_over;
	int status;
	struct error *error; /* why it was ended; NULL: it was not */
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

/* The child's ends: standard input, output and error. Where there is no input,
 * the first one is -1. */
static int set_actions(posix_spawn_file_actions_t *actions, const int *theirs)
{
	int code =
	    theirs[0] < 0
		? posix_spawn_file_actions_addopen(actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
		: posix_spawn_file_actions_adddup2(actions, theirs[0], STDIN_FILENO);

	if (!code)
		code = posix_spawn_file_actions_adddup2(actions, theirs[1], STDOUT_FILENO);
	if (!code)
		code = posix_spawn_file_actions_adddup2(actions, theirs[2], STDERR_FILENO);
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

static int open_outputs(int *ours, int *theirs)
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

/* So little that the pipe takes it whole before anybody reads: nobody waits, and
 * nobody is signalled when the child does not care to read. */
static int open_input(int *theirs, const char *input)
{
	int ends[2];
	size_t size = input ? strlen(input) : 0;

	if (!input)
		return 0;
	if (size > CHILD_INPUT_MOST)
		return E2BIG;
	if (pipe2(ends, O_CLOEXEC) < 0)
		return errno;
	*theirs = ends[0];
	ssize_t written = write(ends[1], input, size);

	close(ends[1]);
	return written == (ssize_t)size ? 0 : EIO;
}

static int open_and_spawn(struct child *child, int *theirs)
{
	int code = open_outputs(child->pipes, theirs + 1);

	if (!code)
		code = open_input(theirs, child->task.input);
	if (code)
		return code;
	char **arguments = vector_of(child->task.arguments);
	char **variables = vector_of(child->task.variables);

	code = spawn(&child->pid, theirs, arguments, variables);
	free(arguments);
	free(variables);
	return code;
}

struct error *child_start(struct child **out, const struct child_task *task)
{
	int theirs[3] = { -1, -1, -1 };
	struct child *child = must_alloc(sizeof(*child));

	*child = (struct child){ .task = *task,
				 .pid = -1,
				 .pipes = { -1, -1 },
				 .into = { task->output, task->words },
				 .started_ms = time_monotonic_ms() };
	child->heard_ms = child->started_ms;
	int code = open_and_spawn(child, theirs);

	for (int i = 0; i < 3; i++)
		close_one(&theirs[i]);
	if (!code) {
		*out = child;
		return NULL;
	}
	child->is_over = true;
	child_free(child);
	return error_new(code == ENOENT ? ERROR_ABSENT : ERROR_FILE, "'%s' cannot be run: %s",
			 task->arguments->items[0], strerror(code));
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
	int64_t until = time_monotonic_ms() + child->task.limits.grace_ms;

	if (!child->is_over && child->task.limits.grace_ms)
		kill(-child->pid, SIGTERM);
	while (!child->is_over && time_monotonic_ms() < until) {
		poll(NULL, 0, LOOK_MS);
		look_after(child, WNOHANG);
	}
	kill(-child->pid, SIGKILL);
	while (!child->is_over)
		look_after(child, 0);
}

/* Why it must not go on; NULL: it may. */
static struct error *find_fault(const struct child *child)
{
	const struct child_limits *limits = &child->task.limits;
	int64_t now = time_monotonic_ms();

	for (int i = 0; i < 2; i++)
		if (child->into[i]->over)
			return error_new(ERROR_LIMIT, "it wrote more than %zu bytes",
					 child->into[i]->most);
	if (limits->stop && *limits->stop)
		return error_new(ERROR_STOPPED, "stopped by a signal");
	if (limits->silence_ms && now - child->heard_ms > limits->silence_ms)
		return error_new(ERROR_NETWORK, "nothing heard for %d seconds",
				 limits->silence_ms / 1000);
	if (limits->whole_ms && now - child->started_ms > limits->whole_ms)
		return error_new(ERROR_NETWORK, "no end after %d seconds", limits->whole_ms / 1000);
	return NULL;
}

bool child_tend(struct child *child, int wait_ms)
{
	struct pollfd polls[2] = { { child->pipes[0], POLLIN, 0 }, { child->pipes[1], POLLIN, 0 } };
	bool is_open = child->pipes[0] >= 0 || child->pipes[1] >= 0;

	if (child->is_over)
		return true;
	poll(polls, 2, is_open || wait_ms < LOOK_CLOSED_MS ? wait_ms : LOOK_CLOSED_MS);
	/* First its end, then its last words: not the other way round. */
	look_after(child, WNOHANG);
	bool output = drain(child, 0);
	bool words = drain(child, 1);

	if (output || words)
		child->heard_ms = time_monotonic_ms();
	child->error = child->is_over && !child->into[0]->over && !child->into[1]->over
			   ? NULL
			   : find_fault(child);
	if (child->error)
		end(child);
	return child->is_over;
}

struct error *child_result(int *code, const struct child *child)
{
	if (child->error)
		return error_copy(child->error);
	int ended =
	    WIFSIGNALED(child->status) ? 128 + WTERMSIG(child->status) : WEXITSTATUS(child->status);

	/* Where vfork is a fork (valgrind, qemu), a missing program only shows here. */
	if (ended == NOT_RUN && !child->into[0]->size && !child->into[1]->size)
		return error_new(ERROR_ABSENT, "'%s' cannot be run",
				 child->task.arguments->items[0]);
	*code = ended;
	return NULL;
}

void child_free(struct child *child)
{
	if (!child)
		return;
	if (!child->is_over)
		end(child);
	close_one(&child->pipes[0]);
	close_one(&child->pipes[1]);
	error_free(child->error);
	free(child);
}

struct error *child_run(int *code, const struct child_task *task)
{
	OWNED(child) child = NULL;

	TRY(child_start(&child, task));
	while (!child_tend(child, LOOK_MS))
		;
	return child_result(code, child);
}
