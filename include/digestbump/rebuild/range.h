/* range.h - between which two commits a rebuild plan leads.
 *
 * As the user says; else as CI's environment names the last push or the request;
 * else the last commit. Where the commit that CI names is not there (a new branch, a
 * forced push, a shallow clone), it is fetched, or else the commit's parent serves, and
 * a note says so.
 */
#ifndef DIGESTBUMP_REBUILD_RANGE_H
#define DIGESTBUMP_REBUILD_RANGE_H

#include <digestbump/base/context.h>
#include <digestbump/base/error.h>
#include <digestbump/git/git.h>

enum range_source {
	RANGE_OPTION, /* --from, --to */
	RANGE_GITHUB, /* the event of GitHub Actions */
	RANGE_GITLAB, /* the variables of GitLab CI */
	RANGE_HEAD,   /* HEAD^ to HEAD */
};

/* "option" "github" ... as in JSON. */
const char *range_source_name(enum range_source source);

struct rebuild_range {
	char *from; /* object id; NULL: nothing was there before */
	char *to;   /* object id */
	enum range_source source;
	char *note; /* what was done otherwise than asked, and why; NULL: nothing */
};

/* Gives the range. `from` and `to` are the user's revisions, or NULL. ERROR_USAGE: a
 * revision that is not there. ERROR_ABSENT: a shallow clone ends at `to`, and its
 * parent cannot be fetched. */
struct error *rebuild_range_find(struct rebuild_range **out, struct git *git, const char *from,
				 const char *to, const struct context *context) MUST_CHECK;
void rebuild_range_free(struct rebuild_range *range); /* NULL is fine */
DEFINE_OWNED(rebuild_range)

#endif
