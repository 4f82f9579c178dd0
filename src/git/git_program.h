/* git_program.h - run the git program: no shell, no terminal, a time limit. */
#ifndef DIGESTBUMP_SRC_GIT_GIT_PROGRAM_H
#define DIGESTBUMP_SRC_GIT_GIT_PROGRAM_H

#include "repository.h"

/* Output and exit code of one run. */
struct git_result {
	struct text *output;       /* standard output */
	struct text *error_output; /* unfiltered: never shown, see remote_message.h */
	int code;                  /* its exit code; 128 and the signal's number when killed */
};

/* Gives what came of `git ARGUMENTS` on this repository. An exit code other
 * than 0 is no error here. ERROR_GIT: no program, or older than 2.30.
 * ERROR_NETWORK: silent for GIT_TIMEOUT_MS. ERROR_LIMIT: it wrote without end.
 * ERROR_STOPPED. */
struct error *git_program_run(struct git_result **out, struct git *git,
			      const struct strings *arguments) MUST_CHECK;

/* The same with further environment variables, "NAME=value". */
struct error *git_program_run_with(struct git_result **out, struct git *git,
				   const struct strings *arguments, const struct strings *variables)
    MUST_CHECK;

/* The same for questions to a remote: an exit code other than 0 is an error, of
 * the kind that its error output tells. */
struct error *git_program_run_remote(struct git_result **out, struct git *git,
				     const struct strings *arguments, const char *remote)
    MUST_CHECK;

/* Gives the options of a list that ends with NULL. */
struct strings *argument_list(const char *const *options) MUST_CHECK;

void git_result_free(struct git_result *result); /* NULL is fine */
DEFINE_OWNED(git_result)

#endif
