/* run.h - all stages in sequence, for `run` and `check`. */
#ifndef DIGESTBUMP_SRC_CLI_RUN_H
#define DIGESTBUMP_SRC_CLI_RUN_H

#include "run_state.h"

/* Runs on the files of the work tree: a dry run, or with --write edits the files.
 * Fills *run, prints the report. looks_only: writes only the cache of manifests. */
struct error *run_work_tree(struct run *run, bool looks_only) MUST_CHECK;

#endif
