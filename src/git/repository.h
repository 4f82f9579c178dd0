/* repository.h - what an open repository is, for the files of this room only. */
#ifndef DIGESTBUMP_SRC_GIT_REPOSITORY_H
#define DIGESTBUMP_SRC_GIT_REPOSITORY_H

#include <digestbump/git/git.h>
#include <git2.h>

struct packed_paths;

struct git {
	git_repository *repository;
	const struct context *context;
	char *directory;         /* the common one of linked worktrees, with its trailing '/' */
	bool libgit2_is_started; /* libgit2 counts initialisations */

	/* Paths of the index (or of HEAD); NULL: not read yet. */
	struct packed_paths *tracked;

	/* The root tree of the commit whose file was read last: usually many files of a commit are
	 * read, and libgit2 does not cache large trees. NULL: none yet. */
	git_tree *last_tree;
	git_oid last_commit;

	char *promisor_remote; /* the remote last fetched from, if this is a partial clone; else
				  NULL */

	bool git_version_is_checked; /* there is a git program, and it is new enough */
};

/* Gives libgit2's last failure in this thread, prefixed with the given text. The
 * kind is derived from the code: absent, conflict, or git. */
struct error *libgit2_error(int code, const char *format, ...) FORMAT_AT(2, 3) MUST_CHECK;

/* Sets *out from 40 hex digits. ERROR_USAGE: not an object id. */
struct error *oid_parse(git_oid *out, const char *hex) MUST_CHECK;

/* Gives 40 hex digits. */
char *oid_format(const git_oid *oid) MUST_CHECK;

/* True for a clone made with --filter: it has only the objects that were
 * needed so far, and libgit2 1.5 cannot fetch the others. */
bool is_partial_clone(struct git *git);

/* Gives a commit's tree. */
struct error *commit_root_tree(git_tree **out, struct git *git, const char *oid) MUST_CHECK;

/* Fetches one object from git->promisor. */
struct error *fetch_missing_object(struct git *git, const git_oid *id) MUST_CHECK;

/* Gives ERROR_ABSENT for an object of a commit that is missing locally, with what to
 * do about it (partial and shallow clones); other failures unchanged. */
struct error *missing_object_error(struct git *git, int code, const char *what) MUST_CHECK;

/* libgit2's own types, freed when they go out of scope. */
DEFINE_OWNED(git_blob)
DEFINE_OWNED(git_commit)
DEFINE_OWNED(git_config)
DEFINE_OWNED(git_diff)
DEFINE_OWNED(git_index)
DEFINE_OWNED(git_object)
DEFINE_OWNED(git_odb)
DEFINE_OWNED(git_reference)
DEFINE_OWNED(git_repository)
DEFINE_OWNED(git_signature)
DEFINE_OWNED(git_tree)
DEFINE_OWNED(git_tree_entry)

#endif
