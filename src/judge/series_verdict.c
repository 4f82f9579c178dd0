#include "pin_state.h"
#include <digestbump/base/map.h>
#include <digestbump/base/memory.h>
#include <string.h>

char *series_tag_text(const struct pin_state *e)
{
	const char *series = series_text(e->ruling.series);

	if (e->tracked.kind > TRACKED_NEXT)
		return must_format("'%s'", series);
	return must_format("tag '%s', the highest of '%s',", e->tag, series);
}

/* Where the rule stands that brought a pin here. */
static char *rule_text(const struct pin_state *e)
{
	return must_format("line %u of '%s' follows '%s'", e->ruling.track_line,
			   e->config->path ? e->config->path : CONFIG_FILE_NAME,
			   series_text(e->ruling.series));
}

static struct verdict above_series(const struct pin_state *e)
{
	OWNED_STRING rule = rule_text(e);

	return verdict_of(e, VERDICT_HELD_DOWNGRADE,
			  must_format("tag '%s' is above '%s', the highest that %s: "
				      "lower it by hand, or widen the rule",
				      e->written, e->tracked.tag, rule));
}

static struct verdict incomparable(const struct pin_state *e)
{
	OWNED_STRING rule = rule_text(e);

	return verdict_of(e, VERDICT_UNSUPPORTED,
			  must_format("%s, and tag '%s' cannot be compared with any tag of it: "
				      "write "
				      "one of them, or give the rule a 'match'",
				      rule, e->written));
}

static struct verdict no_editable_tag(const struct pin_state *e)
{
	OWNED_STRING rule = rule_text(e);

	return verdict_of(e, VERDICT_UNSUPPORTED,
			  must_format("%s, but no tag stands beside the digest in one piece that "
				      "could be moved: write one, or give the rule a 'match'",
				      rule));
}

static struct verdict tags_unknown(const struct pin_state *e)
{
	if (e->tracked.error)
		return failed(e, e->tracked.error);
	return verdict_of(e, VERDICT_FAILED,
			  must_format("the tags of '%s' were not asked for", e->pin->image->name));
}

struct verdict held_by_series(const struct pin_state *e)
{
	switch (e->tracked.kind) {
	case TRACKED_ABOVE_SERIES:
		return above_series(e);
	case TRACKED_INCOMPARABLE:
		return incomparable(e);
	case TRACKED_NOT_EDITABLE:
		return no_editable_tag(e);
	default:
		return tags_unknown(e);
	}
}

/* ---- tags that serve several pins ---- */

static char *tag_position(const struct pin *pin)
{
	return must_format("%s:%zu", pin->path, pin->tag.at);
}

static void withdraw(struct verdict *verdict, const struct pin *other)
{
	free(verdict->reason);
	free(verdict->to);
	free(verdict->to_tag);
	verdict->to = verdict->to_tag = NULL;
	verdict->code = VERDICT_UNSUPPORTED;
	verdict->reason =
	    must_format("its tag also serves line %u, which does not move to the same: "
			"give each its own, or leave both out of the rule",
			other->line);
}

/* The pin of each tag's place that another one disagrees with. */
static struct map *find_conflicts(const struct verdicts *verdicts)
{
	OWNED(map) first = map_new();
	struct map *conflicts = map_new();

	for (size_t i = 0; i < verdicts->count; i++) {
		struct verdict *verdict = &verdicts->items[i];

		if (!verdict->pin->tag.length)
			continue;
		OWNED_STRING place = tag_position(verdict->pin);
		const struct verdict *other = map_get(first, place);

		if (!other)
			map_set(first, place, verdict);
		else if (!string_is(other->to_tag, verdict->to_tag))
			map_set(conflicts, place, (void *)(other->to_tag ? verdict : other));
	}
	return conflicts;
}

static bool changes_tags(const struct verdicts *verdicts)
{
	for (size_t i = 0; i < verdicts->count; i++)
		if (verdicts->items[i].to_tag)
			return true;
	return false;
}

void check_shared_tags(struct verdicts *verdicts)
{
	if (!changes_tags(verdicts))
		return;
	OWNED(map) conflicts = find_conflicts(verdicts);

	for (size_t i = 0; i < verdicts->count; i++) {
		struct verdict *verdict = &verdicts->items[i];

		if (!verdict->to_tag)
			continue;
		OWNED_STRING place = tag_position(verdict->pin);
		const struct verdict *other = map_get(conflicts, place);

		if (other)
			withdraw(verdict, other->pin);
	}
}
