/* process.h - one process process, its input, its two outputs, and its end.
 *
 * Runs programs without a shell, each in a session of its own: it has no
 * terminal to ask on, and is ended with all its children. Knows nothing of what
 * they are: git's program and docker's credential helpers are run by it.
 */
#ifndef DIGESTBUMP_BASE_PROCESS_H
#define DIGESTBUMP_BASE_PROCESS_H

#include <digestbump/base/error.h>
#include <digestbump/base/strings.h>
#include <digestbump/base/text.h>
#include <stdatomic.h>

enum { PROCESS_INPUT_MOST = 4096 }; /* PIPE_BUF: goes into the pipe before anybody reads */

struct process_limits {
	const atomic_int *stop; /* may be NULL */
	int idle_timeout_ms;    /* without a byte on either output; 0: no limit */
	int timeout_ms;         /* from its start to its end; 0: no limit */
	int kill_grace_ms;      /* between the polite signal and the other one; 0: killed at once */
};

/* What to run. All borrowed until process_free(). */
struct process_options {
	const struct strings *arguments; /* the program first; without '/' sought in PATH */
	const struct strings *variables; /* its environment */
	const char *input;               /* up to PROCESS_INPUT_MOST bytes; NULL: none */
	struct text *output;             /* what it writes is added, up to their ceilings */
	struct text *error_output;
	struct process_limits limits;
};

struct process; /* a process that was started */

/* Starts it. ERROR_ABSENT: no such program. ERROR_FILE: it cannot be run. */
struct error *process_start(struct process **out, const struct process_options *options) MUST_CHECK;

/* Looks after it, for `wait_ms` milliseconds at the most (0: does not wait): reads
 * what it wrote and holds it to its limits. True when it has ended, or was
 * ended; then process_result() says how. */
bool process_poll(struct process *process, int wait_ms);

/* Sets *code to its exit code, or to 128 and the number of the signal that
 * killed it. Only when process_poll() was true.
 * ERROR_ABSENT: no such program. ERROR_NETWORK: silent or alive for too long.
 * ERROR_LIMIT: it wrote without end. ERROR_STOPPED. In all of these it is dead. */
struct error *process_result(int *code, const struct process *process) MUST_CHECK;

/* Ends it when it still runs. NULL is fine. */
void process_free(struct process *process);
DEFINE_OWNED(process)

/* All of these in a row. */
struct error *process_run(int *code, const struct process_options *options) MUST_CHECK;

#endif
