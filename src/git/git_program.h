/* git_program.h - running the git program: no shell, no terminal, no endless wait. */
#ifndef DIGESTBUMP_SRC_GIT_GIT_PROGRAM_H
#define DIGESTBUMP_SRC_GIT_GIT_PROGRAM_H

#include "repository.h"

/* What a run of it left behind. */
struct outcome {
	struct text *output; /* standard output */
	struct text *words;  /* standard error, as it came: never to be shown (words.h) */
	int code;            /* its exit code; 128 and the signal's number when killed */
};

/* Gives what came of `git ARGUMENTS` on this repository. An exit code other
 * than 0 is no error here. ERROR_GIT: no program, or older than 2.30.
 * ERROR_NETWORK: silent for GIT_TIMEOUT_MS. ERROR_LIMIT: it wrote without end.
 * ERROR_STOPPED. */
struct error *program_run(struct outcome **out, struct git *git, const struct strings *arguments)
    MUST_CHECK;

/* The same for questions to a remote: an exit code other than 0 is an error, of
 * the kind that the program's words tell. */
struct error *program_ask(struct outcome **out, struct git *git, const struct strings *arguments,
			  const char *remote) MUST_CHECK;

/* Gives a list of words that ends with NULL. */
struct strings *program_words(const char *const *words) MUST_CHECK;

void outcome_free(struct outcome *outcome); /* NULL is fine */
DEFINE_OWNED(outcome)

#endif
