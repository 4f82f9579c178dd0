/* asking.h - the resolve stage with all that it needs, opened and closed. */
#ifndef DIGESTBUMP_CLI_ASKING_H
#define DIGESTBUMP_CLI_ASKING_H

#include "command.h"
#include <digestbump/config/config.h>
#include <digestbump/resolve/resolve.h>

/* Answers all questions, with the credentials of this environment, and sets
 * *requests to how many went out. Failures of single registries stand in the
 * questions; a returned error means that none was asked, or that a signal
 * ended it (ERROR_STOPPED). */
struct error *ask_all(unsigned *requests, struct questions *questions, const struct config *config,
		      const struct invocation *invocation) MUST_CHECK;

#endif
