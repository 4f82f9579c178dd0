/* resolver.h - the resolve stage with all that it needs, opened and closed.
 *
 * One per process: repositories that are looked at one after the other share
 * its answers, and so do other processes, by --export and --answers.
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
	struct answers *answers; /* NULL: nobody wants them kept */
	enum answers_use use;
	bool looks_only; /* nothing is written but the cache of what never changes */

	/* Who signed what: looked up once the questions are answered. NULL: nobody asks.
	 * Borrowed, as what follows. */
	struct trust *trust;
	/* Since when digests are there; NULL: nobody asks. */
	struct ages *ages;
	/* Asks for signatures beside those that pins need; NULL: none. */
	void (*ask_signatures)(void *data);
	void *ask_data;
};

/* Sets *out, and reads what --answers names. looks_only: only what was asked for
 * by name is written, and the cache of what never changes. Says on standard error
 * when the cache is not used. ERROR_USAGE: a file of answers cannot be read, or is none. */
struct error *resolver_open(struct resolver *out, const struct invocation *invocation,
			    bool looks_only) MUST_CHECK;
void resolver_close(struct resolver *resolver);

/* Gives where the cache is, by the XDG Base Directory Specification: a relative
 * path counts as none. NULL: nobody says. */
char *cache_directory(const struct context *context) MUST_CHECK;

/* Asks what the pins need to know (NULL: none), and the questions that are there
 * already, with the credentials of this environment, and sets *requests to how
 * many went out. Failures of single registries stand in the questions; a
 * returned error means that none was asked, or that a signal ended it
 * (ERROR_STOPPED). */
struct error *resolver_run(unsigned *requests, struct questions *questions, const struct pins *pins,
			   const struct config *config, const struct resolver *resolver) MUST_CHECK;

/* Writes the answers so far where --export says, if it says. ERROR_FILE. */
struct error *resolver_export(const struct resolver *resolver) MUST_CHECK;

#endif
