#include "occurrences.h"
#include <digestbump/base/memory.h>
#include <digestbump/image/digest.h>
#include <digestbump/limits.h>
#include <string.h>

struct sighting {
	size_t at;    /* where in the file */
	size_t index; /* in the order of adding */

	const char *skip; /* its code; NULL: this is a pin */
	char *reason;

	enum pin_kind kind;
	struct written written;
	char *platform;
	bool shared;  /* by uses that name different images */
	bool unclear; /* one of its uses has a hidden part, and another one has not */
};

static struct sighting *sighting_add(struct sightings *sightings, size_t at)
{
	struct sighting *sighting = must_alloc(sizeof(*sighting));

	sighting->at = at;
	sighting->index = sightings->count;
	sightings->items = must_grow(sightings->items, sightings->count, sizeof(struct sighting *));
	sightings->items[sightings->count++] = sighting;
	return sighting;
}

static void begin_places(struct sightings *sightings)
{
	if (!sightings->by_place)
		sightings->by_place = map_new();
}

void sightings_skip(struct sightings *sightings, size_t at, const char *code, const char *reason)
{
	OWNED_STRING key = must_format("%zu skip %s", at, code);

	begin_places(sightings);
	if (sightings->count >= FILE_PINS_MOST || map_get(sightings->by_place, key))
		return;
	struct sighting *sighting = sighting_add(sightings, at);

	sighting->skip = code;
	sighting->reason = must_copy(reason);
	map_set(sightings->by_place, key, sighting);
}

/* What makes two uses the same pin: the place of the digest's hex; without one,
 * the text and where it begins. */
static char *key_of(const struct written *written)
{
	size_t end = written->digest_at.at + written->digest_at.length;

	if (!written->digest_at.length)
		return must_format("%zu %s", written->at, written->raw);
	return must_format("%zu", end - strlen(digest_hex(written->digest)));
}

static bool same_string(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

/* A use without a tag says nothing against one with a tag. */
static bool same_image(const struct written *a, const struct written *b)
{
	const char *name_of_a = a->image ? a->image->name : NULL;
	const char *name_of_b = b->image ? b->image->name : NULL;

	return same_string(name_of_a, name_of_b) &&
	       (!a->tag || !b->tag || same_string(a->tag, b->tag));
}

static void swap(struct written *a, struct written *b)
{
	struct written kept = *a;

	*a = *b;
	*b = kept;
}

/* The place was met before. A platform that only some of the uses ask for is
 * none that the pin can be held to. */
static void meet_again(struct sighting *before, struct written *written, const char *platform)
{
	if (before->written.hides != written->hides)
		before->unclear = true;
	else if (!same_image(&before->written, written))
		before->shared = true;
	else if (!before->written.tag && written->tag && written->digest)
		swap(&before->written, written);
	if (!same_string(before->platform, platform)) {
		free(before->platform);
		before->platform = NULL;
	}
}

static bool is_within(struct range range, size_t at)
{
	return at >= range.at && at - range.at < range.length;
}

static void add_new(struct sightings *sightings, struct written *written,
		    const struct use_of_image *use, const char *key)
{
	size_t at = written->digest_at.length ? written->digest_at.at : written->at;
	struct sighting *sighting = sighting_add(sightings, at);

	sighting->kind = is_within(use->line, at) ? use->kind : PIN_ARG;
	sighting->platform = must_copy(use->platform);
	sighting->written = *written;
	*written = (struct written){ 0 };
	map_set(sightings->by_place, key, sighting);
}

void sightings_add(struct sightings *sightings, struct written *written,
		   const struct use_of_image *use)
{
	begin_places(sightings);
	if (written->digest && !written->digest_at.length) {
		sightings_skip(sightings, written->at, "in-pieces",
			       "the digest does not stand in one piece: write it on one line");
		return;
	}
	OWNED_STRING key = key_of(written);
	struct sighting *before = map_get(sightings->by_place, key);

	if (before && !use->lesser)
		meet_again(before, written, use->platform);
	else if (before)
		return;
	else if (sightings->count < FILE_PINS_MOST)
		add_new(sightings, written, use, key);
}

static int in_file_order(const void *a, const void *b)
{
	const struct sighting *left = *(struct sighting *const *)a;
	const struct sighting *right = *(struct sighting *const *)b;

	if (left->at != right->at)
		return left->at < right->at ? -1 : 1;
	return left->index < right->index ? -1 : 1;
}

static void tell_one(const struct sighting *sighting, const struct scan_file *file,
		     const struct format *format)
{
	if (sighting->skip) {
		format_skip(file, sighting->at, sighting->skip, sighting->reason);
		return;
	}
	struct pin *pin = format_add_written(file, format, sighting->kind, &sighting->written);

	pin->platform = must_copy(sighting->platform);
	if (sighting->unclear)
		pin->obstacle = PIN_UNRESOLVED;
	if (sighting->shared && pin->image)
		pin->obstacle = PIN_SHARED;
}

void sightings_tell(const struct sightings *sightings, const struct scan_file *file,
		    const struct format *format)
{
	if (!sightings->count)
		return;
	qsort(sightings->items, sightings->count, sizeof(struct sighting *), in_file_order);
	for (size_t i = 0; i < sightings->count; i++)
		tell_one(sightings->items[i], file, format);
	/* When all of them are pins, scan says so itself. */
	if (sightings->count >= FILE_PINS_MOST && file->pins->count < FILE_PINS_MOST)
		skips_add(file->skips, file->path, 0, "too-large",
			  "more references than a file may have: the rest was not read");
}

void sightings_clear(struct sightings *sightings)
{
	for (size_t i = 0; i < sightings->count; i++) {
		struct sighting *sighting = sightings->items[i];

		written_clear(&sighting->written);
		free(sighting->platform);
		free(sighting->reason);
		free(sighting);
	}
	free(sightings->items);
	map_free(sightings->by_place);
	*sightings = (struct sightings){ 0 };
}
