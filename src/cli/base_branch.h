/* base_branch.h - find the commit that bot branches are based on.
 *
 * The remote's base branch, freshly fetched; without a remote the local
 * branch. --base overrides branches.base of the configuration, which overrides
 * the remote's HEAD (without a remote: the branch that HEAD names).
 */
#ifndef DIGESTBUMP_SRC_CLI_BASE_BRANCH_H
#define DIGESTBUMP_SRC_CLI_BASE_BRANCH_H

#include "workspace.h"

struct base_branch {
	char *remote; /* NULL: no remote */
	char *branch; /* "main" */
	char *commit;
	struct git_remote_refs *heads; /* the remote's branches; NULL: no remote */
};

/* Finds the base and reads the configuration from it. ERROR_USAGE: no such
 * branch or remote, no commit yet. */
struct error *base_branch_find(struct base_branch *out, struct workspace *workspace,
			       const struct invocation *invocation) MUST_CHECK;
/* True when the remote's HEAD points to it, or there is no remote. */
bool base_branch_is_default(const struct base_branch *base);
void base_branch_clear(struct base_branch *base); /* frees what it holds */

#endif
