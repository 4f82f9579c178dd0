/* commit.h - a bump as a commit: message, trailers, objects.
 *
 * Writes objects into the database and no ref. git parses the trailers of the message
 * (`git interpret-trailers --parse`): no line of the body begins with
 * "---" or contains a token that skips CI.
 */
#ifndef DIGESTBUMP_COMMIT_COMMIT_H
#define DIGESTBUMP_COMMIT_COMMIT_H

#include <digestbump/config/config.h>
#include <digestbump/edit/edit.h>
#include <digestbump/git/git.h>
#include <digestbump/plan/plan.h>

/* The keys of our trailers. */
#define TRAILER_VERSION "Digestbump-Version" /* "1" */
#define TRAILER_UPDATE "Digestbump-Update"   /* "image:tag old new"; once per image update */
#define TRAILER_REBUILD "Digestbump-Rebuild" /* a file whose image must be rebuilt, or "*" */
#define TRAILER_BASE "Digestbump-Base"       /* the parent */
#define TRAILER_TREE "Digestbump-Tree"       /* the commit's own tree */

#define TRAILER_BASE_BRANCH "Digestbump-Base-Branch"
#define TRAILER_CONFIG "Digestbump-Config" /* left out for .digestbump.yaml */

/* The digest of the message without this line: shows whether it was edited. */
#define TRAILER_MESSAGE "Digestbump-Message"

/* The bot's name and address, chosen once per run. */
struct identity {
	char *author_name;
	char *author_email;
	char *committer_name;
	char *committer_email;
	enum git_sign sign; /* how commits are signed */
	int64_t time;       /* of author and committer alike: see bot_commit_is_unchanged() */
};

/* Gives author and committer: GIT_AUTHOR_* and GIT_COMMITTER_* of the environment, else
 * the configuration's `commit.author`, else git's user.name and user.email,
 * else "digestbump <digestbump@localhost>". The time is GIT_COMMITTER_DATE, else
 * GIT_AUTHOR_DATE (with a zone, or as seconds since 1970), else context->now. */
struct identity *identity_choose(const struct config *config, struct git *git,
				 const struct context *context) MUST_CHECK;
void identity_free(struct identity *identity); /* NULL is fine */
DEFINE_OWNED(identity)

/* Facts for the trailers that are not in the bump. */
struct commit_facts {
	const char *base; /* the parent, an object id */
	const char *tree;
	const struct branch_identity *branch; /* NULL: the default base branch and configuration */
};

/* Gives the whole commit message of a bump. File names are quoted as git
 * quotes them where a byte, or a token that skips CI, requires it; of more than
 * REBUILD_LINES_MOST Rebuild trailers the last is "*". */
char *commit_message(const struct bump *bump, const struct config *config,
		     const struct commit_facts *facts, const struct identity *who) MUST_CHECK;

/* Gives the value of TRAILER_MESSAGE for a message with or without that line. */
char *commit_message_digest(const char *message) MUST_CHECK;

/* A bump, its edits, the configuration of its message, and its branch's identity. */
struct bump_edits {
	const struct bump *bump;
	const struct edits *edits;
	const struct config *config;
	const struct branch_identity *branch;
};

/* The commit of a bump, before and after it is stored. */
struct bump_commit {
	char *base; /* its parent */
	char *tree;
	char *message;
	char *commit; /* NULL until bump_commit_write() */
};

/* Gives the tree and the message of a bump on top of `base`: enough to decide
 * whether a branch is up to date. Writes blobs and trees only. ERROR_CONFLICT:
 * the bump changes nothing. */
struct error *bump_commit_prepare(struct bump_commit **out, struct git *git,
				  const struct bump_edits *what, const char *base,
				  const struct identity *who) MUST_CHECK;

/* Stores the commit itself, an object without a ref, and sets bump_commit->commit. */
struct error *bump_commit_write(struct bump_commit *bump_commit, struct git *git,
				const struct identity *who) MUST_CHECK;
void bump_commit_free(struct bump_commit *bump_commit); /* NULL is fine */
DEFINE_OWNED(bump_commit)

/* True when digestbump made the commit and it was not changed: its tree is the
 * Digestbump-Tree that it names, its only parent its Digestbump-Base, its message has
 * the Digestbump-Message that it names, and author and committer have the same time (in
 * an amended commit they differ). Needs only the commit, so it works in shallow clones. */
struct error *bot_commit_is_unchanged(bool *out, const struct git_commit_info *commit) MUST_CHECK;

/* True when the message has our trailers, changed or not. */
struct error *bot_commit_is_recognized(bool *out, const char *message) MUST_CHECK;

/* True when both messages have the same Digestbump-* trailers in the same order, except
 * Digestbump-Message and, unless `with_base`, Digestbump-Base and Digestbump-Tree. The
 * rest (wording, Signed-off-by) may differ. */
struct error *bot_commit_same_trailers(bool *out, const char *message, const char *other,
				       bool with_base) MUST_CHECK;

/* True when the commit was made for this base branch and configuration. `is_default`: a commit
 * without Digestbump-Base-Branch belongs to this base branch, too. */
struct error *bot_commit_belongs_to(bool *out, const char *message,
				    const struct branch_identity *branch, bool is_default)
    MUST_CHECK;

#endif
