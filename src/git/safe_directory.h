/* safe_directory.h - whose repository this is (CVE-2022-24765). */
#ifndef DIGESTBUMP_SRC_GIT_SAFE_DIRECTORY_H
#define DIGESTBUMP_SRC_GIT_SAFE_DIRECTORY_H

#include "repository.h"

/* NULL when the repository belongs to this user, or to the user who ran sudo, or
 * safe.directory allows it: the rule of git. The text of ERROR_GIT says what to do. */
struct error *safe_directory_check(struct git *git) MUST_CHECK;

#endif
