#include "pin_state.h"
#include <digestbump/base/memory.h>
#include <digestbump/base/time.h>
#include <digestbump/image/digest.h>

static struct verdict held(const struct pin_state *e, const struct age_answer *answer)
{
	OWNED_STRING to = digest_short(e->to);
	OWNED_STRING until = time_rfc3339(answer->mature_at);

	return verdict_of(e, VERDICT_HELD_AGE,
			  must_format("%s moved to %s, which is too young until %s", e->tag_text,
				      to, until));
}

/* Judged as if the tag had the older digest; whether what is pinned is gone stays true. */
static struct verdict older(const struct pin_state *e, const struct age_answer *answer)
{
	struct pin_state state = *e;

	state.question = answer->question;
	state.pinned_digest = answer->pinned;
	state.to = wanted_digest(&state);
	struct verdict verdict = moved(&state);
	OWNED_STRING reason = verdict.reason;
	OWNED_STRING now = digest_short(e->question->digest);

	verdict.reason = must_format("%s; %s, which it has now, is too young", reason, now);
	verdict.pinned_digest = e->pinned_digest;
	verdict.dead = is_dead(e);
	if (verdict.dead && verdict.code == VERDICT_BUMP)
		verdict.code = VERDICT_RESCUE;
	return verdict;
}

struct verdict old_enough(const struct pin_state *e)
{
	struct age_answer answer = { .state = AGE_PENDING };

	if (e->ages)
		answer = ages_ask(e->ages, e->question, e->pinned_digest, e->ruling.minimum_age_s);
	switch (answer.state) {
	case AGE_MATURE:
		return moved(e);
	case AGE_OLDER:
		return older(e, &answer);
	case AGE_HELD:
		return held(e, &answer);
	default:
		return verdict_of(e, VERDICT_FAILED,
				  must_format("%s moved, and nobody looked since when",
					      e->tag_text));
	}
}
