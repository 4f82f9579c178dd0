/* run.h - what the stages of one run hand to one another. */
#ifndef DIGESTBUMP_SRC_CLI_RUN_H
#define DIGESTBUMP_SRC_CLI_RUN_H

#include "base_branch.h"
#include "resolver.h"
#include "workspace.h"
#include <digestbump/commit/commit.h>
#include <digestbump/report/report.h>

/* Filled from top to bottom; everything owned. */
struct run {
	const struct invocation *invocation;
	struct asking asking;
	struct world world;
	struct base base; /* only when branches are made */

	struct scan *scan;
	struct questions *questions;
	unsigned requests;
	struct verdicts *verdicts;
	struct plan *plan;
	struct edits *edits; /* only when files are edited or shown */
	struct identity *identity;
	struct publication *publication;

	struct trouble *troubles; /* told on standard error and in JSON */
	size_t trouble_count;
};

/* Adds a trouble. Takes error. */
void run_trouble(struct run *run, const char *subject, struct error *error);

/* Frees all that the run holds. */
void run_clear(struct run *run);

/* The edits of all bumps at once. A bump whose edits cannot be made, or not be
 * proved right, becomes a trouble and the others go on. */
struct error *run_edits(struct run *run) MUST_CHECK;

/* The report on standard output, and troubles on standard error. */
struct error *run_report(const struct run *run) MUST_CHECK;

#endif
