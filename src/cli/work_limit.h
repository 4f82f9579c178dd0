/* work_limit.h - PATH... and --image: limit a run to some references. */
#ifndef DIGESTBUMP_SRC_CLI_WORK_LIMIT_H
#define DIGESTBUMP_SRC_CLI_WORK_LIMIT_H

#include "run_state.h"

/* Removes from run->scan what the command line does not select. ERROR_USAGE: a path that
 * does not exist or is not in the tree, or an invalid image pattern. */
struct error *work_limit_apply(struct run *run) MUST_CHECK;

/* True when the command line limits the work. */
bool work_limit_is_given(const struct invocation *invocation);

#endif
