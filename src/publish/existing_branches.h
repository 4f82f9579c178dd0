/* existing_branches.h - what stands where bot branches go: on the remote, or here. */
#ifndef DIGESTBUMP_SRC_PUBLISH_EXISTING_BRANCHES_H
#define DIGESTBUMP_SRC_PUBLISH_EXISTING_BRANCHES_H

#include <digestbump/publish/publish.h>

struct branch {
	char *ref; /* "refs/heads/digestbump/..." */
	char *tip; /* its commit, which is here now */
};

struct branches {
	struct strings others; /* every other branch: their names may be in the way */
	struct branch *items;  /* those under the prefix but the base, sorted */
	size_t count;
};

/* Gives what the remote has (listed and fetched once), or what is here when
 * nothing shall be pushed. */
struct error *branches_find(struct branches **out, const struct publish_target *target,
			    const char *prefix) MUST_CHECK;
void branches_free(struct branches *branches); /* NULL is fine */
DEFINE_OWNED(branches)

/* The branch with this ref, or NULL. */
const struct branch *branches_get(const struct branches *branches, const char *ref);

/* A branch whose name keeps `ref` from being made, or NULL. */
const char *branches_in_way(const struct branches *branches, const char *ref);

#endif
