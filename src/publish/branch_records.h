/* branch_records.h - record which branches were created, and for which digests.
 *
 * Kept in the ref refs/digestbump/branches on the remote (local with --no-push): a
 * commit whose message has a line for each branch. It distinguishes a branch that a
 * person deleted from one that never existed. Best effort: if the remote refuses the ref,
 * deleted branches are created again; there is no other effect.
 */
#ifndef DIGESTBUMP_SRC_PUBLISH_BRANCH_RECORDS_H
#define DIGESTBUMP_SRC_PUBLISH_BRANCH_RECORDS_H

#include "publish_run.h"

struct branch_record {
	char *name;
	char *updates; /* a digest of its Digestbump-Update trailers */
	char *base_branch;
	char *config; /* "-": the default one */
};

struct branch_records {
	char *seen; /* the ref's commit; NULL: there is no such ref */
	struct branch_record *items;
	size_t count;
};

/* Gives the records; empty when they cannot be read. */
struct branch_records *branch_records_load(const struct publish_target *target) MUST_CHECK;
void branch_records_free(struct branch_records *records); /* NULL is fine */
DEFINE_OWNED(branch_records)

/* True when a branch of this name was created for the updates in the message's trailers. */
bool branch_records_have(const struct branch_records *records, const char *name,
			 const char *message);

/* True when the record belongs to this run's base branch and configuration. */
bool branch_record_is_mine(const struct branch_record *record, const struct publish_target *target);

/* Writes the state after the run, unless it is recorded already. */
void branch_records_update(const struct publish_run *run);

#endif
