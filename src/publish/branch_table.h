/* branch_table.h - the life of a branch: what stands there x what is wanted -> what is done. */
#ifndef DIGESTBUMP_SRC_PUBLISH_BRANCH_TABLE_H
#define DIGESTBUMP_SRC_PUBLISH_BRANCH_TABLE_H

#include <digestbump/publish/publish.h>

/* What stands under a branch's name, on the remote or here. */
enum branch_standing {
	STANDS_NOTHING,
	STANDS_TOMBSTONE,  /* nothing; a human deleted it for the digests that are wanted now */
	STANDS_CURRENT,    /* ours, as this run would make it */
	STANDS_OUTDATED,   /* ours, other parent, tree or updates */
	STANDS_SUPERSEDED, /* ours, its updates are on another planned branch now */
	STANDS_HUMAN,      /* ours once, and somebody else changed it */
	STANDS_FOREIGN,    /* never ours */
	BRANCH_STANDINGS,
};

/* What this run wants of the branch. */
enum branch_wish {
	WANTED_BUMP,
	WANTED_LATER, /* wanted, but not now: failed, held, absent, a file that was not read */
	WANTED_NOT,
	WANTED_ELSEWHERE, /* it was made for another base branch or configuration */
	BRANCH_WISHES,
};

enum branch_action {
	ACTION_NONE,   /* this cannot be */
	ACTION_LEAVE,  /* nothing is done, nothing is said */
	ACTION_CREATE, /* unless the limit is reached or another branch's name is in the way */
	ACTION_UPDATE,
	ACTION_DELETE,
	ACTION_SAY, /* nothing is done; the state says why */
	ACTION_REFUSE,
	BRANCH_ACTIONS,
};

struct branch_rule {
	enum branch_action action;
	enum branch_state state; /* what is said; not with NONE and LEAVE */
	const char *reason;      /* why, for people; NULL: the state says it all */
};

const struct branch_rule *branch_rule(enum branch_standing standing, enum branch_wish wish);

#endif
