/* git_program.h - run the git program: no shell, no terminal, a time limit. */
#ifndef DIGESTBUMP_SRC_GIT_GIT_PROGRAM_H
#define DIGESTBUMP_SRC_GIT_GIT_PROGRAM_H

#include "repository.h"

/* Output and exit code of one run. */
struct git_result {
	struct text *output; /* standard output */
	struct text
	    *error_output; /* unfiltered, may hold secrets: never print it, see remote_message.h */
	int code;          /* its exit code; 128 and the signal's number when killed */
};

/* Gives the result of `git ARGUMENTS` on this repository. An exit code other
 * than 0 is not an error here. ERROR_GIT: git is not installed, or older than 2.30.
 * ERROR_NETWORK: no output for GIT_TIMEOUT_MS. ERROR_LIMIT: its output is too large.
 * ERROR_STOPPED. */
struct error *git_program_run(struct git_result **out, struct git *git,
			      const struct strings *arguments) MUST_CHECK;

/* The same with additional environment variables, "NAME=value". */
struct error *git_program_run_with(struct git_result **out, struct git *git,
				   const struct strings *arguments, const struct strings *variables)
    MUST_CHECK;

/* The same for commands that contact a remote: an exit code other than 0 is an error,
 * of the kind that git's standard error indicates. */
struct error *git_program_run_remote(struct git_result **out, struct git *git,
				     const struct strings *arguments, const char *remote)
    MUST_CHECK;

/* Gives a copy of an option list that ends with NULL. */
struct strings *argument_list(const char *const *options) MUST_CHECK;

void git_result_free(struct git_result *result); /* NULL is fine */
DEFINE_OWNED(git_result)

#endif
