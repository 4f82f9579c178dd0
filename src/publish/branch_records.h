/* branch_records.h - which branches were made, and for which digests.
 *
 * One ref of our own, refs/digestbump/branches, on the remote (or here with --no-push):
 * a commit whose message has a line for each branch. It tells a branch that
 * a human deleted from one that never was. Best effort: a remote that refuses the ref
 * makes deleted branches come back, and nothing else.
 */
#ifndef DIGESTBUMP_SRC_PUBLISH_BRANCH_RECORDS_H
#define DIGESTBUMP_SRC_PUBLISH_BRANCH_RECORDS_H

#include "publish_run.h"

struct branch_record {
	char *name;
	char *updates; /* a digest of its Digestbump-Update trailers */
	char *base_branch;
	char *config; /* "-": the usual one */
};

struct branch_records {
	char *seen; /* the commit that the ref was at; NULL: there is none */
	struct branch_record *items;
	size_t count;
};

/* Gives the records, or none where they cannot be read. */
struct branch_records *branch_records_load(const struct publish_target *target) MUST_CHECK;
void branch_records_free(struct branch_records *records); /* NULL is fine */
DEFINE_OWNED(branch_records)

/* True when a branch of this name was made for the updates that the message tells of. */
bool branch_records_have(const struct branch_records *records, const char *name,
			 const char *message);

/* True when the record is of this run's base branch and configuration. */
bool branch_record_is_mine(const struct branch_record *record, const struct publish_target *target);

/* Writes what is true after the run, unless that stands there already. */
void branch_records_update(const struct publish_run *run);

#endif
