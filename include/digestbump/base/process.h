/* process.h - runs a child process: input, output, limits and exit code.
 *
 * Runs programs without a shell, each in its own session: it has no terminal to
 * prompt on, and is killed together with its children. Used for git and for
 * docker credential helpers.
 */
#ifndef DIGESTBUMP_BASE_PROCESS_H
#define DIGESTBUMP_BASE_PROCESS_H

#include <digestbump/base/error.h>
#include <digestbump/base/strings.h>
#include <digestbump/base/text.h>
#include <stdatomic.h>

enum { PROCESS_INPUT_MOST = 4096 }; /* PIPE_BUF: fits into the pipe without a reader */

struct process_limits {
	const atomic_int *stop; /* may be NULL */
	int idle_timeout_ms;    /* without output on either stream; 0: no limit */
	int timeout_ms;         /* from its start to its end; 0: no limit */
	int kill_grace_ms;      /* between SIGTERM and SIGKILL; 0: SIGKILL at once */
};

/* What to run. All borrowed until process_free(). */
struct process_options {
	const struct strings *arguments; /* the program first; without '/' looked up in PATH */
	const struct strings *variables; /* its environment */
	const char *input;               /* up to PROCESS_INPUT_MOST bytes; NULL: none */
	struct text *output;             /* output is appended, up to the limit of each text */
	struct text *error_output;
	struct process_limits limits;
};

struct process; /* a process that was started */

/* Starts the program. ERROR_ABSENT: not found. ERROR_FILE: it cannot be run. */
struct error *process_start(struct process **out, const struct process_options *options) MUST_CHECK;

/* Reads its output and enforces its limits; waits at most `wait_ms` milliseconds
 * (0: does not wait). True when the process has exited or was killed; then call
 * process_result(). */
bool process_poll(struct process *process, int wait_ms);

/* Sets *code to its exit code, or to 128 and the number of the signal that
 * killed it. Call it only after process_poll() returned true.
 * ERROR_ABSENT: program not found. ERROR_NETWORK: a time-out. ERROR_LIMIT: too much
 * output. ERROR_STOPPED: `stop` was set. The process has ended in all cases. */
struct error *process_result(int *code, const struct process *process) MUST_CHECK;

/* Kills the process when it still runs. NULL is fine. */
void process_free(struct process *process);
DEFINE_OWNED(process)

/* Starts, waits, gives the result and frees; errors as above. */
struct error *process_run(int *code, const struct process_options *options) MUST_CHECK;

#endif
