#include "pin_state.h"
#include <digestbump/base/memory.h>
#include <digestbump/image/digest.h>
#include <digestbump/judge/judge.h>
#include <digestbump/resolve/pin_question.h>
#include <string.h>

/* The rule's word counts: another rule may have asked for more of the same digest. */
bool is_dead(const struct pin_state *e)
{
	if (!e->pinned_digest || e->ruling.liveness == LIVENESS_OFF ||
	    !e->pinned_digest->missing_count)
		return false;
	return e->ruling.liveness == LIVENESS_CHILDREN ||
	       pinned_digest_is_missing(e->pinned_digest);
}

struct verdict verdict_of(const struct pin_state *e, enum verdict_code code, char *reason)
{
	return (struct verdict){
		.pin = e->pin,
		.code = code,
		.reason = reason,
		.tag = must_copy(e->written),
		.single_platform = is_single_platform(e),
		.hint = is_single_platform(e) ? single_platform_hint(e) : NULL,
		.dead = is_dead(e),
		.pinned_digest = e->pinned_digest,
		.group = e->ruling.group,
	};
}

static struct verdict ignored(const struct pin_state *e)
{
	const char *path = e->config->path ? e->config->path : CONFIG_FILE_NAME;

	return verdict_of(e, VERDICT_IGNORED,
			  must_format("line %u of '%s' (%s) leaves it out", e->ruling.ignored_line,
				      path, e->ruling.ignored_by));
}

static struct verdict listed(const struct pin_state *e)
{
	return verdict_of(e, VERDICT_IGNORED,
			  must_format("only the general finder knows it, which lists and changes "
				      "nothing; '%s' may be changed once 'finder.write' in %s "
				      "names it",
				      e->pin->path, CONFIG_FILE_NAME));
}

static struct verdict unpinned(const struct pin_state *e)
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

static struct verdict not_editable(const struct pin_state *e)
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
static char *missing_text(const struct pinned_digest *pinned_digest)
{
	OWNED(text) out = text_new(0);
	OWNED_STRING pinned = digest_short(pinned_digest->digest);

	for (size_t i = 0;
	     i < pinned_digest->missing_count && !pinned_digest_is_missing(pinned_digest); i++) {
		OWNED_STRING digits = digest_short(pinned_digest->missing[i].digest);
		const char *platform = pinned_digest->missing[i].platform;

		text_add_format(out, "%s%s (%s)", i ? ", " : "", platform ? platform : "an entry",
				digits);
	}
	text_add_format(out, "%s%s %s gone from the registry", out->size ? " of " : "", pinned,
			pinned_digest->missing_count > 1 ? "are" : "is");
	return text_take(pass_on(&out));
}

static struct verdict untracked(const struct pin_state *e)
{
	OWNED_STRING lost = is_dead(e) ? missing_text(e->pinned_digest) : NULL;

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
struct verdict failed(const struct pin_state *e, const struct error *error)
{
	OWNED_STRING lost = is_dead(e) ? missing_text(e->pinned_digest) : NULL;

	return verdict_of(e, code_of(error),
			  must_format("%s: %s%s%s", e->tag_text, error_text(error),
				      lost ? "; also, " : "", lost ? lost : ""));
}

static struct verdict held_platform(const struct pin_state *e, const char *from, const char *to)
{
	OWNED_STRING platforms = strings_join(&e->pinned_digest->lost_platforms, ", ");
	OWNED_STRING lost = is_dead(e) ? missing_text(e->pinned_digest) : NULL;

	OWNED_STRING cause = e->pinned_digest->is_entry
				 ? lost_platform_reason(e, from)
				 : must_format("%s moved from %s to %s, which has no %s any more",
					       e->tag_text, from, to, platforms);

	return verdict_of(e, VERDICT_HELD_PLATFORM,
			  must_format("%s; follow another tag, or wait until it is back%s%s", cause,
				      lost ? "; also, " : "", lost ? lost : ""));
}

static char *moved_reason(const struct pin_state *e, const char *from, const char *to)
{
	if (e->pinned_digest->is_entry)
		return moved_platform_reason(e, from, to);
	if (e->tracked.kind == TRACKED_NEXT)
		return must_format("%s has %s; '%s' had %s", e->tag_text, to, e->written, from);
	return must_format("%s moved from %s to %s", e->tag_text, from, to);
}

/* The new digest may be taken, for one reason or the other. */
struct verdict accepted(const struct pin_state *e, const char *from, const char *to)
{
	const struct pinned_digest *pinned_digest = e->pinned_digest;
	OWNED_STRING lost = pinned_digest->missing_count ? missing_text(pinned_digest) : NULL;
	const char *platforms_note = pinned_digest->old_platforms_unknown
					 ? "; which platforms it had is not known any more"
					 : "";
	OWNED_STRING tag = pinned_digest->is_entry ? moved_platform_reason(e, from, to)
						   : must_format("%s is %s now", e->tag_text, to);
	struct verdict verdict =
	    verdict_of(e, is_dead(e) ? VERDICT_RESCUE : VERDICT_BUMP,
		       lost ? must_format("%s; %s%s", lost, tag, platforms_note)
			    : moved_reason(e, from, to));

	verdict.to = must_copy(e->to);
	if (e->tracked.kind == TRACKED_NEXT)
		verdict.to_tag = must_copy(e->tag);
	return verdict;
}

struct verdict moved(const struct pin_state *e)
{
	OWNED_STRING from = digest_short(e->pinned_digest->digest);
	OWNED_STRING to = digest_short(e->to);

	if (!digest_same_algorithm(e->pinned_digest->digest, e->to))
		return verdict_of(e, VERDICT_UNSUPPORTED,
				  must_format("%s is pinned by another algorithm than %s has "
					      "now: %s",
					      from, e->tag_text, e->to));
	if (e->pinned_digest->lost_platforms.count)
		return held_platform(e, from, to);
	if (is_unchanged(e))
		return unchanged(e, from, to);
	if (e->pinned_digest->entry_error && strcmp(e->to, e->pinned_digest->to) == 0)
		return failed(e, e->pinned_digest->entry_error);
	if (e->pinned_digest->children_error && e->ruling.liveness == LIVENESS_CHILDREN)
		return failed(e, e->pinned_digest->children_error);
	return e->ruling.trust ? signed_by_policy(e, from, to) : accepted(e, from, to);
}

/* The tag has nothing else to offer. */
static struct verdict not_replaceable(const struct pin_state *e)
{
	OWNED_STRING lost = missing_text(e->pinned_digest);

	return verdict_of(e, VERDICT_ABSENT,
			  must_format("%s, and %s has nothing else: push the image again, or "
				      "follow another tag",
				      lost, e->tag_text));
}

static struct verdict answered(const struct pin_state *e)
{
	if (e->question->error)
		return failed(e, e->question->error);
	if (e->pinned_digest->error)
		return failed(e, e->pinned_digest->error);
	if (!e->to)
		return verdict_of(e, VERDICT_FAILED,
				  must_format("%s: the run ended before an answer came",
					      e->tag_text));
	if (e->ruling.minimum_age_s && e->ages)
		ages_see(e->ages, e->question, e->pinned_digest);
	if (e->tracked.kind == TRACKED_NEXT || strcmp(e->to, e->pinned_digest->digest) != 0)
		return e->ruling.minimum_age_s ? old_enough(e) : moved(e);
	if (is_dead(e))
		return not_replaceable(e);
	if (e->pinned_digest->is_entry)
		return verdict_of(e, VERDICT_CURRENT, current_platform_reason(e));
	OWNED_STRING digits = digest_short(e->pinned_digest->digest);

	return verdict_of(e, VERDICT_CURRENT, must_format("%s is still %s", e->tag_text, digits));
}

/* The rules go first: what a user has put aside shall not complain. */
static struct verdict judge(const struct pin_state *e)
{
	if (e->ruling.ignored)
		return ignored(e);
	if (e->pin->obstacle == PIN_LISTED)
		return listed(e);
	if (!e->pin->pinned)
		return unpinned(e);
	if (e->pin->obstacle != PIN_FREE || !e->pin->image)
		return not_editable(e);
	if (e->tracked.kind > TRACKED_NEXT)
		return held_by_series(e);
	if (!e->tag)
		return untracked(e);
	return e->pinned_digest ? answered(e) : not_editable(e);
}

/* Who names the tag, where the pin's own text does not. */
static char *tag_text_of(const struct pin_state *e)
{
	if (e->ruling.series)
		return series_tag_text(e);
	if (!e->tag || e->ruling.track || !e->pin->tag_comment_line)
		return must_format("tag '%s'", e->tag ? e->tag : "");
	return must_format("tag '%s' (by the comment in line %u)", e->tag,
			   e->pin->tag_comment_line);
}

static struct pin_state collect_state(const struct pin *pin, struct questions *questions,
				      const struct config *config)
{
	struct pin_state e = { .pin = pin, .config = config };
	struct question *question = NULL;

	e.ruling = config_rule(config, pin->image ? pin->image->name : NULL, pin->path);
	if (pin->pinned)
		e.tracked = choose_tracked_tag(questions, pin, &e.ruling);
	e.tag = e.tracked.tag;
	e.written = e.tracked.kind == TRACKED_AS_WRITTEN ? e.tag : pin->tracked;
	e.pinned_digest = pin_add_question(&question, questions, pin, config);
	e.question = question;
	e.to = wanted_digest(&e);
	return e;
}

struct verdicts *judge_run(const struct pins *pins, struct questions *questions,
			   const struct config *config, struct trust *trust, struct ages *ages)
{
	struct verdicts *verdicts = must_alloc(sizeof(*verdicts));

	verdicts->items = must_alloc(pins->count * sizeof(*verdicts->items));
	verdicts->count = pins->count;
	for (size_t i = 0; i < pins->count; i++) {
		struct pin_state e = collect_state(pins->items[i], questions, config);
		OWNED_STRING tag_text = tag_text_of(&e);

		e.tag_text = tag_text;
		e.trust = trust;
		e.ages = ages;
		verdicts->items[i] = judge(&e);
	}
	check_shared_tags(verdicts);
	for (size_t i = 0; i < verdicts->count; i++) {
		verdicts->of[verdicts->items[i].code]++;
		verdicts->dead += verdicts->items[i].dead;
		verdicts->single_platform += verdicts->items[i].single_platform;
	}
	return verdicts;
}
