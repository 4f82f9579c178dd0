#include "pin_state.h"
#include <digestbump/base/memory.h>

static char *reasons_text(const struct trust_answer *answer)
{
	OWNED(text) out = text_new(0);

	for (size_t i = 0; i < answer->reasons.count; i++)
		text_add_format(out, "%s%s", i ? "; " : "", answer->reasons.items[i]);
	return text_take(pass_on(&out));
}

static struct verdict held(const struct pin_state *e, const char *to,
			   const struct trust_answer *answer)
{
	OWNED_STRING reasons = reasons_text(answer);

	return verdict_of(e, VERDICT_HELD_SIGNATURE,
			  must_format("%s moved to %s, which has no signature that the policy "
				      "accepts: %s",
				      e->tag_text, to, reasons));
}

/* What the registry has for the tag is what signers sign; of a digest that was taken out of an
 * index, both may be signed. */
static const struct trust_answer *ask(const struct pin_state *e)
{
	const struct trust_question question = {
		.host = e->question->host,
		.repository = e->question->repository,
		.digest = e->to,
		.index = e->question->digest,
		.policies = e->ruling.trust,
	};

	return e->trust ? trust_ask(e->trust, &question) : NULL;
}

struct verdict signed_by_policy(const struct pin_state *e, const char *from, const char *to)
{
	const struct trust_answer *answer = ask(e);
	struct verdict verdict;

	switch (answer ? answer->state : TRUST_NOT_ASKED) {
	case TRUST_SIGNED:
		verdict = accepted(e, from, to);
		break;
	case TRUST_REFUSED:
		verdict = held(e, to, answer);
		break;
	case TRUST_UNKNOWN:
		verdict = failed(e, answer->error);
		break;
	default:
		verdict =
		    verdict_of(e, VERDICT_FAILED,
			       must_format("%s moved to %s, and its signatures were not looked up",
					   e->tag_text, to));
	}
	verdict.trust = answer;
	return verdict;
}
