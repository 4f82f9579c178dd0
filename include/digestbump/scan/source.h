/* source.h - a tree of files: a directory, a git work tree, or a commit.
 *
 * Lists paths and reads bytes; writes nothing. Paths are relative to the top,
 * with '/' between parts, never with "..", never through a symbolic link out
 * of the tree.
 */
#ifndef DIGESTBUMP_SCAN_SOURCE_H
#define DIGESTBUMP_SCAN_SOURCE_H

#include <digestbump/base/error.h>
#include <digestbump/base/strings.h>
#include <digestbump/base/text.h>
#include <digestbump/git/git.h>

struct source;

/* Gives a plain directory: every file below it but those in .git. */
struct error *source_directory(struct source **out, const char *path) MUST_CHECK;

/* Gives the work tree of git: tracked files and untracked ones that are not
 * ignored. `below`: only this directory (""/NULL: all). Borrows git. */
struct error *source_work_tree(struct source **out, struct git *git, const char *below) MUST_CHECK;

/* Gives the files of a commit (its object id). Borrows git. */
struct error *source_commit(struct source **out, struct git *git, const char *commit,
			    const char *below) MUST_CHECK;

/* Gives `base` with some files replaced by other bytes: how an edit looks
 * before it is written. Lists only the replaced files. Borrows base; copies
 * paths and bytes as they are added. */
struct source *source_overlay(struct source *base) MUST_CHECK;
void source_overlay_set(struct source *overlay, const char *path, struct slice bytes);

void source_free(struct source *source); /* NULL is fine */
DEFINE_OWNED(source)

/* Called per file. `wanted` false means the path is only counted. */
typedef bool source_want(void *data, const char *path);

/* Gives the sorted paths of regular files that `want` says yes to, and counts
 * all that were seen. What cannot be listed (a directory without permission)
 * goes into `unreadable` and the rest goes on. */
struct error *source_list(struct strings **paths, size_t *seen, struct strings *unreadable,
			  struct source *source, source_want *want, void *data) MUST_CHECK;

/* Gives a file's bytes, FILE_BYTES_MOST at the most. Safe to call from several
 * threads at once. ERROR_ABSENT, ERROR_FILE, ERROR_LIMIT. */
struct error *source_read(struct text **out, struct source *source, const char *path) MUST_CHECK;

#endif
