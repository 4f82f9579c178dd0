/* publish.h - bumps as branches on the remote, idempotently.
 *
 * Lists what the remote has, decides by one table what happens to each branch
 * (src/publish/README.md shows it), and pushes with a lease: what it has not seen
 * is never overwritten. A second run changes nothing and says so. A run touches
 * only the branches of its own base branch and configuration.
 */
#ifndef DIGESTBUMP_PUBLISH_PUBLISH_H
#define DIGESTBUMP_PUBLISH_PUBLISH_H

#include <digestbump/commit/commit.h>
#include <digestbump/config/config.h>
#include <digestbump/git/git.h>
#include <digestbump/plan/plan.h>
#include <digestbump/scan/pin.h>
#include <digestbump/tree/tree.h>

/* What became of a branch. */
enum branch_state {
	STATE_CREATED,
	STATE_UPDATED,   /* was ours and out of date: the base moved, or a newer digest came */
	STATE_UNCHANGED, /* is what this run would make */
	STATE_KEPT,      /* ours; whether it is still wanted could not be judged */
	STATE_HUMAN,     /* somebody else changed it: left alone */
	STATE_DECLINED,  /* a human deleted it: not made again for the same digest */
	STATE_LIMITED,   /* branches.limit is reached */
	STATE_LOCAL,     /* made here, not pushed: --no-push */
	STATE_FAILED,
	STATE_DELETED, /* ours; its bump is not wanted any more */
};

struct published {
	const struct bump *bump; /* borrowed; NULL: no bump of this run is for the branch */
	char *branch;
	enum branch_state state;
	char *reason; /* why, for people; NULL: the state says it all */
	char *seen;   /* the commit that the branch was at; NULL: there was none */
	char *commit; /* the commit that it is at now; NULL: none was made */
	bool pushed;
	struct error *error; /* with FAILED; with KEPT: a file that could not be read */
};

struct publication {
	struct published *items; /* bumps in their order, then other branches by name */
	size_t count;
	size_t human; /* branches that somebody else changed: branches.limit does not count them */
};

/* Where the branches go. */
struct publish_target {
	struct git *git;
	const char *remote;      /* NULL: no remote; branches are made here */
	const char *base_branch; /* "main" */
	bool is_default_base;    /* the remote's HEAD points to base_branch */
	const char *config_name; /* which configuration, in a trailer; NULL: .digestbump.yaml */
	const char *base;        /* the commit of base_branch that the tree shows */
	bool push;

	/* The remote's refs as somebody has just listed them; NULL: list them. */
	const struct git_remote_refs *refs;
};

/* What is to be published. All borrowed. */
struct publish_input {
	struct tree *tree; /* the files of the base commit */
	const struct plan *plan;
	const struct verdicts *verdicts;
	const struct skips *skips; /* files that were not read, or not to their end */
	bool is_limited; /* the run looked at some images only: no other branch is deleted */
	const struct config *config;
	const struct identity *who;
	const struct context *context;
};

/* Gives what became of every bump and of every other branch of ours; borrows the plan
 * for as long as it lives. One branch that fails does not hinder the others. A branch
 * is deleted only when every file that it changes was read and no pin there needs it.
 *
 * With a remote and `push`, the branches are the remote's; else those here: they
 * are made, moved and deleted by the same rules, but never under a work tree.
 * Everything is decided before the first ref moves.
 *
 * A returned error means that no ref was moved: the remote cannot be reached, or
 * ERROR_STOPPED. */
struct error *publish_run(struct publication **out, const struct publish_target *target,
			  const struct publish_input *input) MUST_CHECK;
void publication_free(struct publication *publication); /* NULL is fine */
DEFINE_OWNED(publication)

/* "created", "updated", "unchanged" ... as in JSON. */
const char *branch_state_name(enum branch_state state);

/* Gives the table of a branch's life as Markdown, for src/publish/README.md. */
char *branch_table_markdown(void) MUST_CHECK;

#endif
