#include "pin_state.h"
#include <digestbump/base/memory.h>
#include <digestbump/image/digest.h>
#include <digestbump/judge/judge.h>
#include <digestbump/resolve/pin_question.h>
#include <string.h>

/* The rule's word counts: another rule may have asked for more of the same digest. */
static bool is_dead(const struct evidence *e)
{
	if (!e->held || e->ruling.liveness == LIVENESS_OFF || !e->held->gone_count)
		return false;
	return e->ruling.liveness == LIVENESS_CHILDREN || held_is_gone(e->held);
}

struct verdict verdict_of(const struct evidence *e, enum verdict_code code, char *reason)
{
	return (struct verdict){
		.pin = e->pin,
		.code = code,
		.reason = reason,
		.tag = must_copy(e->written),
		.dead = is_dead(e),
		.held = e->held,
		.group = e->ruling.group,
	};
}

static struct verdict ignored(const struct evidence *e)
{
	const char *path = e->config->path ? e->config->path : CONFIG_FILE_NAME;

	return verdict_of(e, VERDICT_IGNORED,
			  must_format("line %u of '%s' (%s) leaves it out", e->ruling.ignored_line,
				      path, e->ruling.ignored_by));
}

static struct verdict listed(const struct evidence *e)
{
	return verdict_of(e, VERDICT_IGNORED,
			  must_format("only the general finder knows it, which lists and changes "
				      "nothing; '%s' may be changed once 'finder.write' in %s "
				      "names it",
				      e->pin->path, CONFIG_FILE_NAME));
}

static struct verdict unpinned(const struct evidence *e)
{
	const struct reference *image = e->pin->image;

	if (e->pin->obstacle == PIN_UNRESOLVED || !image)
		return verdict_of(e, VERDICT_UNPINNED,
				  must_format(
				      "no digest is pinned, and a variable hides the image"));
	return verdict_of(e, VERDICT_UNPINNED,
			  must_format("no digest is pinned; 'digestbump resolve %s:%s' gives one",
				      image->name, image->tag ? image->tag : "TAG"));
}

static struct verdict hindered(const struct evidence *e)
{
	static const char *const reasons[] = {
		[PIN_FREE] = "it was not asked after",
		[PIN_UNRESOLVED] = "a variable hides part of the image; write the image out",
		[PIN_SHARED] = "one digest serves different images; give each its own",
		[PIN_IN_PIECES] = "the digest is escaped, folded or split; write it in one piece",
		[PIN_NOT_NAMED] = "no image stands beside the digest",
		[PIN_COUPLED] =
		    "a hash of the image's content stands beside it; renew both by hand",
		[PIN_LISTED] = "only the general finder knows it",
	};

	return verdict_of(e, VERDICT_UNSUPPORTED, must_copy(reasons[e->pin->obstacle]));
}

/* Gives "linux/arm64 (1a2b3c4) of 9f8e7d6" or, of the pinned digest itself,
 * "9f8e7d6", and " is gone from the registry". */
static char *loss(const struct held *held)
{
	OWNED(text) out = text_new(0);
	OWNED_STRING pinned = digest_short(held->digest);

	for (size_t i = 0; i < held->gone_count && !held_is_gone(held); i++) {
		OWNED_STRING digits = digest_short(held->gone[i].digest);
		const char *platform = held->gone[i].platform;

		text_add_format(out, "%s%s (%s)", i ? ", " : "", platform ? platform : "an entry",
				digits);
	}
	text_add_format(out, "%s%s %s gone from the registry", out->size ? " of " : "", pinned,
			held->gone_count > 1 ? "are" : "is");
	return text_take(pass_on(&out));
}

static struct verdict untracked(const struct evidence *e)
{
	OWNED_STRING lost = is_dead(e) ? loss(e->held) : NULL;

	return verdict_of(e, VERDICT_UNTRACKED,
			  must_format("%s%sno tag stands beside the digest; write '%s:TAG@...', a "
				      "comment '# tag=TAG' beside it, or a rule with 'track' in %s",
				      lost ? lost : "", lost ? ", and " : "", e->pin->image->name,
				      CONFIG_FILE_NAME));
}

static enum verdict_code code_of(const struct error *error)
{
	switch (error_kind(error)) {
	case ERROR_ABSENT:
		return VERDICT_ABSENT;
	case ERROR_DENIED:
		return VERDICT_DENIED;
	case ERROR_LIMITED:
		return VERDICT_LIMITED;
	case ERROR_UNSUPPORTED:
		return VERDICT_UNSUPPORTED;
	default:
		return VERDICT_FAILED;
	}
}

/* The error says what to do; here is only known which tag it was about. */
struct verdict failed(const struct evidence *e, const struct error *error)
{
	OWNED_STRING lost = is_dead(e) ? loss(e->held) : NULL;

	return verdict_of(e, code_of(error),
			  must_format("%s: %s%s%s", e->tag_text, error_text(error),
				      lost ? "; besides, " : "", lost ? lost : ""));
}

static char *join(const struct strings *list)
{
	OWNED(text) joined = text_new(0);

	for (size_t i = 0; i < list->count; i++)
		text_add_format(joined, "%s%s", i ? ", " : "", list->items[i]);
	return text_take(pass_on(&joined));
}

static struct verdict held_platform(const struct evidence *e, const char *from, const char *to)
{
	OWNED_STRING platforms = join(&e->held->lost);
	OWNED_STRING lost = is_dead(e) ? loss(e->held) : NULL;

	return verdict_of(e, VERDICT_HELD_PLATFORM,
			  must_format("%s moved from %s to %s, which has no %s any more; "
				      "follow another tag, or wait until it is back%s%s",
				      e->tag_text, from, to, platforms, lost ? "; besides, " : "",
				      lost ? lost : ""));
}

/* The new digest may be taken, for one reason or the other. */
static struct verdict taken(const struct evidence *e, const char *from, const char *to)
{
	const struct held *held = e->held;
	OWNED_STRING lost = held->gone_count ? loss(held) : NULL;
	const char *blind = held->is_unseen ? "; which platforms it had is not known any more" : "";
	struct verdict verdict =
	    verdict_of(e, is_dead(e) ? VERDICT_RESCUE : VERDICT_BUMP,
		       lost ? must_format("%s; %s is %s now%s", lost, e->tag_text, to, blind)
		       : e->step.step == ASK_RISE
			   ? must_format("%s has %s; '%s' had %s", e->tag_text, to, e->written,
					 from)
			   : must_format("%s moved from %s to %s", e->tag_text, from, to));

	verdict.to = must_copy(held->to);
	if (e->step.step == ASK_RISE)
		verdict.to_tag = must_copy(e->tag);
	return verdict;
}

static struct verdict moved(const struct evidence *e)
{
	OWNED_STRING from = digest_short(e->held->digest);
	OWNED_STRING to = digest_short(e->held->to);

	if (!digest_same_algorithm(e->held->digest, e->held->to))
		return verdict_of(e, VERDICT_UNSUPPORTED,
				  must_format("%s is pinned by another algorithm than %s has "
					      "now: %s",
					      from, e->tag_text, e->held->to));
	if (e->held->lost.count)
		return held_platform(e, from, to);
	return taken(e, from, to);
}

/* The tag has nothing else to offer. */
static struct verdict beyond_rescue(const struct evidence *e)
{
	OWNED_STRING lost = loss(e->held);

	return verdict_of(e, VERDICT_ABSENT,
			  must_format("%s, and %s has nothing else: push the image again, or "
				      "follow another tag",
				      lost, e->tag_text));
}

static struct verdict answered(const struct evidence *e)
{
	if (e->question->error)
		return failed(e, e->question->error);
	if (e->held->error)
		return failed(e, e->held->error);
	if (!e->held->to)
		return verdict_of(e, VERDICT_FAILED,
				  must_format("%s: the run ended before an answer came",
					      e->tag_text));
	if (e->step.step == ASK_RISE || strcmp(e->held->to, e->held->digest) != 0)
		return moved(e);
	if (is_dead(e))
		return beyond_rescue(e);
	OWNED_STRING digits = digest_short(e->held->digest);

	return verdict_of(e, VERDICT_CURRENT, must_format("%s is still %s", e->tag_text, digits));
}

/* The rules go first: what a user has put aside shall not complain. */
static struct verdict judge(const struct evidence *e)
{
	if (e->ruling.ignored)
		return ignored(e);
	if (e->pin->obstacle == PIN_LISTED)
		return listed(e);
	if (!e->pin->pinned)
		return unpinned(e);
	if (e->pin->obstacle != PIN_FREE || !e->pin->image)
		return hindered(e);
	if (e->step.step > ASK_RISE)
		return unmoved(e);
	if (!e->tag)
		return untracked(e);
	return e->held ? answered(e) : hindered(e);
}

/* Who names the tag, where the pin's own text does not. */
static char *tag_text_of(const struct evidence *e)
{
	if (e->ruling.series)
		return series_tag_text(e);
	if (!e->tag || e->ruling.track || !e->pin->hint_line)
		return must_format("tag '%s'", e->tag ? e->tag : "");
	return must_format("tag '%s' (by the comment in line %u)", e->tag, e->pin->hint_line);
}

static struct evidence gather(const struct pin *pin, struct questions *questions,
			      const struct config *config)
{
	struct evidence e = { .pin = pin, .config = config };
	struct question *question = NULL;

	e.ruling = config_rule(config, pin->image ? pin->image->name : NULL, pin->path);
	if (pin->pinned)
		e.step = ask_tag(questions, pin, &e.ruling);
	e.tag = e.step.tag;
	e.written = e.step.step == ASK_WRITTEN ? e.tag : pin->tracked;
	e.held = ask_pin(&question, questions, pin, config);
	e.question = question;
	return e;
}

struct verdicts *judge_run(const struct pins *pins, struct questions *questions,
			   const struct config *config)
{
	struct verdicts *verdicts = must_alloc(sizeof(*verdicts));

	verdicts->items = must_alloc(pins->count * sizeof(*verdicts->items));
	verdicts->count = pins->count;
	for (size_t i = 0; i < pins->count; i++) {
		struct evidence e = gather(pins->items[i], questions, config);
		OWNED_STRING tag_text = tag_text_of(&e);

		e.tag_text = tag_text;
		verdicts->items[i] = judge(&e);
	}
	series_settle(verdicts);
	for (size_t i = 0; i < verdicts->count; i++) {
		verdicts->of[verdicts->items[i].code]++;
		verdicts->dead += verdicts->items[i].dead;
	}
	return verdicts;
}
