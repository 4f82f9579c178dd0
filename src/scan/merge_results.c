#include "merge_results.h"
#include <digestbump/base/memory.h>
#include <string.h>

void findings_clear(struct findings *findings)
{
	pins_clear(&findings->pins);
	skips_clear(&findings->skips);
}

void findings_move(struct findings *into, struct findings *from)
{
	for (size_t i = 0; i < from->pins.count; i++)
		pins_add(&into->pins, from->pins.items[i]);
	for (size_t i = 0; i < from->skips.count; i++) {
		struct skips *skips = &into->skips;

		skips->items = must_grow(skips->items, skips->count, sizeof(*skips->items));
		skips->items[skips->count++] = from->skips.items[i];
	}
	free(from->pins.items);
	free(from->skips.items);
	*from = (struct findings){ 0 };
}

static int compare_numbers(size_t a, size_t b)
{
	return (a > b) - (a < b);
}

/* ---- pins ---- */

/* qsort(3) does not promise to keep the order of equals; and what different files
 * found comes in any order. */
struct ranked_pin {
	struct pin *pin;
	size_t rank;
};

/* Where no digest's bytes stand (unpinned, in pieces) different references
 * can begin in the same place; their text sets them apart. */
static int compare_places(const struct pin *a, const struct pin *b)
{
	int difference = strcmp(a->path, b->path);

	if (!difference)
		difference = compare_numbers(a->line, b->line);
	if (!difference)
		difference = compare_numbers(a->column, b->column);
	if (!difference)
		difference = compare_numbers(a->digest.length, b->digest.length);
	if (!difference && !a->digest.length)
		difference = strcmp(a->raw ? a->raw : "", b->raw ? b->raw : "");
	return difference;
}

static int compare_ranked(const void *a, const void *b)
{
	const struct ranked_pin *first = a;
	const struct ranked_pin *second = b;
	int difference = compare_places(first->pin, second->pin);

	if (!difference)
		difference = strcmp(first->pin->found_in, second->pin->found_in);
	return difference ? difference : compare_numbers(first->rank, second->rank);
}

static void sort_pins(struct pins *pins)
{
	struct ranked_pin *all = must_alloc(pins->count * sizeof(*all));

	for (size_t i = 0; i < pins->count; i++)
		all[i] = (struct ranked_pin){ pins->items[i], i };
	qsort(all, pins->count, sizeof(*all), compare_ranked);
	for (size_t i = 0; i < pins->count; i++)
		pins->items[i] = all[i].pin;
	free(all);
}

static bool is_same_string(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

static const char *own_tag(const struct pin *pin)
{
	return pin->tag_comment_line ? NULL : pin->tracked;
}

static bool is_same_image(const struct pin *a, const struct pin *b)
{
	if (!a->image || !b->image)
		return a->image == b->image && is_same_string(a->raw, b->raw);
	if (strcmp(a->image->name, b->image->name) != 0)
		return false;
	return !own_tag(a) || !own_tag(b) || strcmp(own_tag(a), own_tag(b)) == 0;
}

static bool is_found_beside(const struct pin *pin)
{
	return strcmp(pin->path, pin->found_in) != 0;
}

/* How much a pin knows of what its digest is for: a file that uses a variable knows
 * more of it than the file that sets it. */
static int knowledge(const struct pin *pin)
{
	if (pin->obstacle == PIN_NOT_NAMED)
		return 0;
	return is_found_beside(pin) ? 2 : 1;
}

/* Makes one pin of two in the same place. Takes other. */
static void merge(struct pin **kept, struct pin *other)
{
	if (knowledge(*kept) < knowledge(other)) {
		struct pin *first = *kept;

		*kept = other;
		other = first;
	}
	struct pin *pin = *kept;

	if (knowledge(other) && knowledge(other) == knowledge(pin)) {
		if (!is_same_image(pin, other))
			pin->obstacle = PIN_SHARED;
		else if (pin->obstacle == PIN_FREE)
			pin->obstacle = other->obstacle;
		if (!own_tag(pin) && other->tracked) {
			free(pin->tracked);
			pin->tracked = pass_on(&other->tracked);
			pin->tag_comment_line = other->tag_comment_line;
		}
	}
	pin_free(other);
}

static void merge_pins(struct pins *pins)
{
	size_t kept = 0;

	for (size_t i = 0; i < pins->count; i++) {
		if (kept && compare_places(pins->items[kept - 1], pins->items[i]) == 0)
			merge(&pins->items[kept - 1], pins->items[i]);
		else
			pins->items[kept++] = pins->items[i];
	}
	pins->count = kept;
}

/* ---- skips ---- */

static int compare_skips(const void *a, const void *b)
{
	const struct skip *first = a;
	const struct skip *second = b;
	int difference = strcmp(first->path, second->path);

	if (!difference)
		difference = compare_numbers(first->line, second->line);
	if (!difference)
		difference = strcmp(first->code, second->code);
	return difference ? difference : strcmp(first->reason, second->reason);
}

/* A file that is read for several others (.env) is reported once. */
static void merge_skips(struct skips *skips)
{
	size_t kept = 0;

	for (size_t i = 0; i < skips->count; i++) {
		if (kept && compare_skips(&skips->items[kept - 1], &skips->items[i]) == 0) {
			free(skips->items[i].path);
			free(skips->items[i].reason);
		} else {
			skips->items[kept++] = skips->items[i];
		}
	}
	skips->count = kept;
}

void findings_sort_and_merge(struct findings *findings)
{
	struct skips *skips = &findings->skips;

	sort_pins(&findings->pins);
	merge_pins(&findings->pins);
	if (skips->count)
		qsort(skips->items, skips->count, sizeof(*skips->items), compare_skips);
	merge_skips(skips);
}
