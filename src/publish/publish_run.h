/* publish_run.h - what one run of publish knows, for the files of this room only. */
#ifndef DIGESTBUMP_SRC_PUBLISH_PUBLISH_RUN_H
#define DIGESTBUMP_SRC_PUBLISH_PUBLISH_RUN_H

#include "branch_table.h"
#include "existing_branches.h"

/* One name: planned, there already, or both. */
struct branch_case {
	struct published result;
	const struct existing_branch *existing; /* NULL: there is none */
	enum branch_standing standing;
	enum branch_wish wish;
	struct bump_commit *commit; /* of the bump, not stored yet; NULL: none is needed */
	struct strings successors;  /* with SUPERSEDED: the branches that took over */
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
	size_t open; /* bot branches of ours that will be there, for branches.limit */
};

/* Sets standing, wish and, where a commit must be pushed, commit, of a planned branch.
 * A bump that cannot be made is an error of the case. */
struct error *bump_branch_judge(struct branch_case *at, const struct publish_run *run) MUST_CHECK;

/* Sets standing, wish and reason of a branch that no bump of this run is for. */
struct error *other_branch_judge(struct branch_case *at, const struct publish_run *run) MUST_CHECK;

/* Gives the branch's name for a bump: the usual one, or one of its own for another
 * base branch or configuration. */
char *bump_branch_name(const struct publish_run *run, const char *id) MUST_CHECK;

/* Moves the refs, on the remote or here, of all cases that are CREATED, UPDATED or
 * DELETED so far, and corrects their states by what came of it. */
void push_branches(struct publish_run *run);

/* Keeps a branch that is to be deleted when what took over is not there: the bump would
 * be nowhere. */
void check_successors(struct branch_case *at, const struct publish_run *run);

/* The branch failed. Takes error. */
void branch_case_fail(struct branch_case *at, struct error *error);

#endif
