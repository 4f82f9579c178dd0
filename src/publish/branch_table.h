/* branch_table.h - what to do with a branch: (current state, wanted state) -> action. */
#ifndef DIGESTBUMP_SRC_PUBLISH_BRANCH_TABLE_H
#define DIGESTBUMP_SRC_PUBLISH_BRANCH_TABLE_H

#include <digestbump/publish/publish.h>

/* The current state of a branch name, on the remote or locally. */
enum branch_standing {
	STANDS_NOTHING,
	STANDS_TOMBSTONE,  /* none; a person deleted it, which was for the digests wanted now */
	STANDS_CURRENT,    /* ours, as this run would make it */
	STANDS_OUTDATED,   /* ours, other parent, tree or updates */
	STANDS_SUPERSEDED, /* ours, its updates are on another planned branch now */
	STANDS_HUMAN,      /* ours, changed by a person */
	STANDS_FOREIGN,    /* not ours */
	BRANCH_STANDINGS,
};

/* What this run wants of the branch. */
enum branch_wish {
	WANTED_BUMP,
	WANTED_LATER, /* needed, but not now: failed, held, absent, or a file was not read */
	WANTED_NOT,
	WANTED_ELSEWHERE, /* it was made for another base branch or configuration */
	BRANCH_WISHES,
};

enum branch_action {
	ACTION_NONE,   /* impossible combination */
	ACTION_LEAVE,  /* do nothing, report nothing */
	ACTION_CREATE, /* unless the limit is reached or another ref's name conflicts */
	ACTION_UPDATE,
	ACTION_DELETE,
	ACTION_SAY, /* do nothing; report the state */
	ACTION_REFUSE,
	BRANCH_ACTIONS,
};

struct branch_rule {
	enum branch_action action;
	enum branch_state state; /* to report; not with NONE and LEAVE */
	const char *reason;      /* why, for users; NULL: the state needs none */
};

/* The rule for a branch of this standing with this wish. Borrowed. */
const struct branch_rule *branch_rule(enum branch_standing standing, enum branch_wish wish);

#endif
