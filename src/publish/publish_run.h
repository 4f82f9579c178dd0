/* publish_run.h - the state of one publish run, for the files of this directory only. */
#ifndef DIGESTBUMP_SRC_PUBLISH_PUBLISH_RUN_H
#define DIGESTBUMP_SRC_PUBLISH_PUBLISH_RUN_H

#include "branch_table.h"
#include "existing_branches.h"

/* One branch name: planned, existing, or both. */
struct branch_case {
	struct published result;
	const struct existing_branch *existing; /* NULL: there is none */
	enum branch_standing standing;
	enum branch_wish wish;
	struct bump_commit *commit; /* of the bump, not stored yet; NULL: none is needed */
	struct strings successors;  /* with SUPERSEDED: the branches that replace it */
};

struct branch_records;

struct publish_run {
	const struct publish_target *target;
	const struct publish_input *input;
	struct existing_branches *branches;
	struct branch_records *records; /* of earlier runs */
	struct branch_case *cases;      /* bumps in their order, then other branches by name */
	size_t count;
	struct error *signing_error; /* why a commit could not be signed; NULL: none failed */
	size_t open; /* our branches that will exist after the run, for branches.limit */
};

/* Sets standing, wish and, where a commit must be pushed, commit, of a planned branch.
 * A bump that cannot be made sets the case's error. */
struct error *bump_branch_judge(struct branch_case *at, const struct publish_run *run) MUST_CHECK;

/* Sets standing, wish and reason of a branch that no bump of this run is for. */
struct error *other_branch_judge(struct branch_case *at, const struct publish_run *run) MUST_CHECK;

/* Gives the branch's name for a bump: the default one, or a different one for another
 * base branch or configuration. */
char *bump_branch_name(const struct publish_run *run, const char *id) MUST_CHECK;

/* Updates the refs, remote or local, of all cases that are CREATED, UPDATED or
 * DELETED so far, and sets their states by the result. */
void push_branches(struct publish_run *run);

/* Keeps a branch that is to be deleted when its successor does not exist: otherwise no
 * branch would have the bump. */
void check_successors(struct branch_case *at, const struct publish_run *run);

/* Marks the branch as failed. Takes error. */
void branch_case_fail(struct branch_case *at, struct error *error);

#endif
