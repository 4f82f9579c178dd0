#include "stale_lock.h"
#include <digestbump/base/log.h>
#include <digestbump/base/memory.h>
#include <digestbump/limits.h>
#include <fts.h>
#include <sys/stat.h>
#include <unistd.h>

static bool is_stale(const FTSENT *entry, int64_t now)
{
	struct slice name = { entry->fts_name, entry->fts_namelen };

	return entry->fts_info == FTS_F && slice_ends(name, ".lock") &&
	       now - entry->fts_statp->st_mtime > REF_LOCK_AGE_S;
}

void stale_locks_remove(struct git *git)
{
	OWNED_STRING top = must_format("%srefs/digestbump", git->directory);
	char *tops[] = { top, NULL };
	FTS *walk = fts_open(tops, FTS_PHYSICAL | FTS_NOCHDIR, NULL);

	if (!walk)
		return;
	for (FTSENT *entry; (entry = fts_read(walk));) {
		if (!is_stale(entry, git->context->now) || unlink(entry->fts_path) < 0)
			continue;
		log_debug("removed the stale lock '%s'", entry->fts_path);
	}
	fts_close(walk);
}
