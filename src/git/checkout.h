/* checkout.h - which branches stand in somebody's work tree. */
#ifndef DIGESTBUMP_GIT_CHECKOUT_H
#define DIGESTBUMP_GIT_CHECKOUT_H

#include "handle.h"

/* ERROR_CONFLICT when a work tree, this one or a linked one, has the branch
 * checked out or is rebasing it: moving it there would show up as changes that
 * nobody made. */
struct error *checkout_refuse(struct git *git, const char *ref) MUST_CHECK;

#endif
