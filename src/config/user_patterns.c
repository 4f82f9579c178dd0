#include "setting.h"
#include <digestbump/base/memory.h>
#include <digestbump/limits.h>
#include <string.h>

static const char *const groups[] = { "image", "tag", "digest", "registry", "repository" };

static struct error *check_names(const struct value *value, const struct strings *names)
{
	for (size_t i = 0; i < names->count; i++) {
		size_t k = 0;

		while (k < sizeof(groups) / sizeof(*groups) &&
		       strcmp(names->items[i], groups[k]) != 0)
			k++;
		if (k == sizeof(groups) / sizeof(*groups))
			return setting_error(value,
					     "has a group '%.60s'; expected image, tag, digest, "
					     "registry, repository",
					     names->items[i]);
	}
	return NULL;
}

/* Letters of the value are counted as they are decoded: where they stand in the file
 * hangs on quotes and folds. */
struct error *set_regex(const struct value *value, void *field)
{
	struct regex **regex = field;
	const struct node *node = value->node;
	OWNED(strings) names = strings_new();
	size_t at = 0;
	OWNED(error) refused = regex_new(regex, &at, (struct slice){ node->value, node->size });

	if (refused)
		return setting_error(value,
				     "is not a valid regular expression: at character %zu: %s",
				     at + 1, error_text(refused));
	regex_names(names, *regex);
	TRY(check_names(value, names));
	if (!strings_has(names, "digest"))
		return setting_error(value, "has no group named digest: write "
					    "(?<digest>sha256:[0-9a-f]{64})");
	if (strings_has(names, "registry") && !strings_has(names, "repository"))
		return setting_error(value, "has a group registry, but no group repository");
	return NULL;
}

struct error *set_name(const struct value *value, void *field)
{
	const struct node *node = value->node;
	OWNED(reference) reference = NULL;
	OWNED(error)
	refused = reference_parse(&reference, (struct slice){ node->value, node->size });

	if (refused || reference->tag || reference->digest)
		return setting_error(value, "is '%.60s'; expected %s", node->value,
				     value->setting->wants);
	return set_text(value, field);
}

/* Every part of the reference comes from one place. */
static struct error *check_text_pattern(const struct value *list, const struct node *item,
					const struct text_pattern *pattern)
{
	OWNED(strings) names = strings_new();

	if (!pattern->files.count || !pattern->regex)
		return setting_error_at(list->path, item, "a pattern has files and match");
	regex_names(names, pattern->regex);
	bool image = strings_has(names, "image");
	bool repository = strings_has(names, "repository");

	if (image + repository + (pattern->image != NULL) != 1)
		return setting_error_at(list->path, item,
					"the image comes from one of: a group image, a group "
					"repository, the setting image");
	if (pattern->tag && strings_has(names, "tag"))
		return setting_error_at(list->path, item,
					"the tag comes from a group tag or from the setting tag");
	return NULL;
}

static struct error *load_text_pattern(struct text_pattern *pattern, const struct value *list,
				       const struct node *item)
{
	TRY(check_plain(list->path, item));
	if (item->kind != NODE_MAPPING)
		return setting_error_at(list->path, item,
					"a pattern is a mapping: files and match");
	TRY(section_load(list->path, list->setting->inside, item, pattern));
	return check_text_pattern(list, item, pattern);
}

struct error *set_text_patterns(const struct value *value, void *field)
{
	struct config *config = field;

	for (size_t i = 0; i < value->node->count; i++) {
		const struct node *item = value->node->items[i];

		config->text_patterns = must_grow(config->text_patterns, config->text_pattern_count,
						  sizeof(*config->text_patterns));
		struct text_pattern *pattern = &config->text_patterns[config->text_pattern_count++];

		*pattern = (struct text_pattern){ .line = item->line };
		TRY(load_text_pattern(pattern, value, item));
	}
	return NULL;
}
