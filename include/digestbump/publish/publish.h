/* publish.h - bumps as branches on the remote, idempotently.
 *
 * Lists the remote's branches, decides by one table what to do with each branch
 * (src/publish/README.md shows it), and pushes with a lease: a commit that it has not
 * seen is never overwritten. A second run changes nothing and reports it. A run changes
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

/* The result for a branch. */
enum branch_state {
	STATE_CREATED,
	STATE_UPDATED,   /* was ours and out of date: the base branch or a digest changed */
	STATE_UNCHANGED, /* already is what this run would make */
	STATE_KEPT,      /* ours; could not be decided whether it is still needed */
	STATE_HUMAN,     /* a person changed it: not touched */
	STATE_DECLINED,  /* a person deleted it: not created again for the same digest */
	STATE_LIMITED,   /* branches.limit is reached */
	STATE_LOCAL,     /* created locally, not pushed: --no-push */
	STATE_FAILED,
	STATE_DELETED, /* ours; its bump is no longer needed */
};

struct published {
	const struct bump *bump; /* borrowed; NULL: no bump of this run is for the branch */
	char *branch;
	enum branch_state state;
	char *reason; /* why, for users; NULL: the state needs none */
	char *seen;   /* the branch's commit before; NULL: there was no branch */
	char *commit; /* the branch's commit now; NULL: none was made */
	bool pushed;
	struct error *error; /* with FAILED; with KEPT: a file that could not be read */
};

struct publication {
	struct published *items; /* bumps in their order, then other branches by name */
	size_t count;
	size_t human; /* branches changed by a person: branches.limit does not count them */
};

/* The repository and remote to publish to. */
struct publish_target {
	struct git *git;
	const char *remote;      /* NULL: no remote; branches are local */
	const char *base_branch; /* "main" */
	bool is_default_base;    /* the remote's HEAD points to base_branch */
	const char
	    *config_name; /* the configuration's name for the trailer; NULL: .digestbump.yaml */
	const char *base; /* the commit of base_branch that the tree reads */
	bool push;

	/* The remote's refs when the caller has listed them; NULL: list them. */
	const struct git_remote_refs *refs;
};

/* What to publish. All borrowed. */
struct publish_input {
	struct tree *tree; /* the files of the base commit */
	const struct plan *plan;
	const struct verdicts *verdicts;
	const struct skips *skips; /* files that were not read, or not completely */
	bool is_limited;           /* the run covers some images only: no other branch is deleted */
	const struct config *config;
	const struct identity *who;
	const struct context *context;
};

/* Gives the result for every bump and every other branch of ours; the result borrows the
 * plan for as long as it lives. A failed branch does not stop the others. A branch
 * is deleted only when every file that it changes was read and no pin there needs it.
 *
 * With a remote and `push`, these are the remote's branches; else local ones, which
 * are created, moved and deleted by the same rules, but never while checked out.
 * Everything is decided before the first ref is changed.
 *
 * A returned error means that no ref was changed: the remote cannot be reached, or
 * ERROR_STOPPED. */
struct error *publish_run(struct publication **out, const struct publish_target *target,
			  const struct publish_input *input) MUST_CHECK;
void publication_free(struct publication *publication); /* NULL is fine */
DEFINE_OWNED(publication)

/* "created", "updated", "unchanged" ... as in JSON. */
const char *branch_state_name(enum branch_state state);

/* Gives the table of branch states and actions as Markdown, for src/publish/README.md. */
char *branch_table_markdown(void) MUST_CHECK;

#endif
