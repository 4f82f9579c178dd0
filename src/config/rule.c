#include "name_syntax.h"
#include <digestbump/base/glob.h>
#include <digestbump/config/config.h>

/* Both image and path patterns; NULL text matches nothing. */
typedef bool glob_matcher(const char *pattern, const char *text);

/* The first pattern that matches, or NULL. */
static const struct pattern *first_match(const struct patterns *patterns, const char *text,
					 glob_matcher *match)
{
	for (size_t i = 0; text && i < patterns->count; i++)
		if (match(patterns->items[i].glob, text))
			return &patterns->items[i];
	return NULL;
}

static bool rule_matches(const struct rule *rule, const char *image, const char *path)
{
	if (rule->images.count && !first_match(&rule->images, image, glob_match))
		return false;
	return !rule->paths.count || first_match(&rule->paths, path, glob_match_path);
}

static void ignore(struct ruling *ruling, const char *by, unsigned line)
{
	ruling->ignored = true;
	ruling->ignored_by = by;
	ruling->ignored_line = line;
}

/* A repository cannot do away with a signature that the operator asks for. */
static void apply_trust(struct ruling *ruling, const struct rule *rule)
{
	if (!rule->has_trust || (!rule->by_operator && ruling->trust_by_operator))
		return;
	ruling->trust = rule->trust.count ? &rule->trust : NULL;
	ruling->trust_by_operator = rule->by_operator && rule->trust.count;
}

static void apply_track(struct ruling *ruling, const struct rule *rule)
{
	if (!rule->track && !rule->series)
		return;
	ruling->track = rule->track;
	ruling->series = rule->series;
	ruling->track_line = rule->line;
}

static void apply(struct ruling *ruling, const struct rule *rule)
{
	apply_track(ruling, rule);
	if (rule->group)
		ruling->group = rule->group;
	if (rule->platform)
		ruling->platform = rule->platform;
	if (rule->platforms.count)
		ruling->platforms = &rule->platforms;
	if (rule->ignore_unchanged >= 0)
		ruling->ignore_unchanged = rule->ignore_unchanged;
	if (rule->kind >= 0) {
		ruling->kind = (enum manifest_kind)rule->kind;
		ruling->kind_line = rule->line;
	}
	if (rule->liveness >= 0)
		ruling->liveness = (enum liveness)rule->liveness;
	if (rule->minimum_age_s >= 0)
		ruling->minimum_age_s = (unsigned)rule->minimum_age_s;
	apply_trust(ruling, rule);
	if (rule->ignore == 1)
		ignore(ruling, "rules", rule->line);
	if (rule->ignore == 0)
		ruling->ignored = false;
}

/* The lists of `ignore` are final: a rule with ignore: false takes back what
 * rules said before it, and nothing else. */
struct ruling config_rule(const struct config *config, const char *image, const char *path)
{
	struct ruling ruling = { .liveness = (enum liveness)config->liveness,
				 .ignore_unchanged = config->ignore_unchanged,
				 .minimum_age_s = config->minimum_age_s };
	const struct pattern *listed;

	for (size_t i = 0; i < config->rule_count; i++)
		if (rule_matches(&config->rules[i], image, path))
			apply(&ruling, &config->rules[i]);
	if (!ruling.ignored) {
		ruling.ignored_by = NULL;
		ruling.ignored_line = 0;
	}
	if ((listed = first_match(&config->ignore_images, image, glob_match)))
		ignore(&ruling, "ignore.images", listed->line);
	if ((listed = first_match(&config->ignore_paths, path, glob_match_path)))
		ignore(&ruling, "ignore.paths", listed->line);
	return ruling;
}

bool config_ignores_path(const struct config *config, const char *path)
{
	return first_match(&config->ignore_paths, path, glob_match_path) != NULL;
}

static bool is_one_of(const struct patterns *paths, const char *path)
{
	return first_match(paths, path, glob_match_path) != NULL;
}

bool text_pattern_covers(const struct text_pattern *pattern, const char *path)
{
	return is_one_of(&pattern->files, path);
}

bool config_has_text_pattern(const struct config *config, const char *path)
{
	for (size_t i = 0; i < config->text_pattern_count; i++)
		if (text_pattern_covers(&config->text_patterns[i], path))
			return true;
	return false;
}

bool config_finder_writes(const struct config *config, const char *path)
{
	return is_one_of(&config->finder_write, path);
}

bool config_finder_scans(const struct config *config, const char *path, bool by_name)
{
	if (is_one_of(&config->finder_except, path))
		return false;
	return by_name || is_one_of(&config->finder_paths, path) ||
	       config_finder_writes(config, path);
}

struct error *config_limit_images(struct config *config, const char *pattern)
{
	char *glob = NULL;

	TRY(error_wrap(image_pattern_normalise(&glob, pattern), "'%s'", pattern));
	strings_take(&config->only_images, glob);
	return NULL;
}

bool config_wants_image(const struct config *config, const char *image)
{
	for (size_t i = 0; i < config->only_images.count; i++)
		if (image && glob_match(config->only_images.items[i], image))
			return true;
	return !config->only_images.count;
}
