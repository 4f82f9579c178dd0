/* remote_refs.h - what `git ls-remote --symref` prints. */
#ifndef DIGESTBUMP_SRC_GIT_REMOTE_REFS_H
#define DIGESTBUMP_SRC_GIT_REMOTE_REFS_H

#include <digestbump/base/text.h>
#include <digestbump/git/git.h>

/* Gives the branches with whole object names, and the branch of HEAD. Other
 * lines (refs whose names end alike, warnings of a proxy) are ignored. */
struct git_remote_refs *remote_refs_parse(struct slice output) MUST_CHECK;

#endif
