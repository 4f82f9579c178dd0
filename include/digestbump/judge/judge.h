/* judge.h - decide what to do with every pin, and why.
 *
 * Third stage. Pure: pins, answers and rules in, verdicts out. Every pin
 * gets a code and a reason for users, which names the tag, the short digests and
 * what to do. A pin that a rule ignores is not judged further.
 */
#ifndef DIGESTBUMP_JUDGE_JUDGE_H
#define DIGESTBUMP_JUDGE_JUDGE_H

#include <digestbump/config/config.h>
#include <digestbump/resolve/resolve.h>
#include <digestbump/scan/pin.h>
#include <digestbump/trust/age.h>
#include <digestbump/trust/trust.h>

enum verdict_code {
	VERDICT_CURRENT,        /* the tag still has this digest */
	VERDICT_BUMP,           /* the tag has another one, which may be used */
	VERDICT_RESCUE,         /* the pinned digest is gone from the registry; use the tag's */
	VERDICT_HELD_AGE,       /* the new digest was first seen too recently */
	VERDICT_HELD_PLATFORM,  /* the new index lost a platform that the old one had */
	VERDICT_HELD_SIGNATURE, /* no accepted signature on the new digest */
	VERDICT_HELD_DOWNGRADE, /* the tag is above the series that its rule follows */
	VERDICT_IGNORED,        /* by a rule */
	VERDICT_UNPINNED,       /* no digest */
	VERDICT_UNTRACKED,      /* a digest without a tag to follow */
	VERDICT_ABSENT,         /* no such repository or tag */
	VERDICT_DENIED,         /* log in first */
	VERDICT_LIMITED,        /* rate limit */
	VERDICT_FAILED,         /* registry down, or its answer is not valid */
	VERDICT_UNSUPPORTED,    /* found, but this program cannot handle it */
	VERDICT_CODES,          /* how many there are */
};

struct verdict {
	const struct pin *pin; /* borrowed from the scan */
	enum verdict_code code;
	char *reason;         /* one line, never NULL or empty */
	char *tag;            /* the tag that was followed; NULL: none */
	char *to_tag;         /* the tag to write; NULL: it stays the same */
	char *to;             /* the digest to write; only with BUMP and RESCUE */
	bool single_platform; /* pins one platform of the tag's index, and neither the pin nor
				 a rule asks for it */
	char *hint;           /* what to do about that, one line; NULL: none */
	bool dead;            /* the pinned digest, or a child that it needs, is gone */
	const struct pinned_digest
	    *pinned_digest;               /* results for the digest; borrowed; NULL: none */
	const struct trust_answer *trust; /* its signatures; borrowed; NULL: not checked */
	const char *group; /* from a rule, borrowed from the config; NULL: by image */
};

struct verdicts {
	struct verdict *items; /* in the order of the pins */
	size_t count;
	size_t of[VERDICT_CODES]; /* how many of each */
	size_t single_platform;   /* how many have single_platform set */
	size_t dead;              /* how many have `dead` set, whatever the code */
};

/* Gives a verdict on every pin. `questions` were filled by pin_add_question() for the
 * same pins and answered by resolve_run(). Where a rule requires signatures, `trust` has the
 * answers; what it has not checked yet (trust_run()) is VERDICT_FAILED for now; NULL: nothing is
 * signed. `ages` is the same for the minimum age.
 * Borrows pins, questions and config for as long as the verdicts live. */
struct verdicts *judge_run(const struct pins *pins, struct questions *questions,
			   const struct config *config, struct trust *trust, struct ages *ages)
    MUST_CHECK;
void verdicts_free(struct verdicts *verdicts); /* NULL is fine */
DEFINE_OWNED(verdicts)

/* "current", "bump", "held-platform" ... as in JSON. */
const char *verdict_name(enum verdict_code code);

/* One sentence about a code, for `explain` and the README. */
const char *verdict_meaning(enum verdict_code code);

/* True for the codes that come with a new digest: BUMP and RESCUE. */
bool verdict_is_update(enum verdict_code code);

/* True for the codes that make the exit code 1. */
bool verdict_is_failure(enum verdict_code code);

#endif
