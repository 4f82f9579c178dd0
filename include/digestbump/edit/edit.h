/* edit.h - new bytes for files: only the digests change, and that is proved.
 *
 * Splices the new digests into the old bytes, then scans the result again and
 * demands the same pins with only the intended digests changed. Knows no file
 * format. Writes nothing by itself but through edit_write().
 */
#ifndef DIGESTBUMP_EDIT_EDIT_H
#define DIGESTBUMP_EDIT_EDIT_H

#include <digestbump/base/error.h>
#include <digestbump/base/text.h>
#include <digestbump/judge/judge.h>
#include <digestbump/scan/source.h>

/* One file before and after. */
struct edit {
	char *path;
	struct text *before;
	struct text *after;
};

struct edits {
	struct edit *items; /* sorted by path */
	size_t count;
};

/* Gives the edits that `verdicts` (all BUMP) ask for, on the files of source.
 * ERROR_CONFLICT: a file no longer holds the digest that was found in it.
 * ERROR_UNTRUSTED: the second scan disagrees; then nothing may be written. */
struct error *edit_make(struct edits **out, struct source *source,
			const struct verdict *const *verdicts, size_t count) MUST_CHECK;
void edits_free(struct edits *edits); /* NULL is fine */
DEFINE_OWNED(edits)

/* Replaces the files below `top` (a directory) one by one, each atomically. A
 * path that leads through a symbolic link out of top is refused. */
struct error *edit_write(const struct edits *edits, const char *top) MUST_CHECK;

#endif
