/* existing_branches.h - the branches under the bot's prefix, and who owns each. */
#ifndef DIGESTBUMP_SRC_PUBLISH_EXISTING_BRANCHES_H
#define DIGESTBUMP_SRC_PUBLISH_EXISTING_BRANCHES_H

#include <digestbump/publish/publish.h>

enum branch_owner {
	OWNER_BOT,     /* our commit, and on top of it only merges of the base branch and
			* commits of requests.ignore_authors */
	OWNER_HUMAN,   /* our commit, changed or added to by a person */
	OWNER_FOREIGN, /* no commit of ours */
};

struct existing_branch {
	char *ref; /* "refs/heads/digestbump/..." */
	char *tip; /* its commit, which is in the object database now */
	char *tip_tree;
	enum branch_owner owner;
	struct git_commit_info *commit; /* our commit on it; NULL: OWNER_FOREIGN */
	char *contained_base;           /* the newest commit of the base branch that it contains */
	bool is_mine; /* made for this base branch and configuration; false for OWNER_FOREIGN */
	struct error *error; /* why it could not be inspected; NULL: it was */
};

struct existing_branches {
	struct strings others;         /* every other ref: their names may conflict */
	struct existing_branch *items; /* those under the prefix except the base, sorted */
	size_t count;
};

/* Gives the remote's branches (listed and fetched once), or the local ones when
 * nothing will be pushed. */
struct error *existing_branches_find(struct existing_branches **out,
				     const struct publish_target *target,
				     const struct config *config) MUST_CHECK;
void existing_branches_free(struct existing_branches *branches); /* NULL is fine */
DEFINE_OWNED(existing_branches)

/* "digestbump/...". Borrowed. */
const char *existing_branch_name(const struct existing_branch *branch);

/* The branch of this name ("digestbump/..."), or NULL. */
const struct existing_branch *existing_branches_get(const struct existing_branches *branches,
						    const char *name);

/* A ref whose name conflicts with a branch of this name, or NULL. */
const char *existing_branches_in_way(const struct existing_branches *branches, const char *name);

void existing_branch_clear(struct existing_branch *branch); /* frees what it holds */

/* Finds our commit at or below branch->tip and sets the owner (branch_owner.c). */
struct error *branch_inspect(struct existing_branch *branch, const struct publish_target *target,
			     const struct config *config) MUST_CHECK;

#endif
