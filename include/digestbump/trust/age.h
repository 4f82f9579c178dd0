/* age.h - which digest of a tag is old enough, by our own first sight.
 *
 * What a tag has now may be too young; then the newest digest that is old enough, was seen
 * later than the pinned one, and still exists is taken in its place, so that a tag that
 * moves daily is not starved. Which of them exist is asked of the registry, so that judge
 * asks twice, as for signatures (trust.h).
 */
#ifndef DIGESTBUMP_TRUST_AGE_H
#define DIGESTBUMP_TRUST_AGE_H

#include <digestbump/resolve/resolve.h>
#include <digestbump/trust/journal.h>

enum age_state {
	AGE_MATURE,  /* what the tag has may be taken */
	AGE_OLDER,   /* another digest may: see question and pinned */
	AGE_HELD,    /* none may, until mature_at */
	AGE_PENDING, /* ages_run() will ask */
};

struct age_answer {
	enum age_state state;
	int64_t mature_at;                  /* AGE_HELD: when what the tag has will be old enough */
	const struct question *question;    /* AGE_OLDER: asked for the older digest */
	const struct pinned_digest *pinned; /* and what it comes to for the pinned one */
};

struct ages;

/* Gives the stage. Borrows journal until ages_free(); `now` is seconds since 1970. */
struct ages *ages_new(struct journal *journal, int64_t now) MUST_CHECK;
void ages_free(struct ages *ages); /* NULL is fine */
DEFINE_OWNED(ages)

/* Notes what the tag of an answered question has, and what is pinned of it. */
void ages_see(struct ages *ages, const struct question *question,
	      const struct pinned_digest *pinned);

/* Whether the pinned digest may move to what the question's tag has, with this minimum age. */
struct age_answer ages_ask(struct ages *ages, const struct question *question,
			   const struct pinned_digest *pinned, unsigned minimum_s);

/* True when something is pending; asks the registry for it. */
bool ages_are_pending(const struct ages *ages);
/* Runs the requests for AGE_PENDING answers. */
void ages_run(struct ages *ages, struct registry *registry, struct http *http);

#endif
