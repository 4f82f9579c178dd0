/* run.h - the stages in a row, for `run` and `check`. */
#ifndef DIGESTBUMP_SRC_CLI_RUN_H
#define DIGESTBUMP_SRC_CLI_RUN_H

#include "run_state.h"

/* On the work tree as it lies there: a dry run, or with --write the edited files.
 * Fills *run, prints the report. read_only: the cache is not written either. */
struct error *run_work_tree(struct run *run, bool read_only) MUST_CHECK;

#endif
