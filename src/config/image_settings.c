#include "setting.h"
#include <digestbump/base/memory.h>
#include <string.h>

/* Gives the normal form of a list's item. */
typedef struct error *item_reader(char **out, const char *text);

static struct error *set_items(const struct value *value, struct strings *list, item_reader *read)
{
	for (size_t i = 0; i < value->node->count; i++) {
		const char *text;
		char *item = NULL;

		TRY(item_text(&text, value, value->node->items[i]));
		OWNED(error) refused = read(&item, text);

		if (refused)
			return setting_error_at(value->path, value->node->items[i], "'%s': %s",
						value->setting->key, error_text(refused));
		strings_take(list, item);
	}
	return NULL;
}

static struct error *read_platform(char **out, const char *text)
{
	struct platform platform;

	TRY(platform_parse(&platform, text));
	*out = platform_text(&platform);
	return NULL;
}

struct error *set_platforms(const struct value *value, void *field)
{
	return set_items(value, field, read_platform);
}

static struct error *read_reference(char **out, const char *text)
{
	OWNED(reference) reference = NULL;

	TRY(reference_parse(&reference, slice_of(text)));
	*out = must_copy(text);
	return NULL;
}

struct error *set_references(const struct value *value, void *field)
{
	return set_items(value, field, read_reference);
}

struct error *set_reference(const struct value *value, void *field)
{
	char *text = NULL;
	OWNED(error) refused = read_reference(&text, value->node->value);

	free(text);
	if (refused)
		return setting_error(value, "is '%.60s': %s", value->node->value,
				     error_text(refused));
	return set_text(value, field);
}

/* An entry without a name changes what is declared; one that is not built has only a path. */
static struct error *check(const struct value *list, const struct node *item,
			   const struct image_config *image)
{
	if (!image->path)
		return setting_error_at(list->path, item,
					"an image has a path: its Dockerfile, or what else it is "
					"built from");
	if (image->built == 0 && (image->name || image->context || image->platforms.count ||
				  image->bases.count || image->needs.count))
		return setting_error_at(list->path, item,
					"what is not built has a path and perhaps a target, "
					"nothing else");
	return NULL;
}

struct error *set_built_images(const struct value *value, void *field)
{
	struct config *config = field;

	for (size_t i = 0; i < value->node->count; i++) {
		const struct node *item = value->node->items[i];

		config->images =
		    must_grow(config->images, config->image_count, sizeof(*config->images));
		struct image_config *image = &config->images[config->image_count++];

		*image = (struct image_config){ .built = -1, .line = item->line };
		TRY(check_plain(value->path, item));
		if (item->kind != NODE_MAPPING)
			return setting_error_at(value->path, item,
						"an image must be a mapping with name, path and "
						"build settings");
		TRY(section_load(value->path, value->setting->inside, item, image));
		TRY(check(value, item, image));
	}
	return NULL;
}
