/* run_state.h - the data passed between the stages of one run. */
#ifndef DIGESTBUMP_SRC_CLI_RUN_STATE_H
#define DIGESTBUMP_SRC_CLI_RUN_STATE_H

#include "base_branch.h"
#include "journal_store.h"
#include "resolver.h"
#include "signature_policies.h"
#include "workspace.h"
#include <digestbump/commit/commit.h>
#include <digestbump/report/report.h>

/* Filled from top to bottom; everything owned. */
struct run {
	const struct invocation *invocation;
	bool lists_findings; /* with -q, lists what is outdated, dead, unpinned or of a single
				platform */
	struct signature_policies policies;
	struct journal_store journal;
	struct resolver resolver;
	struct workspace workspace;
	struct base_branch base_branch; /* only when branches are created */

	struct scan *scan;
	struct questions *questions;
	unsigned requests;
	struct verdicts *verdicts;
	struct plan *plan;
	struct edits *edits; /* only when files are edited or shown */
	struct identity *identity;
	struct publication *publication;

	struct run_error *errors; /* reported on standard error and in JSON */
	size_t error_count;
};

/* Adds an error to run->errors. Takes error. */
void run_add_error(struct run *run, const char *subject, struct error *error);

/* Frees everything in the run. */
void run_clear(struct run *run);

/* The edits of all bumps at once. A bump whose edits cannot be made or
 * verified becomes an error; the others continue. */
struct error *run_edits(struct run *run) MUST_CHECK;

/* True when a pin was not judged, a file not read, or something else failed: the exit
 * code is 1. */
bool run_has_failures(const struct run *run);

/* True when a policy held something. */
bool run_is_held(const struct run *run);

/* Prints the report on standard output and errors on standard error. */
struct error *run_report(const struct run *run) MUST_CHECK;

#endif
