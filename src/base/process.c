#include "process_spawn.h"
#include <digestbump/base/memory.h>
#include <digestbump/base/process.h>
#include <digestbump/base/time.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
	/* Polling interval, to notice a signal, or a process that has exited while its
	 * daemon child keeps the pipes open (ssh ControlPersist, git credential-cache). */
	LOOK_MS = 50,

	/* The same when both pipes are closed: it will exit soon. */
	LOOK_CLOSED_MS = 2,

	BLOCK_BYTES = 64 * 1024,

	NOT_RUN = 127, /* POSIX' exit code of a process whose program was not found */
};

struct process {
	struct process_options options;
	pid_t pid;
	int pipes[2]; /* our ends of its standard output and error; -1: closed */
	struct text *into[2];
	int64_t started_ms;
	int64_t last_output_ms;
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

/* The input fits into the pipe buffer: the write does not block, and there is no SIGPIPE
 * when the process does not read it. */
static int open_input(int *theirs, const char *input)
{
	int ends[2];
	size_t size = input ? strlen(input) : 0;

	if (!input)
		return 0;
	if (size > PROCESS_INPUT_MOST)
		return E2BIG;
	if (pipe2(ends, O_CLOEXEC) < 0)
		return errno;
	*theirs = ends[0];
	ssize_t written = write(ends[1], input, size);

	close(ends[1]);
	return written == (ssize_t)size ? 0 : EIO;
}

static int open_and_spawn(struct process *process, int *theirs)
{
	int code = open_outputs(process->pipes, theirs + 1);

	if (!code)
		code = open_input(theirs, process->options.input);
	if (code)
		return code;
	char **arguments = vector_of(process->options.arguments);
	char **variables = vector_of(process->options.variables);

	code = process_spawn(&process->pid, theirs, arguments, variables);
	free(arguments);
	free(variables);
	return code;
}

struct error *process_start(struct process **out, const struct process_options *options)
{
	int theirs[3] = { -1, -1, -1 };
	struct process *process = must_alloc(sizeof(*process));

	*process = (struct process){ .options = *options,
				     .pid = -1,
				     .pipes = { -1, -1 },
				     .into = { options->output, options->error_output },
				     .started_ms = time_monotonic_ms() };
	process->last_output_ms = process->started_ms;
	int code = open_and_spawn(process, theirs);

	for (int i = 0; i < 3; i++)
		close_one(&theirs[i]);
	if (!code) {
		*out = process;
		return NULL;
	}
	process->is_over = true;
	process_free(process);
	return error_new(code == ENOENT ? ERROR_ABSENT : ERROR_FILE, "'%s' cannot be run: %s",
			 options->arguments->items[0], strerror(code));
}

/* Reads what is available. True when there was any output. */
static bool drain(struct process *process, int which)
{
	char block[BLOCK_BYTES];
	bool came = false;

	while (process->pipes[which] >= 0) {
		ssize_t count = read(process->pipes[which], block, sizeof(block));

		if (count < 0 && errno == EINTR)
			continue;
		if (count < 0 && errno == EAGAIN)
			break;
		if (count <= 0) {
			close_one(&process->pipes[which]);
			break;
		}
		text_add(process->into[which], block, (size_t)count);
		came = true;
		if (process->into[which]->over)
			break;
	}
	return came;
}

/* When our parent process set SIGCHLD to ignored, waitpid() fails with ECHILD: that
 * counts as a failed run. */
static void reap(struct process *process, int flags)
{
	pid_t ended = waitpid(process->pid, &process->status, flags);

	if (ended < 0 && errno == EINTR)
		return;
	if (ended < 0)
		process->status = 1 << 8;
	process->is_over = ended != 0;
}

static void end(struct process *process)
{
	int64_t until = time_monotonic_ms() + process->options.limits.kill_grace_ms;

	if (!process->is_over && process->options.limits.kill_grace_ms)
		kill(-process->pid, SIGTERM);
	while (!process->is_over && time_monotonic_ms() < until) {
		poll(NULL, 0, LOOK_MS);
		reap(process, WNOHANG);
	}
	kill(-process->pid, SIGKILL);
	while (!process->is_over)
		reap(process, 0);
}

/* Gives the error when a limit is exceeded; NULL: none is. */
static struct error *check_limits(const struct process *process)
{
	const struct process_limits *limits = &process->options.limits;
	int64_t now = time_monotonic_ms();

	for (int i = 0; i < 2; i++)
		if (process->into[i]->over)
			return error_new(ERROR_LIMIT, "it wrote more than %zu bytes",
					 process->into[i]->most);
	if (limits->stop && *limits->stop)
		return error_new(ERROR_STOPPED, "stopped by a signal");
	if (limits->idle_timeout_ms && now - process->last_output_ms > limits->idle_timeout_ms)
		return error_new(ERROR_NETWORK, "nothing heard for %d seconds",
				 limits->idle_timeout_ms / 1000);
	if (limits->timeout_ms && now - process->started_ms > limits->timeout_ms)
		return error_new(ERROR_NETWORK, "no end after %d seconds",
				 limits->timeout_ms / 1000);
	return NULL;
}

bool process_poll(struct process *process, int wait_ms)
{
	struct pollfd polls[2] = { { process->pipes[0], POLLIN, 0 },
				   { process->pipes[1], POLLIN, 0 } };
	bool is_open = process->pipes[0] >= 0 || process->pipes[1] >= 0;

	if (process->is_over)
		return true;
	poll(polls, 2, is_open || wait_ms < LOOK_CLOSED_MS ? wait_ms : LOOK_CLOSED_MS);
	/* Check for the exit before the last read, so that no output is missed. */
	reap(process, WNOHANG);
	bool output = drain(process, 0);
	bool error_output = drain(process, 1);

	if (output || error_output)
		process->last_output_ms = time_monotonic_ms();
	process->error = process->is_over && !process->into[0]->over && !process->into[1]->over
			     ? NULL
			     : check_limits(process);
	if (process->error)
		end(process);
	return process->is_over;
}

struct error *process_result(int *code, const struct process *process)
{
	if (process->error)
		return error_copy(process->error);
	int ended = WIFSIGNALED(process->status) ? 128 + WTERMSIG(process->status)
						 : WEXITSTATUS(process->status);

	/* Where vfork is a fork (valgrind, qemu), a missing program only shows here. */
	if (ended == NOT_RUN && !process->into[0]->size && !process->into[1]->size)
		return error_new(ERROR_ABSENT, "'%s' cannot be run",
				 process->options.arguments->items[0]);
	*code = ended;
	return NULL;
}

void process_free(struct process *process)
{
	if (!process)
		return;
	if (!process->is_over)
		end(process);
	close_one(&process->pipes[0]);
	close_one(&process->pipes[1]);
	error_free(process->error);
	free(process);
}

struct error *process_run(int *code, const struct process_options *options)
{
	OWNED(process) process = NULL;

	TRY(process_start(&process, options));
	while (!process_poll(process, LOOK_MS))
		;
	return process_result(code, process);
}
