/* signed_commit.h - signed commits, made by the git program. */
#ifndef DIGESTBUMP_SRC_GIT_SIGNED_COMMIT_H
#define DIGESTBUMP_SRC_GIT_SIGNED_COMMIT_H

#include "repository.h"

/* Stores a commit by `git commit-tree -S`: keys, agents and programs are those of the
 * user's git configuration. ERROR_GIT: signing failed, with git's message. */
struct error *signed_commit_write(char **oid, struct git *git,
				  const struct git_commit_content *content,
				  const struct git_identity *author,
				  const struct git_identity *committer) MUST_CHECK;

#endif
