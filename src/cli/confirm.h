/* confirm.h - ask before the first branches of a repository are pushed. */
#ifndef DIGESTBUMP_SRC_CLI_CONFIRM_H
#define DIGESTBUMP_SRC_CLI_CONFIRM_H

#include "run_state.h"

/* Sets *go_on. On a terminal, when the remote has no branch of ours yet, shows what would
 * be pushed and asks. With --yes, or without a terminal, sets *go_on to true. */
struct error *confirm_first_branches(bool *go_on, const struct run *run) MUST_CHECK;

#endif
