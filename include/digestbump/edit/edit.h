/* edit.h - new contents of files: only the digests change, and this is verified.
 *
 * Splices the new digests into the old bytes, then scans the result again and
 * requires the same pins with only the intended digests changed. Knows no file
 * format. Only edit_write() writes files.
 */
#ifndef DIGESTBUMP_EDIT_EDIT_H
#define DIGESTBUMP_EDIT_EDIT_H

#include <digestbump/base/error.h>
#include <digestbump/base/text.h>
#include <digestbump/judge/judge.h>
#include <digestbump/tree/tree.h>
#include <stdatomic.h>

/* One file before and after. */
struct edit {
	char *path;
	struct text *before;
	struct text *after;
	struct error *error; /* set by edit_write(): why this file was not written; else NULL */
};

struct edits {
	struct edit *items; /* sorted by path; each differs from before */
	size_t count;
};

/* Gives the edits that `verdicts` (all BUMP) ask for, on the files of tree.
 * A pin that already has the new text needs no edit. All or nothing:
 * ERROR_CONFLICT: a file no longer holds the digest that was found in it, or two
 * verdicts want different digests in one place. ERROR_UNSUPPORTED: a place that
 * cannot be edited, or bare hex digits of another algorithm. ERROR_UNTRUSTED:
 * the second scan differs, or a new digest is not valid; then nothing may be
 * written. */
struct error *edit_make(struct edits **out, struct tree *tree, const struct config *config,
			const struct verdict *const *verdicts, size_t count) MUST_CHECK;
void edits_free(struct edits *edits); /* NULL is fine */
DEFINE_OWNED(edits)

/* Replaces the files below `top` (a directory) one by one, each atomically, and
 * sets the error of each one that failed, which does not stop the others:
 * ERROR_CONFLICT: it changed since it was read. ERROR_ABSENT, ERROR_FILE: it
 * is gone, its path has a symbolic link, or it cannot be written. A returned
 * error means that no file was tried; or, ERROR_STOPPED, that *stop (which may be NULL)
 * was set between two files: its text says how many were written. */
struct error *edit_write(struct edits *edits, const char *top, const atomic_int *stop) MUST_CHECK;

#endif
