/* work_limit.h - PATH... and --image: only some of the references are looked at. */
#ifndef DIGESTBUMP_SRC_CLI_WORK_LIMIT_H
#define DIGESTBUMP_SRC_CLI_WORK_LIMIT_H

#include "run_state.h"

/* Takes out of run->scan what the command line leaves out. ERROR_USAGE: a path that is
 * not there or not in the tree, or no image pattern. */
struct error *work_limit_apply(struct run *run) MUST_CHECK;

/* True when the command line limits the work. */
bool work_limit_is_given(const struct invocation *invocation);

#endif
