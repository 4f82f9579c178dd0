/* tree.h - a tree of files: a directory, a git work tree, a commit, or an overlay of edits.
 *
 * Lists paths and reads bytes. Never writes. Paths are relative to the top of the
 * tree, use '/' and never contain "..". Symbolic links below the top are never
 * followed. FIFOs, sockets and devices are not files. The contents of .git are never
 * listed.
 */
#ifndef DIGESTBUMP_TREE_TREE_H
#define DIGESTBUMP_TREE_TREE_H

#include <digestbump/base/error.h>
#include <digestbump/base/strings.h>
#include <digestbump/base/text.h>
#include <digestbump/git/git.h>
#include <stdatomic.h>

struct tree;

/* Gives a plain directory with every file below it. Repositories inside it are
 * listed too, unless the directory is a repository itself: then they are submodules
 * and belong to somebody else. A `path` that is a file gives a tree of this one
 * file, whose top is the file's directory. ERROR_ABSENT, ERROR_FILE. */
struct error *tree_directory(struct tree **out, const char *path) MUST_CHECK;

/* Gives the work tree of git: tracked files, and untracked files that are not
 * ignored; no submodules and no nested repositories. `below`: only this directory
 * or file, as a path from the top (""/NULL: everything); a file named this way is
 * listed even when it is ignored. Borrows git. ERROR_ABSENT: no such directory or
 * file. ERROR_USAGE: a bare repository. */
struct error *tree_work_tree(struct tree **out, struct git *git, const char *below) MUST_CHECK;

/* Gives the files of a commit (its object id); no submodules. `below` as above,
 * but ERROR_ABSENT comes from tree_list(). Borrows git. */
struct error *tree_commit(struct tree **out, struct git *git, const char *commit, const char *below)
    MUST_CHECK;

/* Gives `base` with some files replaced by other bytes: what an edit looks like
 * before it is written. Lists only the replaced files, reads all files of base.
 * Borrows base (NULL: an empty tree); copies paths and bytes as they are set. */
struct tree *tree_overlay(struct tree *base) MUST_CHECK;
/* Replaces one file. */
void tree_overlay_set(struct tree *overlay, const char *path, struct slice bytes);

void tree_free(struct tree *tree); /* NULL is fine */
DEFINE_OWNED(tree)

/* Called for each file and link: true when the caller wants to have it. */
typedef bool tree_filter(void *data, const char *path);

/* Receives the files of a tree while it is listed, in the thread that lists. */
struct tree_visitor {
	void *data;
	tree_filter *wants;

	/* Called for each regular file that is wanted, in any order, each once; an error
	 * ends the listing. Borrows path. */
	struct error *(*visit)(void *data, const char *path);

	const atomic_int *stop; /* set: ERROR_STOPPED; may be NULL */
};

/* What a listing met. All lists are sorted bytewise. */
struct tree_files {
	struct strings paths;      /* wanted regular files; filled by tree_list() only */
	struct strings links;      /* wanted symbolic links, by their own path */
	struct strings specials;   /* wanted FIFOs, sockets and devices: never opened */
	struct strings unreadable; /* directories that could not be listed; the rest was */
	size_t seen; /* regular files met, wanted or not; in a work tree also ignored ones, unless
			their whole directory is */
};
void tree_files_free(struct tree_files *files); /* NULL is fine */
DEFINE_OWNED(tree_files)

/* Lists the tree to a visitor. Keeps no paths of regular files: memory does not grow
 * with the tree. Gives everything else that was met. */
struct error *tree_visit(struct tree_files **out, struct tree *tree,
			 const struct tree_visitor *visitor) MUST_CHECK;

/* Gives the files of the tree. */
struct error *tree_list(struct tree_files **out, struct tree *tree, tree_filter *wants, void *data)
    MUST_CHECK;

/* True when a listing meets a regular file or link at `path`. A commit knows only
 * what the last visitor wanted. Must not be called during a listing. */
bool tree_has(struct tree *tree, const char *path);

/* Gives a file's bytes, at most FILE_BYTES_MOST. Safe to call from several threads at
 * once. ERROR_ABSENT, ERROR_FILE (also for links), ERROR_LIMIT. */
struct error *tree_read(struct text **out, struct tree *tree, const char *path) MUST_CHECK;

/* The same, replacing what `into` held: one buffer for many files. */
struct error *tree_read_into(struct text *into, struct tree *tree, const char *path) MUST_CHECK;

/* Gives the target of a symbolic link, as it is written there. Safe to call from
 * several threads at once. */
struct error *tree_link(char **target, struct tree *tree, const char *path) MUST_CHECK;

#endif
