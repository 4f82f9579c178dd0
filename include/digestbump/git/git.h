/* git.h - the repository: trees, blobs, commits, refs and remotes.
 *
 * The only user of libgit2 (objects, refs, ignore rules, configuration) and of
 * the `git` program (fetch, push, ls-remote: there the user's credentials,
 * proxies and ssh configuration work). Never touches a work tree, the index or
 * HEAD. Works in bare, linked-worktree, shallow, partial and sparse
 * repositories. Object ids are 40 hex digits throughout; SHA-256 repositories
 * are ERROR_UNSUPPORTED. libgit2 owns names like git_blob and git_commit: here
 * they are git_file_read() and struct git_commit_info.
 */
#ifndef DIGESTBUMP_GIT_GIT_H
#define DIGESTBUMP_GIT_GIT_H

#include <digestbump/base/context.h>
#include <digestbump/base/error.h>
#include <digestbump/base/strings.h>
#include <digestbump/base/text.h>
#include <stdbool.h>
#include <stdint.h>

enum { OID_HEX_SIZE = 40 };

struct git; /* an open repository; one handle per thread */

/* Gives the repository that `path` lies in. ERROR_ABSENT: none. ERROR_UNSUPPORTED:
 * an object format or extension that is not handled. ERROR_GIT: any other reason,
 * for example a repository of another user that safe.directory does not allow. Borrows
 * context. Open the first repository of a process before starting threads:
 * libgit2's options are global. */
struct error *git_open(struct git **out, const char *path, const struct context *context)
    MUST_CHECK;
void git_close(struct git *git); /* NULL is fine */
static inline void git_free(struct git *git)
{
	git_close(git);
}
DEFINE_OWNED(git)

/* The top of the work tree with its trailing '/', or NULL when bare. Borrowed. */
const char *git_work_tree(const struct git *git);

/* The repository's own directory (the common one of linked worktrees). Borrowed. */
const char *git_directory(const struct git *git);

/* ---- reading ---- */

/* Gives the commit that a revision expression names. ERROR_ABSENT: none. */
struct error *git_rev_parse(char **oid, struct git *git, const char *revision) MUST_CHECK;

/* Called per file of a tree: its path, whether it is a symbolic link, its size
 * unknown. An error ends the walk and is returned. */
typedef struct error *git_file_callback(void *data, const char *path, bool is_link);

/* Walks the files of a commit in tree order; submodules are skipped. */
struct error *git_ls_tree(struct git *git, const char *commit, git_file_callback *each, void *data)
    MUST_CHECK;

/* Gives the bytes of a file in a commit. ERROR_ABSENT: no such file, or its blob
 * is not local (a partial clone). ERROR_LIMIT: larger than `most`. */
struct error *git_file_read(struct text **out, struct git *git, const char *commit,
			    const char *path, size_t most) MUST_CHECK;

/* Gives the target of a symbolic link in a commit, as written in it.
 * ERROR_ABSENT as above; ERROR_FILE: not a symbolic link. */
struct error *git_symlink_read(char **target, struct git *git, const char *commit, const char *path)
    MUST_CHECK;

/* True when the index has this path, or with `directory` anything below it. A
 * split or sparse index, which libgit2 cannot read, is replaced by HEAD's tree. */
bool git_is_tracked(struct git *git, const char *path, bool directory);

/* True when .gitignore or another exclude file ignores this path (a directory with its
 * trailing '/'). libgit2 differs from git in one point: a negation without a wildcard
 * ("!x") has no effect when no earlier rule in the same file matches what it negates. */
bool git_is_ignored(struct git *git, const char *path);

/* What a commit is. */
struct git_commit_info {
	char *oid;
	char *tree;
	struct strings parents;
	char *message;
	char *author_name;
	char *author_email;
	char *committer_email;
	int64_t author_time; /* seconds since 1970 */
	int64_t committer_time;
};
/* Gives the data of the commit `oid`. ERROR_LIMIT: larger than COMMIT_BYTES_MOST. */
struct error *git_commit_info_read(struct git_commit_info **out, struct git *git, const char *oid)
    MUST_CHECK;
void git_commit_info_free(struct git_commit_info *revision); /* NULL is fine */
DEFINE_OWNED(git_commit_info)

/* True when the commit is in the object database. */
bool git_has_commit(struct git *git, const char *oid);

/* True when `ancestor` is `descendant` or can be reached from it. Also false when a
 * shallow clone's history ends before `ancestor` is found. */
bool git_is_ancestor(struct git *git, const char *ancestor, const char *descendant);

/* Gives the paths of the files that differ between two trees. */
struct error *git_changed_paths(struct strings **paths, struct git *git, const char *before,
				const char *after) MUST_CHECK;

/* Gives the tree that a three-way merge of trees makes; NULL in *tree: conflict. */
struct error *git_merge_tree(char **tree, struct git *git, const char *ancestor, const char *ours,
			     const char *theirs) MUST_CHECK;

/* Gives the best common ancestor, or NULL in *oid when there is none: unrelated
 * histories, or a clone that is too shallow. */
struct error *git_common_ancestor(char **oid, struct git *git, const char *one, const char *other)
    MUST_CHECK;

/* Gives the commits that `to` reaches and `from` (NULL: nothing) does not, newest
 * first, COMMITS_MOST at the most. */
struct error *git_rev_list(struct strings **oids, struct git *git, const char *from, const char *to)
    MUST_CHECK;

/* Gives the values of a trailer key, in order, read as git does
 * (`git interpret-trailers --parse`). */
struct error *git_trailer_values(struct strings **values, const char *message, const char *key)
    MUST_CHECK;

/* ---- writing: objects only, then refs ---- */

/* One file of a new tree: its new content; the mode is kept. */
struct git_file_change {
	const char *path;
	struct slice bytes;
};

/* Gives the tree of `commit` with the changes. Writes objects only. */
struct error *git_write_tree(char **tree, struct git *git, const char *commit,
			     const struct git_file_change *changes, size_t count) MUST_CHECK;

/* Gives a tree of one file. Writes objects only. */
struct error *git_write_file_tree(char **tree, struct git *git, const char *name,
				  struct slice bytes) MUST_CHECK;

/* Name, address and time of a commit. */
struct git_identity {
	const char *name;
	const char *email;
	int64_t time; /* seconds since 1970, written as UTC */
};

/* Whether and how a commit is signed. */
enum git_sign {
	GIT_SIGN_NEVER,
	GIT_SIGN_CONFIG, /* as gpg.format in git's configuration says */
	GIT_SIGN_SSH,
	GIT_SIGN_OPENPGP,
};

/* True when git's configuration asks for signed commits (commit.gpgsign). */
bool git_signs_commits(struct git *git);

struct git_commit_content {
	const char *tree;
	const char *parent; /* NULL: none */
	const char *message;
	enum git_sign sign;
};

/* Gives a commit object without any ref. */
struct error *git_write_commit(char **oid, struct git *git,
			       const struct git_commit_content *content,
			       const struct git_identity *author,
			       const struct git_identity *committer) MUST_CHECK;

/* Gives the object id of a ref, or NULL in *oid when there is no such ref. */
struct error *git_ref_read(char **oid, struct git *git, const char *name) MUST_CHECK;

/* Sets a ref from `old_oid` (NULL: must not exist) to `new_oid` (NULL: delete).
 * ERROR_CONFLICT: it is not at `old_oid`, its name conflicts with another ref's, or
 * it is a branch that is checked out in a work tree. */
struct error *git_ref_update(struct git *git, const char *name, const char *old_oid,
			     const char *new_oid) MUST_CHECK;

/* Gives the short name of the branch that HEAD names, also one without a commit
 * yet; NULL when HEAD is detached. */
char *git_head_branch(struct git *git) MUST_CHECK;

/* Gives the names of the refs that begin with prefix, sorted. */
struct error *git_ref_list(struct strings **names, struct git *git, const char *prefix) MUST_CHECK;

/* A configuration value (user.name ...), or NULL. Gives it. */
char *git_config_value(struct git *git, const char *key) MUST_CHECK;

/* True when two names cannot both be refs: one would be a directory of the
 * other ("refs/heads/digestbump" and "refs/heads/digestbump/x"). */
bool git_ref_names_conflict(const char *one, const char *other);

/* Adds the unified diff of one file to out; nothing when before and after are equal.
 * `git apply` and `patch -p1` take it: three lines of context, CRLF and a missing last
 * newline as git shows them, paths quoted as git quotes them. Needs no repository. */
struct error *git_diff_add(struct text *out, const char *path, struct slice before,
			   struct slice after) MUST_CHECK;

/* ---- remotes: the git program, 2.30 or newer ----
 *
 * Errors quote its messages, with user information removed from URLs. It never
 * prompts on the terminal, is killed after GIT_TIMEOUT_MS without output,
 * and the call returns ERROR_STOPPED when context->stop is set. */

/* One ref as the remote has it. */
struct git_remote_ref {
	char *name; /* "refs/heads/main" */
	char *oid;
};
struct git_remote_refs {
	struct git_remote_ref *items;
	size_t count;
	char *head; /* "refs/heads/main": the target of the remote's HEAD; NULL: not known */
};
void git_remote_refs_free(struct git_remote_refs *refs); /* NULL is fine */
DEFINE_OWNED(git_remote_refs)

/* Gives the name of the remote to use: `wanted` when not NULL, else "origin",
 * else the only remote. NULL in *name: there is no remote. ERROR_USAGE:
 * `wanted` does not exist, or there are several and none is origin. */
struct error *git_remote_choose(char **name, struct git *git, const char *wanted) MUST_CHECK;

/* Gives the refs/heads of a remote. ERROR_NETWORK, ERROR_DENIED. Errors never
 * contain secrets of its URL. */
struct error *git_ls_remote(struct git_remote_refs **out, struct git *git, const char *remote)
    MUST_CHECK;

/* Gives the local name of a fetched ref ("refs/heads/main"):
 * "refs/digestbump/remote/heads/main". The user's refs/remotes are not
 * changed. */
char *git_tracking_ref(const char *ref) MUST_CHECK;

/* Fetches the named remote refs, each into its git_tracking_ref() name; a name that
 * ends with '*' means every ref with that prefix, and refs that the remote no longer
 * has are deleted locally (prune). Fetches no tags, changes no configuration, writes no FETCH_HEAD.
 * In a shallow clone `tips_only` fetches the named commits without their parents,
 * so that one bot branch on an old base does not fetch the whole history. Use it for the
 * base branch only in a clone of one commit: in a deeper one it would cut the base branch
 * off from the user's history.
 * In a complete clone it has no effect. ERROR_ABSENT: the remote has no such ref. */
struct error *git_fetch(struct git *git, const char *remote, const struct strings *refs,
			bool tips_only) MUST_CHECK;

/* True for a clone of one commit (--depth 1, as CI makes it): HEAD has no parent
 * commits, so nothing is lost when the base branch is fetched without its history. */
bool git_is_depth_one(struct git *git);

/* Fetches one commit of the remote by its id, without its history, unless it is local
 * already: for a shallow clone that has a branch's tip and not the tip's parent. */
struct error *git_fetch_commit(struct git *git, const char *remote, const char *oid) MUST_CHECK;

/* In a partial clone, fetches the missing blobs of these files of a commit in one
 * request; libgit2 cannot fetch them on reading. Does nothing in other clones, nor before
 * the first git_fetch(): a command that has not fetched must not use
 * the network. */
struct error *git_fetch_missing_blobs(struct git *git, const char *commit,
				      const struct strings *paths) MUST_CHECK;

/* One ref to be pushed with a lease. */
struct git_push_ref {
	const char *ref;      /* "refs/heads/digestbump/..." */
	const char *oid;      /* NULL: delete it */
	const char *expected; /* its object id on the remote; NULL: must not exist there */
	struct error *error;  /* set by git_push_refs(): why this one failed. Owned by the caller */
};

/* Pushes a few refs at once. When the remote refuses several of them, or all because one
 * is refused (a pre-receive hook), each is pushed alone: a refused ref does not affect the
 * others, and the remote's message is in the `error` of the ref that it is about. */
void git_push_each(struct git *git, const char *remote, struct git_push_ref *updates, size_t count);

/* Pushes all refs in one call; a failed ref does not stop the others. A
 * returned error means that no ref was tried, or that the outcome is unknown
 * (the connection broke). Stale lease: ERROR_CONFLICT; refused by a hook
 * or a protected branch: ERROR_DENIED, with the remote's message. The user's pre-push
 * hook is not run: it checks work trees, and these commits have none. */
struct error *git_push_refs(struct git *git, const char *remote, struct git_push_ref *updates,
			    size_t count) MUST_CHECK;

#endif
