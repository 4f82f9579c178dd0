#include "track_rule.h"
#include "setting.h"
#include <digestbump/base/memory.h>
#include <string.h>

static void track_free(struct track *track)
{
	free(track->semver);
	free(track->suffix);
	free(track->regex);
	free(track);
}
DEFINE_OWNED(track)

struct error *set_order(const struct value *value, void *field)
{
	static const char *const orders[] = {
		[SERIES_NUMERIC] = "numeric", [SERIES_TEXT] = "text"
	};
	enum series_order *order = field;

	for (size_t i = 0; i < sizeof(orders) / sizeof(*orders); i++)
		if (strcmp(value->node->value, orders[i]) == 0) {
			*order = (enum series_order)i;
			return NULL;
		}
	return setting_error(value, "is '%.20s'; expected %s", value->node->value,
			     value->setting->wants);
}

/* Takes the reason of image/ for one of ours. */
static struct error *set_series(const struct value *value, struct rule *rule,
				const struct series_options *options)
{
	OWNED(error) refused = series_new(&rule->series, options);

	return refused ? setting_error(value, "is refused: %s", error_text(refused)) : NULL;
}

static struct error *set_range(const struct value *value, struct rule *rule,
			       const struct track *track)
{
	const struct series_options options = { .kind = SERIES_SEMVER,
						.text = track->semver,
						.suffix = track->suffix,
						.prereleases = track->prereleases };

	if (track->regex || track->order != SERIES_NUMERIC)
		return setting_error(value, "has semver together with regex or order; use one");
	return set_series(value, rule, &options);
}

static struct error *set_expression(const struct value *value, struct rule *rule,
				    const struct track *track)
{
	const struct series_options options = { .kind = SERIES_REGEX,
						.text = track->regex,
						.order = track->order };

	if (!track->regex)
		return setting_error(value, "has neither semver nor regex");
	if (track->suffix || track->prereleases)
		return setting_error(value, "has suffix or prereleases without semver");
	return set_series(value, rule, &options);
}

static struct error *set_mapping(const struct value *value, struct rule *rule)
{
	OWNED(track) track = must_alloc(sizeof(*track));

	TRY(section_load(value->path, value->setting->inside, value->node, track));
	return track->semver ? set_range(value, rule, track) : set_expression(value, rule, track);
}

struct error *set_track(const struct value *value, void *field)
{
	struct rule *rule = field;
	const char *text = value->node->value;

	if (value->node->kind == NODE_MAPPING)
		return set_mapping(value, rule);
	if (strchr(text, '*'))
		return set_series(value, rule,
				  &(struct series_options){ .kind = SERIES_GLOB, .text = text });
	return set_tag(value, &rule->track);
}
