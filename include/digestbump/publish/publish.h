/* publish.h - bumps as branches on the remote, idempotently.
 *
 * Looks at what the remote has, makes what is missing, brings up to date what
 * is stale, deletes what is no longer needed, and leaves alone what a human
 * touched. Never overwrites what it has not seen (lease). Run twice, the
 * second run does nothing and says so.
 */
#ifndef DIGESTBUMP_PUBLISH_PUBLISH_H
#define DIGESTBUMP_PUBLISH_PUBLISH_H

#include <digestbump/commit/commit.h>
#include <digestbump/config/config.h>
#include <digestbump/git/git.h>
#include <digestbump/plan/plan.h>
#include <digestbump/tree/tree.h>

/* What happened to a bump's branch. */
enum branch_state {
	STATE_CREATED,
	STATE_UPDATED,   /* was ours and stale: base moved, or a newer digest came */
	STATE_UNCHANGED, /* is what this run would make */
	STATE_HUMAN,     /* holds a human's commit: left alone */
	STATE_LIMITED,   /* branches.limit is reached */
	STATE_LOCAL,     /* made, not pushed: --no-push, or no remote */
	STATE_FAILED,
	STATE_DELETED, /* a bot branch whose bump is no longer needed */
};

struct published {
	const struct bump *bump; /* borrowed; NULL for DELETED and a HUMAN branch without a bump */
	char *branch;
	enum branch_state state;
	char *seen;   /* where the branch was before; NULL: nowhere */
	char *commit; /* NULL: none was made */
	bool pushed;
	struct error *error; /* with FAILED */
};

struct publication {
	struct published *items; /* bumps in their order, then deleted branches */
	size_t count;
};

/* Where the run stands and where it goes. */
struct publish_target {
	struct git *git;
	const char *remote;      /* NULL: no remote; branches are made here */
	const char *base_branch; /* "main" */
	const char *base;        /* the commit that the tree shows */
	bool push;

	/* The remote's branches as somebody has just listed them; NULL: list them. */
	const struct git_remote_refs *heads;
};

/* What is to be published. All borrowed. */
struct publish_input {
	struct tree *tree; /* the files of the base */
	const struct plan *plan;
	const struct verdicts *verdicts;
	const struct config *config;
	const struct identity *who;
	const struct context *context;
};

/* Gives what became of every bump; borrows the plan for as long as it lives. One
 * bump that fails does not hinder the others. `verdicts` tell which bot branches
 * are needed no longer: only those of whose images every pin was judged current,
 * ignored or unpinned, or which have no pin any more, are deleted.
 *
 * With a remote and `push`, the branches are the remote's; else those here: they
 * are made, moved and deleted by the same rules, but never under a work tree.
 * Everything is decided before the first ref moves, and all refs of a remote
 * move in one push.
 *
 * A returned error means that no ref was moved: the remote cannot be reached, or
 * ERROR_STOPPED. */
struct error *publish_run(struct publication **out, const struct publish_target *target,
			  const struct publish_input *input) MUST_CHECK;
void publication_free(struct publication *publication); /* NULL is fine */
DEFINE_OWNED(publication)

/* "created", "updated", "unchanged" ... as in JSON. */
const char *branch_state_name(enum branch_state state);

#endif
