/* tree.h - a tree of files: a directory, a git work tree, or a commit.
 *
 * Lists paths and reads bytes; writes nothing. Paths are relative to the top,
 * with '/' between parts, never with "..". No symbolic link is followed below
 * the top. FIFOs, sockets and devices are no files. What is in .git is never
 * listed.
 */
#ifndef DIGESTBUMP_TREE_TREE_H
#define DIGESTBUMP_TREE_TREE_H

#include <digestbump/base/error.h>
#include <digestbump/base/strings.h>
#include <digestbump/base/text.h>
#include <digestbump/git/git.h>
#include <signal.h>

struct source;

/* Gives a plain directory: every file below it. Repositories inside of it are
 * walked, unless it is one itself: then they are others' (submodules). A path
 * that is a file gives a tree of this one file, as if its directory had been
 * named. ERROR_ABSENT, ERROR_FILE. */
struct error *source_directory(struct source **out, const char *path) MUST_CHECK;

/* Gives the work tree of git: tracked files and untracked ones that are not
 * ignored; no submodules and no repositories inside of it. `below`: only this
 * directory or file, as a path from the top (""/NULL: all); a file that is
 * named so is listed even when it is ignored. Borrows git. ERROR_ABSENT: no
 * such directory or file. ERROR_USAGE: a bare repository. */
struct error *source_work_tree(struct source **out, struct git *git, const char *below) MUST_CHECK;

/* Gives the files of a commit (its object id); no submodules. `below` as above,
 * but ERROR_ABSENT comes from source_list(). Borrows git. */
struct error *source_commit(struct source **out, struct git *git, const char *commit,
			    const char *below) MUST_CHECK;

/* Gives `base` with some files replaced by other bytes: how an edit looks
 * before it is written. Lists only the replaced files. Borrows base (NULL: an
 * empty tree); copies paths and bytes as they are added. */
struct source *source_overlay(struct source *base) MUST_CHECK;
void source_overlay_set(struct source *overlay, const char *path, struct slice bytes);

void source_free(struct source *source); /* NULL is fine */
DEFINE_OWNED(source)

/* Called per file and link: does the caller want to have it? */
typedef bool source_want(void *data, const char *path);

/* Who is told what a tree holds while it is listed, from one thread. */
struct source_visitor {
	void *data;
	source_want *want;

	/* Called per regular file that is wanted, in any order, each once; an error
	 * ends the listing. Borrows path. */
	struct error *(*take)(void *data, const char *path);

	const volatile sig_atomic_t *stop; /* set: ERROR_STOPPED; may be NULL */
};

/* What a tree holds besides. All lists are sorted bytewise. */
struct source_files {
	struct strings paths;      /* wanted regular files, of source_list() only */
	struct strings links;      /* symbolic links that were wanted, by their own name */
	struct strings specials;   /* FIFOs, sockets and devices that were wanted: never opened */
	struct strings unreadable; /* directories that could not be listed; the rest was */
	size_t seen; /* regular files met, wanted or not; in a work tree also ignored ones, unless
			their whole directory is */
};
void source_files_free(struct source_files *files); /* NULL is fine */
DEFINE_OWNED(source_files)

/* Shows the tree to the visitor. Keeps none of its files: memory does not grow
 * with the tree. */
struct error *source_visit(struct source_files **out, struct source *source,
			   const struct source_visitor *visitor) MUST_CHECK;

/* Gives what is in the tree. */
struct error *source_list(struct source_files **out, struct source *source, source_want *want,
			  void *data) MUST_CHECK;

/* True when a listing meets a regular file or link at `path`. A commit knows of those
 * only that the last visitor wanted. Not while a listing is under way. */
bool source_has(struct source *source, const char *path);

/* Gives a file's bytes, FILE_BYTES_MOST at the most. Safe to call from several
 * threads at once. ERROR_ABSENT, ERROR_FILE (also for links), ERROR_LIMIT. */
struct error *source_read(struct text **out, struct source *source, const char *path) MUST_CHECK;

/* The same, in place of what `into` held: for one buffer and many files. */
struct error *source_read_into(struct text *into, struct source *source, const char *path)
    MUST_CHECK;

/* Gives where a symbolic link points, as it is written there. Safe to call from
 * several threads at once. */
struct error *source_link(char **target, struct source *source, const char *path) MUST_CHECK;

#endif
