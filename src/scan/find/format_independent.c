#include "format_independent.h"

#include "../file_selection.h"
#include "../formats.h"
#include "renovate_comment.h"
#include "user_pattern.h"
#include <digestbump/base/memory.h>
#include <string.h>

/* Adds the pins that one way of finding sees. */
typedef void find_layer(const struct scan_file *file, const void *data);

/* ---- one pin per place ---- */

/* A pin that is there already, by the byte behind its digest: the hex alone and
 * the whole digest end there both. */
struct place {
	size_t end;
	size_t index;
};

struct place_list {
	struct place *items;
	size_t count;
};

static size_t end_of(const struct pin *pin)
{
	return pin->digest.at + pin->digest.length;
}

static int compare(const void *a, const void *b)
{
	const struct place *first = a;
	const struct place *second = b;

	return (first->end > second->end) - (first->end < second->end);
}

static struct place_list places_of(const struct scan_file *file)
{
	struct place_list places = { 0 };

	places.items = must_alloc(file->pins->count * sizeof(*places.items));
	for (size_t i = 0; i < file->pins->count; i++) {
		const struct pin *pin = file->pins->items[i];

		if (strcmp(pin->path, file->path) == 0)
			places.items[places.count++] = (struct place){ end_of(pin), i };
	}
	qsort(places.items, places.count, sizeof(*places.items), compare);
	return places;
}

static bool has_own_tag(const struct pin *pin)
{
	return pin->tracked && !pin->tag_comment_line;
}

/* True when `pin` knows what the one that is there lacks: the image, or the tag. */
static bool knows_more(const struct pin *pin, const struct pin *there)
{
	if (pin->obstacle != PIN_FREE || !pin->pinned || !there->pinned)
		return false;
	if (there->obstacle == PIN_NOT_NAMED || there->obstacle == PIN_UNRESOLVED)
		return true;
	return there->obstacle == PIN_FREE && there->image && has_own_tag(pin) &&
	       !has_own_tag(there) && strcmp(pin->image->name, there->image->name) == 0;
}

/* Takes pin. */
static void add_or_replace(const struct scan_file *file, const struct place_list *places,
			   struct pin *pin)
{
	const struct place wanted = { end_of(pin), 0 };
	const struct place *place =
	    bsearch(&wanted, places->items, places->count, sizeof(wanted), compare);

	if (!place) {
		pins_add(file->pins, pin);
		return;
	}
	struct pin **there = &file->pins->items[place->index];

	if (knows_more(pin, *there)) {
		struct pin *keep_existing = *there;

		*there = pin;
		pin = keep_existing;
	}
	pin_free(pin);
}

static void add_layer(const struct scan_file *file, find_layer *find, const void *data)
{
	struct pins found = { 0 };
	struct line_cache mark = { 0 };
	struct scan_file layer = *file;

	layer.pins = &found;
	layer.mark = &mark;
	find(&layer, data);
	if (!found.count) {
		pins_clear(&found);
		return;
	}
	struct place_list places = places_of(file);

	for (size_t i = 0; i < found.count; i++)
		add_or_replace(file, &places, found.items[i]);
	free(places.items);
	free(found.items);
}

/* ---- the ways of finding ---- */

static void find_searched(const struct scan_file *file, const void *data)
{
	user_pattern_find(file, data);
}

static void find_marked(const struct scan_file *file, const void *data)
{
	(void)data;
	renovate_find(file);
}

static void find_anything(const struct scan_file *file, const void *data)
{
	const struct config *config = data;
	bool writes = config_finder_writes(config, file->path);

	error_free(format_text.find(file)); /* which has nothing to fail at */

	for (size_t i = 0; i < file->pins->count && !writes; i++)
		if (file->pins->items[i]->obstacle == PIN_FREE)
			file->pins->items[i]->obstacle = PIN_LISTED;
}

void format_independent_find(const struct scan_file *file, const struct format *format,
			     const struct config *config)
{
	for (size_t i = 0; i < config->text_pattern_count; i++)
		if (text_pattern_covers(&config->text_patterns[i], file->path))
			add_layer(file, find_searched, &config->text_patterns[i]);
	add_layer(file, find_marked, NULL);
	if (file_gets_general_finder(config, format, file->path))
		add_layer(file, find_anything, config);
}
