/* checked_out_branches.h - which branches are checked out in a work tree. */
#ifndef DIGESTBUMP_SRC_GIT_CHECKED_OUT_BRANCHES_H
#define DIGESTBUMP_SRC_GIT_CHECKED_OUT_BRANCHES_H

#include "repository.h"

/* ERROR_CONFLICT when a work tree, this one or a linked one, has the branch
 * checked out or is rebasing it: moving it would show up in that work tree as
 * changes that the user did not make. */
struct error *refuse_checked_out(struct git *git, const char *ref) MUST_CHECK;

#endif
