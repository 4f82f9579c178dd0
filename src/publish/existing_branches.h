/* existing_branches.h - the branches that stand where bot branches go, and whose they are. */
#ifndef DIGESTBUMP_SRC_PUBLISH_EXISTING_BRANCHES_H
#define DIGESTBUMP_SRC_PUBLISH_EXISTING_BRANCHES_H

#include <digestbump/publish/publish.h>

enum branch_owner {
	OWNER_BOT,     /* our commit, and on top of it nothing but merges of the base branch and
			* commits of requests.ignore_authors */
	OWNER_HUMAN,   /* our commit, and somebody else changed it or added to it */
	OWNER_FOREIGN, /* no commit of ours */
};

struct existing_branch {
	char *ref; /* "refs/heads/digestbump/..." */
	char *tip; /* its commit, which is in the object database now */
	char *tip_tree;
	enum branch_owner owner;
	struct git_commit_info *commit; /* our commit on it; NULL: OWNER_FOREIGN */
	char *contained_base;           /* the newest commit of the base branch that is in it */
	bool is_mine; /* made for this base branch and configuration; false for OWNER_FOREIGN */
	struct error *error; /* why it could not be inspected; NULL: it could */
};

struct existing_branches {
	struct strings others;         /* every other ref: their names may be in the way */
	struct existing_branch *items; /* those under the prefix but the base, sorted */
	size_t count;
};

/* Gives what the remote has (listed and fetched once), or what is here when
 * nothing shall be pushed. */
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

/* A ref whose name keeps a branch of this name from being made, or NULL. */
const char *existing_branches_in_way(const struct existing_branches *branches, const char *name);

void existing_branch_clear(struct existing_branch *branch);

/* Finds our commit below branch->tip and says whose the branch is (branch_owner.c). */
struct error *branch_inspect(struct existing_branch *branch, const struct publish_target *target,
			     const struct config *config) MUST_CHECK;

#endif
