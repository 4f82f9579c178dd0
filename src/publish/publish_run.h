/* publish_run.h - what one run of publish knows, for the files of this room only. */
#ifndef DIGESTBUMP_SRC_PUBLISH_PUBLISH_RUN_H
#define DIGESTBUMP_SRC_PUBLISH_PUBLISH_RUN_H

#include "existing_branches.h"

struct work {
	const struct publish_target *target;
	const struct publish_input *input;
	struct branches *branches;
	struct publication *publication;
	size_t open; /* bot branches that will be there, for branches.limit */
};

/* Looks at every bot branch that no bump wants any more, and adds an item for
 * each one that is to be deleted or holds a human's commit. */
struct error *retire_branches(struct work *work) MUST_CHECK;

/* Decides what becomes of one bump, and makes its commit where one is needed.
 * Only ERROR_STOPPED is given back; other failures are the item's. */
struct error *prepare_bump(struct work *work, struct published *item) MUST_CHECK;

/* Moves the refs, on the remote or here, of all items that are CREATED, UPDATED
 * or DELETED so far, and corrects their states by what came of it. */
void deliver(struct work *work);

/* Sets what a branch's tip is, and whose. */
struct error *look_at(struct git_commit_info **tip, enum branch_owner *whose, struct git *git,
		      const char *oid) MUST_CHECK;

/* The item failed. Takes error. */
void fail_item(struct published *item, struct error *error);

#endif
