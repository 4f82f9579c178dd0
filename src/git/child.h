/* child.h - one child process, its two outputs, and its end. */
#ifndef DIGESTBUMP_GIT_CHILD_H
#define DIGESTBUMP_GIT_CHILD_H

#include <digestbump/base/context.h>
#include <digestbump/base/error.h>
#include <digestbump/base/strings.h>
#include <digestbump/base/text.h>

struct child_limits {
	const volatile sig_atomic_t *stop; /* may be NULL */
	int silence_ms;                    /* without a byte on either output */
};

/* Runs `arguments` (the first one is the program, sought in PATH) with the
 * environment `variables`, standard input empty, in a session of its own: it has
 * no terminal to ask on, and is ended with all its children. What it writes is
 * added to output and words, up to their ceilings. Sets *code to its exit code,
 * or to 128 and the number of the signal that killed it.
 * ERROR_ABSENT: no such program. ERROR_NETWORK: silent for too long.
 * ERROR_LIMIT: it wrote without end. ERROR_STOPPED. In all of these it is dead. */
struct error *child_run(int *code, struct text *output, struct text *words,
			const struct strings *arguments, const struct strings *variables,
			const struct child_limits *limits) MUST_CHECK;

#endif
