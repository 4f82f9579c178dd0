/* run.h - the stages in a row, for `run` and `check`. */
#ifndef DIGESTBUMP_SRC_CLI_RUN_H
#define DIGESTBUMP_SRC_CLI_RUN_H

#include "run_state.h"

/* On the work tree as it lies there: a dry run, or with --write the edited files.
 * Fills *run, prints the report. looks_only: nothing is written but the cache of manifests. */
struct error *run_work_tree(struct run *run, bool looks_only) MUST_CHECK;

#endif
