/* pin_state.h - what the files of this room know of a pin when it is judged. */
#ifndef DIGESTBUMP_SRC_JUDGE_PIN_STATE_H
#define DIGESTBUMP_SRC_JUDGE_PIN_STATE_H

#include <digestbump/judge/judge.h>
#include <digestbump/resolve/pin_question.h>

struct pin_state {
	const struct pin *pin;
	const struct config *config;
	struct ruling ruling;
	struct tracked_tag tracked;
	const char *tag;                 /* that was asked after; NULL: none */
	const char *written;             /* the tag that was followed until now; NULL: none */
	const char *tag_text;            /* the tag, and who says so, for reasons */
	struct ages *ages;               /* NULL: nobody knows since when digests are there */
	struct trust *trust;             /* NULL: nobody looks at signatures */
	const struct question *question; /* NULL, like pinned_digest: nothing was asked */
	const struct pinned_digest *pinned_digest;
	const char *to; /* the digest that the rule wants to stand there; NULL: not known */
};

/* Takes reason. */
struct verdict verdict_of(const struct pin_state *e, enum verdict_code code, char *reason);

/* The error says what to do; here is only known what it was about. */
struct verdict failed(const struct pin_state *e, const struct error *error);

/* True when what is pinned, or a child that it needs, is gone. */
bool is_dead(const struct pin_state *e);

/* The tag has something else than what is pinned. */
struct verdict moved(const struct pin_state *e);

/* The same, if it is old enough, or another one is (minimum_age.c). */
struct verdict old_enough(const struct pin_state *e);

/* The new digest may be taken; both digests are short. */
struct verdict accepted(const struct pin_state *e, const char *from, const char *to);

/* The same, if those signed it whom the rule names (signature.c). */
struct verdict signed_by_policy(const struct pin_state *e, const char *from, const char *to);

/* ---- pins of one platform's manifest, which the tag has in its index (platform_pin.c) ---- */

/* Each gives a reason that says what is pinned, and what the tag has; digests are short. */
char *current_platform_reason(const struct pin_state *e) MUST_CHECK;
char *moved_platform_reason(const struct pin_state *e, const char *from, const char *to) MUST_CHECK;
/* The digest that the rule wants: the tag's index (`kind: index`), else what keeps the kind. */
const char *wanted_digest(const struct pin_state *e);

/* True when one platform is pinned, and neither the pin nor a rule says that it should be. */
bool is_single_platform(const struct pin_state *e);
char *single_platform_hint(const struct pin_state *e) MUST_CHECK;

char *lost_platform_reason(const struct pin_state *e, const char *from) MUST_CHECK;

/* ---- indexes of which nothing changed that matters (unchanged.c) ---- */

/* True when the rule ignores that the tag moved: its images are the same bytes. */
bool is_unchanged(const struct pin_state *e);

/* Both digests are short. */
struct verdict unchanged(const struct pin_state *e, const char *from, const char *to);

/* ---- rules that follow a series (series_verdict.c) ---- */

/* Gives how reasons call the tag that a series led to. */
char *series_tag_text(const struct pin_state *e) MUST_CHECK;

/* Of a pin for which its series has no tag. */
struct verdict held_by_series(const struct pin_state *e);

/* A tag's letters that serve several pins can only be moved when all of them go to
 * the same one: takes the verdicts back where they do not. */
void check_shared_tags(struct verdicts *verdicts);

#endif
