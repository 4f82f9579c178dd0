/* judge.h - what becomes of every pin, and why.
 *
 * Third stage. Pure: pins, answers and rules in, verdicts out. No pin ends
 * without a code and a reason that a person understands: it names the tag, the
 * digests in short, and what to do. What a rule ignores is judged by nothing else.
 */
#ifndef DIGESTBUMP_JUDGE_JUDGE_H
#define DIGESTBUMP_JUDGE_JUDGE_H

#include <digestbump/config/config.h>
#include <digestbump/resolve/resolve.h>
#include <digestbump/scan/pin.h>
#include <digestbump/trust/age.h>
#include <digestbump/trust/trust.h>

enum verdict_code {
	VERDICT_CURRENT,       /* the tag still has this digest */
	VERDICT_BUMP,          /* the tag has another one, and it may be taken */
	VERDICT_RESCUE,        /* what is pinned is gone from the registry; take the tag's digest */
	VERDICT_HELD_AGE,      /* the new digest was first seen too short a time ago */
	VERDICT_HELD_PLATFORM, /* the new index lost a platform that the old one had */
	VERDICT_HELD_SIGNATURE, /* nobody signed the new digest who may */
	VERDICT_HELD_DOWNGRADE, /* the tag is above all that its rule follows */
	VERDICT_IGNORED,        /* by a rule */
	VERDICT_UNPINNED,       /* no digest */
	VERDICT_UNTRACKED,      /* a digest without a tag to follow */
	VERDICT_ABSENT,         /* no such repository or tag */
	VERDICT_DENIED,         /* log in first */
	VERDICT_LIMITED,        /* rate limit */
	VERDICT_FAILED,         /* registry down, or its answer is not to be believed */
	VERDICT_UNSUPPORTED,    /* found, but nothing this program can handle */
	VERDICT_CODES,          /* how many there are */
};

struct verdict {
	const struct pin *pin; /* borrowed from the scan */
	enum verdict_code code;
	char *reason;         /* one line, never NULL or empty */
	char *tag;            /* the tag that was followed; NULL: none */
	char *to_tag;         /* the tag that shall stand there; NULL: the one that does */
	char *to;             /* the digest that shall stand there; only with BUMP and RESCUE */
	bool single_platform; /* pins one platform of the tag's index, and nothing says that it
				 should */
	char *hint;           /* what to do about that, one line; NULL: nothing */
	bool dead;            /* the pinned digest, or a child that it needs, is gone */
	const struct pinned_digest
	    *pinned_digest; /* what was learnt of the digest; borrowed; NULL: nothing */
	const struct trust_answer *trust; /* who signed it; borrowed; NULL: nobody asked */
	const char *group; /* from a rule, borrowed from the config; NULL: by image */
};

struct verdicts {
	struct verdict *items; /* in the order of the pins */
	size_t count;
	size_t of[VERDICT_CODES]; /* how many of each */
	size_t single_platform;   /* how many pin one platform, and nothing says that they should */
	size_t dead;              /* how many of what is pinned is gone, whatever the code */
};

/* Gives a verdict on every pin. `questions` were filled by pin_add_question() for the
 * same pins and answered by resolve_run(). Where a rule asks for signatures, `trust` is asked, and
 * what it has not looked at yet (trust_run()) is VERDICT_FAILED for now; NULL: nothing is signed.
 * `ages` is the same for the minimum age.
 * Borrows pins, questions and config for as long as the verdicts live. */
struct verdicts *judge_run(const struct pins *pins, struct questions *questions,
			   const struct config *config, struct trust *trust, struct ages *ages)
    MUST_CHECK;
void verdicts_free(struct verdicts *verdicts); /* NULL is fine */
DEFINE_OWNED(verdicts)

/* "current", "bump", "held-platform" ... as in JSON. */
const char *verdict_name(enum verdict_code code);

/* One sentence on a code, for `explain` and the README. */
const char *verdict_meaning(enum verdict_code code);

/* True for the codes that come with a new digest: BUMP and RESCUE. */
bool verdict_is_update(enum verdict_code code);

/* True for the codes that make the exit code 1. */
bool verdict_is_failure(enum verdict_code code);

#endif
