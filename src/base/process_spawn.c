#include "process_spawn.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---- in the new process: only what signal handlers may call ---- */

/* What our own process ignores or blocks must not reach git and ssh. */
static void reset_signals(void)
{
	struct sigaction standard = { .sa_handler = SIG_DFL };
	sigset_t none;

	sigemptyset(&none);
	for (int number = 1; number < NSIG; number++)
		sigaction(number, &standard, NULL);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

static int connect_ends(const int *ends)
{
	int input = ends[0] < 0 ? open("/dev/null", O_RDONLY) : ends[0];

	if (input < 0 || dup2(input, STDIN_FILENO) < 0 || dup2(ends[1], STDOUT_FILENO) < 0 ||
	    dup2(ends[2], STDERR_FILENO) < 0)
		return errno;
	return 0;
}

/* Comes back only when the program cannot be run. */
static int become(const int *ends, char **arguments, char **variables, pid_t parent)
{
	int code = connect_ends(ends);

	if (code)
		return code;
	setsid();
	reset_signals();
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	/* Our process may have died before. */
	if (getppid() != parent)
		return ESRCH;
	execvpe(arguments[0], arguments, variables);
	return errno;
}

/* ---- in our own process ---- */

/* The pipe closes when the program runs; before that it tells why it does not. */
static int wait_for_start(int fd, pid_t pid)
{
	int code = 0;
	ssize_t size;

	do
		size = read(fd, &code, sizeof(code));
	while (size < 0 && errno == EINTR);
	if (size <= 0)
		return 0;
	while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
		;
	return code;
}

/* fork and not posix_spawn(), which cannot set PR_SET_PDEATHSIG. */
int process_spawn(pid_t *pid, const int *ends, char **arguments, char **variables)
{
	int report[2];
	pid_t parent = getpid();

	if (pipe2(report, O_CLOEXEC) < 0)
		return errno;
	pid_t child = fork();

	if (child == 0) {
		int code = become(ends, arguments, variables, parent);

		(void)!write(report[1], &code, sizeof(code));
		_exit(127);
	}
	int code = child < 0 ? errno : 0;

	close(report[1]);
	if (!code)
		code = wait_for_start(report[0], child);
	close(report[0]);
	if (!code)
		*pid = child;
	return code;
}
