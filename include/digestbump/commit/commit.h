/* commit.h - a bump as a commit: message, trailers, objects.
 *
 * Writes objects into the database and no ref. The message is what git itself
 * parses (`git interpret-trailers --parse`): no line of the body begins with
 * "---", none holds a token that skips CI.
 */
#ifndef DIGESTBUMP_COMMIT_COMMIT_H
#define DIGESTBUMP_COMMIT_COMMIT_H

#include <digestbump/config/config.h>
#include <digestbump/edit/edit.h>
#include <digestbump/git/git.h>
#include <digestbump/plan/plan.h>

/* The keys of our trailers. */
#define TRAILER_VERSION "Digestbump-Version" /* "1" */
#define TRAILER_UPDATE "Digestbump-Update"   /* "image:tag old new"; once per movement */
#define TRAILER_REBUILD "Digestbump-Rebuild" /* a file whose image is to be built anew, or "*" */
#define TRAILER_BASE "Digestbump-Base"       /* the parent */
#define TRAILER_TREE "Digestbump-Tree"       /* the commit's own tree */

/* The bot's name and address, chosen once per run. */
struct identity {
	char *author_name;
	char *author_email;
	char *committer_name;
	char *committer_email;
	int64_t time; /* of author and committer alike: see branch_owner_of() */
};

/* Gives who commits: GIT_AUTHOR_* and GIT_COMMITTER_* of the environment, else
 * the configuration's `commit.author`, else git's user.name and user.email,
 * else "digestbump <digestbump@localhost>". The time is GIT_COMMITTER_DATE, else
 * GIT_AUTHOR_DATE (with a zone, or as seconds since 1970), else context->now. */
struct identity *identity_choose(const struct config *config, struct git *git,
				 const struct context *context) MUST_CHECK;
void identity_free(struct identity *identity); /* NULL is fine */
DEFINE_OWNED(identity)

/* Where a commit stands: object ids. */
struct commit_oids {
	const char *base; /* its parent */
	const char *tree; /* its own */
};

/* Gives the whole commit message of a bump. Names of files are quoted as git
 * quotes them where a byte, or a token that skips CI, asks for it; more than
 * REBUILD_LINES_MOST Rebuild trailers end with "*". */
char *commit_message(const struct bump *bump, const struct config *config,
		     const struct commit_oids *oids, const struct identity *who) MUST_CHECK;

/* A bump, what it changes, and the configuration that words it. */
struct bump_edits {
	const struct bump *bump;
	const struct edits *edits;
	const struct config *config;
};

/* A commit in the making. */
struct bump_commit {
	char *base;
	char *tree;
	char *message;
	char *commit; /* NULL until bump_commit_write() */
};

/* Gives the tree and the message of a bump on top of `base`: all that tells
 * whether a branch is up to date. Writes blobs and trees only. ERROR_CONFLICT:
 * the bump changes nothing. */
struct error *bump_commit_prepare(struct bump_commit **out, struct git *git,
				  const struct bump_edits *what, const char *base,
				  const struct identity *who) MUST_CHECK;

/* Stores the commit itself, an object without a ref, and sets made->commit. */
struct error *bump_commit_write(struct bump_commit *bump_commit, struct git *git,
				const struct identity *who) MUST_CHECK;
void bump_commit_free(struct bump_commit *bump_commit); /* NULL is fine */
DEFINE_OWNED(bump_commit)

/* What a bot branch's tip says of itself. */
enum branch_owner {
	OWNER_BOT,   /* one commit of ours, untouched */
	OWNER_HUMAN, /* anything else, also ours amended: hands off */
};

/* Judges a branch by its tip: ours when the tip's tree is the Digestbump-Tree
 * that it names, its only parent is its Digestbump-Base (so there is no other
 * commit on the branch), and nobody amended it: that would have moved the
 * committer's time away from the author's. Needs nothing but the tip, so it
 * works in shallow clones. */
struct error *branch_owner_of(enum branch_owner *out, const struct git_commit_info *tip) MUST_CHECK;

#endif
