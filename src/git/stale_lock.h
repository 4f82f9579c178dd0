/* stale_lock.h - lock files that killed processes left on our own refs. */
#ifndef DIGESTBUMP_SRC_GIT_STALE_LOCK_H
#define DIGESTBUMP_SRC_GIT_STALE_LOCK_H

#include "repository.h"

/* Removes the locks below refs/digestbump/ that are older than REF_LOCK_AGE_S. Younger
 * ones may be in use; an operation that finds one fails with its path. */
void stale_locks_remove(struct git *git);

#endif
