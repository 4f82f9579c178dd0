/* resolver.h - open, run and close the resolve stage with its dependencies.
 *
 * One per process: repositories that are processed one after the other share
 * its answers; other processes share them by --export and --answers.
 */
#ifndef DIGESTBUMP_SRC_CLI_RESOLVER_H
#define DIGESTBUMP_SRC_CLI_RESOLVER_H

#include "command.h"
#include <digestbump/config/config.h>
#include <digestbump/registry/registry.h>
#include <digestbump/resolve/resolve.h>
#include <digestbump/scan/pin.h>
#include <digestbump/trust/age.h>
#include <digestbump/trust/trust.h>

struct resolver {
	const struct invocation *invocation;
	struct answers *answers; /* NULL: not kept */
	enum answers_use use;
	bool looks_only; /* writes only the cache of immutable content */

	/* Signatures: looked up once the questions are answered. NULL: not needed.
	 * Borrowed, like the members below. */
	struct trust *trust;
	/* When digests were first seen; NULL: not needed. */
	struct ages *ages;
	/* Requests signatures in addition to those that pins need; NULL: none. */
	void (*ask_signatures)(void *data);
	void *ask_data;
};

/* Sets *out, and reads the files of --answers. looks_only: writes only files named on
 * the command line, and the cache of immutable content. Prints a note on standard error
 * when the cache is not used. ERROR_USAGE: a file of answers cannot be read or is not valid. */
struct error *resolver_open(struct resolver *out, const struct invocation *invocation,
			    bool looks_only) MUST_CHECK;
void resolver_close(struct resolver *resolver); /* frees what it holds */

/* Gives the cache directory by the XDG Base Directory Specification, which has relative
 * paths ignored. NULL: no variable names one. */
char *cache_directory(const struct context *context) MUST_CHECK;

/* Adds the questions of the pins (NULL: none) to the existing ones, answers them with
 * the credentials of this environment, and sets *requests to the number of requests
 * sent. Failures of single registries are stored in the questions; a
 * returned error means that nothing was sent, or that a signal ended the run
 * (ERROR_STOPPED). */
struct error *resolver_run(unsigned *requests, struct questions *questions, const struct pins *pins,
			   const struct config *config, const struct resolver *resolver) MUST_CHECK;

/* Writes the answers so far to the file of --export, if given. ERROR_FILE. */
struct error *resolver_export(const struct resolver *resolver) MUST_CHECK;

#endif
