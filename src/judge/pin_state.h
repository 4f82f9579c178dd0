/* pin_state.h - the state of a pin while it is judged, for the files of this directory only. */
#ifndef DIGESTBUMP_SRC_JUDGE_PIN_STATE_H
#define DIGESTBUMP_SRC_JUDGE_PIN_STATE_H

#include <digestbump/judge/judge.h>
#include <digestbump/resolve/pin_question.h>

struct pin_state {
	const struct pin *pin;
	const struct config *config;
	struct ruling ruling;
	struct tracked_tag tracked;
	const char *tag;                 /* the tag of the question; NULL: none */
	const char *written;             /* the tag that was followed until now; NULL: none */
	const char *tag_text;            /* the tag and its source, for reasons */
	struct ages *ages;               /* NULL: not known when digests were first seen */
	struct trust *trust;             /* NULL: signatures are not checked */
	const struct question *question; /* NULL, like pinned_digest: no question */
	const struct pinned_digest *pinned_digest;
	const char *to; /* the digest to write according to the rule; NULL: not known */
};

/* Takes reason. */
struct verdict verdict_of(const struct pin_state *e, enum verdict_code code, char *reason);

/* For a failed request. The error says what to do; this adds what was requested. */
struct verdict failed(const struct pin_state *e, const struct error *error);

/* True when the pinned digest, or a child that it needs, is gone. */
bool is_dead(const struct pin_state *e);

/* For a tag whose digest is not the pinned one. */
struct verdict moved(const struct pin_state *e);

/* The same, if that digest or an earlier one is old enough (minimum_age.c). */
struct verdict old_enough(const struct pin_state *e);

/* For a new digest that may be used; both digests are short. */
struct verdict accepted(const struct pin_state *e, const char *from, const char *to);

/* The same, if the signatures that the rule requires are there (signature.c). */
struct verdict signed_by_policy(const struct pin_state *e, const char *from, const char *to);

/* ---- pins of one platform's manifest, which is in the tag's index (platform_pin.c) ---- */

/* Each gives a reason that names the pinned and the tag's digest; digests are short. */
char *current_platform_reason(const struct pin_state *e) MUST_CHECK;
/* The reason when the tag has another manifest for the platform. */
char *moved_platform_reason(const struct pin_state *e, const char *from, const char *to) MUST_CHECK;
/* The digest that the rule wants: the tag's index (`kind: index`), else one of the same kind. */
const char *wanted_digest(const struct pin_state *e);

/* True when one platform is pinned, and neither the pin nor a rule asks for it. */
bool is_single_platform(const struct pin_state *e);
/* Gives the hint for such a pin. */
char *single_platform_hint(const struct pin_state *e) MUST_CHECK;

/* Gives the reason when the tag no longer has the platform. */
char *lost_platform_reason(const struct pin_state *e, const char *from) MUST_CHECK;

/* ---- new indexes without a relevant change (unchanged.c) ---- */

/* True when the rule ignores the move of the tag: the images are byte for byte the same. */
bool is_unchanged(const struct pin_state *e);

/* Both digests are short. */
struct verdict unchanged(const struct pin_state *e, const char *from, const char *to);

/* ---- rules that follow a series (series_verdict.c) ---- */

/* Gives the description of the series' tag for reasons. */
char *series_tag_text(const struct pin_state *e) MUST_CHECK;

/* For a pin whose series has no tag for it. */
struct verdict held_by_series(const struct pin_state *e);

/* A tag text that several pins share can only be edited when all of them get the same
 * new tag: revokes the verdicts where they do not. */
void check_shared_tags(struct verdicts *verdicts);

#endif
