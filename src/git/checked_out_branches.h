/* checked_out_branches.h - which branches stand in somebody's work tree. */
#ifndef DIGESTBUMP_SRC_GIT_CHECKED_OUT_BRANCHES_H
#define DIGESTBUMP_SRC_GIT_CHECKED_OUT_BRANCHES_H

#include "repository.h"

/* ERROR_CONFLICT when a work tree, this one or a linked one, has the branch
 * checked out or is rebasing it: moving it there would show up as changes that
 * nobody made. */
struct error *refuse_checked_out(struct git *git, const char *ref) MUST_CHECK;

#endif
