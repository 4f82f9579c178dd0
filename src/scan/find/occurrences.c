#include "occurrences.h"
#include <digestbump/base/memory.h>
#include <digestbump/image/digest.h>
#include <digestbump/limits.h>
#include <string.h>

struct occurrence {
	size_t at;    /* where in the file */
	size_t index; /* in the order of adding */

	const char *skip; /* its code; NULL: this is a pin */
	char *reason;

	enum pin_kind kind;
	enum pin_obstacle obstacle;
	struct reference_text parsed;
	char *platform;
	bool shared;          /* by uses that name different images */
	bool has_unknown_use; /* one of its uses has a hidden part, and another one has not */
};

static struct occurrence *occurrence_add(struct occurrences *occurrences, size_t at)
{
	struct occurrence *occurrence = must_alloc(sizeof(*occurrence));

	occurrence->at = at;
	occurrence->index = occurrences->count;
	occurrences->items =
	    must_grow(occurrences->items, occurrences->count, sizeof(struct occurrence *));
	occurrences->items[occurrences->count++] = occurrence;
	return occurrence;
}

static void ensure_map(struct occurrences *occurrences)
{
	if (!occurrences->by_place)
		occurrences->by_place = map_new();
}

void occurrences_add_skip(struct occurrences *occurrences, size_t at, const char *code,
			  const char *reason)
{
	OWNED_STRING key = must_format("%zu skip %s", at, code);

	ensure_map(occurrences);
	if (occurrences->count >= FILE_PINS_MOST || map_get(occurrences->by_place, key))
		return;
	struct occurrence *occurrence = occurrence_add(occurrences, at);

	occurrence->skip = code;
	occurrence->reason = must_copy(reason);
	map_set(occurrences->by_place, key, occurrence);
}

/* What makes two uses the same pin: the place of the digest's hex; without one,
 * the text and where it begins. */
static char *key_of(const struct reference_text *parsed)
{
	size_t end = parsed->digest_at.at + parsed->digest_at.length;

	if (!parsed->digest_at.length)
		return must_format("%zu %s", parsed->at, parsed->raw);
	return must_format("%zu", end - strlen(digest_hex(parsed->digest)));
}

static bool same_string(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

/* A use without a tag says nothing against one with a tag. */
static bool same_image(const struct reference_text *a, const struct reference_text *b)
{
	const char *name_of_a = a->image ? a->image->name : NULL;
	const char *name_of_b = b->image ? b->image->name : NULL;

	return same_string(name_of_a, name_of_b) &&
	       (!a->tag || !b->tag || same_string(a->tag, b->tag));
}

static void swap(struct reference_text *a, struct reference_text *b)
{
	struct reference_text kept = *a;

	*a = *b;
	*b = kept;
}

/* The place was met before. A platform that only some of the uses ask for is
 * none that the pin can be held to. */
static void merge_use(struct occurrence *before, struct reference_text *parsed,
		      const char *platform)
{
	if (before->parsed.hides != parsed->hides)
		before->has_unknown_use = true;
	else if (!same_image(&before->parsed, parsed))
		before->shared = true;
	else if (!before->parsed.tag && parsed->tag && parsed->digest)
		swap(&before->parsed, parsed);
	if (!same_string(before->platform, platform)) {
		free(before->platform);
		before->platform = NULL;
	}
}

static bool is_within(struct range range, size_t at)
{
	return at >= range.at && at - range.at < range.length;
}

static void add_new(struct occurrences *occurrences, struct reference_text *parsed,
		    const struct image_use *use, const char *key)
{
	size_t at = parsed->digest_at.length ? parsed->digest_at.at : parsed->at;
	struct occurrence *occurrence = occurrence_add(occurrences, at);

	occurrence->kind = is_within(use->line, at) ? use->kind : PIN_ARG;
	occurrence->obstacle = use->obstacle;
	occurrence->platform = must_copy(use->platform);
	occurrence->parsed = *parsed;
	*parsed = (struct reference_text){ 0 };
	map_set(occurrences->by_place, key, occurrence);
}

void occurrences_add(struct occurrences *occurrences, struct reference_text *parsed,
		     const struct image_use *use)
{
	ensure_map(occurrences);
	if (parsed->digest && !parsed->digest_at.length) {
		occurrences_add_skip(occurrences, parsed->at, "in-pieces",
				     "the digest does not stand in one piece: write it on one "
				     "line");
		return;
	}
	OWNED_STRING key = key_of(parsed);
	struct occurrence *before = map_get(occurrences->by_place, key);

	if (before && !use->keep_existing)
		merge_use(before, parsed, use->platform);
	else if (before)
		return;
	else if (occurrences->count < FILE_PINS_MOST)
		add_new(occurrences, parsed, use, key);
}

static int in_file_order(const void *a, const void *b)
{
	const struct occurrence *left = *(struct occurrence *const *)a;
	const struct occurrence *right = *(struct occurrence *const *)b;

	if (left->at != right->at)
		return left->at < right->at ? -1 : 1;
	return left->index < right->index ? -1 : 1;
}

/* "unnamed:1.2@sha256:..." stands for a tag with a digest (image_parts.c). */
static void drop_unnamed(struct pin *pin)
{
	size_t size = strlen(UNNAMED);

	if (strncmp(pin->raw, UNNAMED, size) == 0)
		memmove(pin->raw, pin->raw + size, strlen(pin->raw) - size + 1);
}

static void emit_one(const struct occurrence *occurrence, const struct scan_file *file,
		     const struct format *format)
{
	if (occurrence->skip) {
		format_skip(file, occurrence->at, occurrence->skip, occurrence->reason);
		return;
	}
	struct pin *pin =
	    format_add_reference_text(file, format, occurrence->kind, &occurrence->parsed);

	pin->platform = must_copy(occurrence->platform);
	if (occurrence->obstacle && pin->pinned &&
	    (pin->obstacle == PIN_FREE || occurrence->obstacle == PIN_NOT_NAMED))
		pin->obstacle = occurrence->obstacle;
	if (pin->obstacle == PIN_NOT_NAMED)
		drop_unnamed(pin);
	if (occurrence->has_unknown_use)
		pin->obstacle = PIN_UNRESOLVED;
	if (occurrence->shared && pin->image)
		pin->obstacle = PIN_SHARED;
}

void occurrences_emit(const struct occurrences *occurrences, const struct scan_file *file,
		      const struct format *format)
{
	if (!occurrences->count)
		return;
	qsort(occurrences->items, occurrences->count, sizeof(struct occurrence *), in_file_order);
	for (size_t i = 0; i < occurrences->count; i++)
		emit_one(occurrences->items[i], file, format);
	/* When all of them are pins, scan says so itself. */
	if (occurrences->count >= FILE_PINS_MOST && file->pins->count < FILE_PINS_MOST)
		skips_add(file->skips, file->path, 0, "too-large",
			  "more references than a file may have: the rest was not read");
}

void occurrences_clear(struct occurrences *occurrences)
{
	for (size_t i = 0; i < occurrences->count; i++) {
		struct occurrence *occurrence = occurrences->items[i];

		reference_text_clear(&occurrence->parsed);
		free(occurrence->platform);
		free(occurrence->reason);
		free(occurrence);
	}
	free(occurrences->items);
	map_free(occurrences->by_place);
	*occurrences = (struct occurrences){ 0 };
}
