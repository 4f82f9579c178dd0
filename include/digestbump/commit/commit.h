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

/* The bot's name and address, chosen once per run. */
struct identity {
	char *author_name;
	char *author_email;
	char *committer_name;
	char *committer_email;
	int64_t time;
};

/* Gives who commits: GIT_AUTHOR_* and GIT_COMMITTER_* of the environment, else
 * the configuration's `commit.author`, else git's user.name and user.email,
 * else "digestbump <digestbump@localhost>". */
struct identity *identity_choose(const struct config *config, struct git *git,
				 const struct context *context) MUST_CHECK;
void identity_free(struct identity *identity); /* NULL is fine */
DEFINE_OWNED(identity)

/* Gives the whole commit message of a bump on `base` with tree `tree`. */
char *commit_message(const struct bump *bump, const struct config *config, const char *base,
		     const char *tree, const struct identity *identity) MUST_CHECK;

/* A commit as it stands in the database. */
struct made {
	char *commit;
	char *tree;
	char *message;
};

/* Gives the commit of a bump on top of `base`. */
struct error *commit_make(struct made **out, struct git *git, const struct bump *bump,
			  const struct edits *edits, const char *base, const struct config *config,
			  const struct identity *who) MUST_CHECK;
void made_free(struct made *made); /* NULL is fine */
DEFINE_OWNED(made)

/* What a bot branch's tip says of itself. */
enum bot_branch {
	BRANCH_OURS,  /* one commit of ours, untouched */
	BRANCH_HUMAN, /* a commit that is none of ours, or ours amended: hands off */
};

/* Judges the branch at `tip` by its trailers: ours when every commit from tip
 * down to its Digestbump-Base is one of ours and its tree is the tree that it
 * names. */
struct error *commit_whose(enum bot_branch *out, struct git *git, const char *tip) MUST_CHECK;

#endif
