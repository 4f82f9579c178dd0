#include "finder.h"

#include "template.h"
#include <digestbump/base/memory.h>
#include <digestbump/image/digest.h>
#include <string.h>

/* A reference with variables in it is not longer; aliases could have a long text
 * read ten thousand times. */
enum { TEXT_BYTES_MOST = 4096 };

/* ---- letters ---- */

/* Bytes of the "${X}" or "$(X)" at the start, 0 when there is none. */
static size_t variable_length(struct slice text)
{
	const char *end = NULL;

	if (slice_starts(text, "${"))
		end = memchr(text.at, '}', text.size);
	else if (slice_starts(text, "$("))
		end = memchr(text.at, ')', text.size);
	return end ? (size_t)(end - text.at) + 1 : 0;
}

static uint32_t origin_of(const struct node_map *map, size_t at)
{
	struct range place;

	return node_map_locate(&place, map, at, 1) ? (uint32_t)place.at : ORIGIN_NONE;
}

struct traced *finder_letters(const struct finder *finder, const struct node *node)
{
	struct traced *traced = traced_new(0);
	const struct node *scalar = node_target(node);

	if (!node_string(scalar) || scalar->size > TEXT_BYTES_MOST)
		return traced;
	OWNED(node_map) map = node_map_new(scalar, finder->file->bytes);
	struct slice text = slice_trim((struct slice){ scalar->value, scalar->size });
	size_t skipped = (size_t)(text.at - scalar->value);
	size_t hidden = 0; /* letters behind text[i] that a variable covers */

	for (size_t i = 0; i<text.size; i++, hidden -= hidden> 0) {
		if (!hidden)
			hidden = variable_length((struct slice){ text.at + i, text.size - i });
		traced_add(traced, text.at[i],
			   hidden ? ORIGIN_HIDDEN : origin_of(map, skipped + i));
	}
	return traced;
}

struct slice node_text(const struct node *node)
{
	const struct node *scalar = node_target(node);

	return node_string(scalar) ? (struct slice){ scalar->value, scalar->size } : slice_of("");
}

bool node_is_filled(const struct node *node)
{
	node = node_target(node);
	if (!node || node->kind != NODE_SCALAR || !node->size)
		return false;
	return node->style != NODE_PLAIN ||
	       (strcmp(node->value, "~") != 0 && strcmp(node->value, "null") != 0);
}

/* ---- one place, one pin ---- */

static bool same_string(const char *a, const char *b)
{
	return (!a && !b) || (a && b && strcmp(a, b) == 0);
}

static bool same_image(const struct pin *a, const struct pin *b)
{
	return same_string(a->image ? a->image->name : NULL, b->image ? b->image->name : NULL) &&
	       same_string(a->tracked, b->tracked) && same_string(a->pinned, b->pinned);
}

/* The pin before `last` that stands in its place. */
static struct pin *pin_before(const struct pins *pins, const struct pin *last)
{
	for (size_t i = pins->count - 1; i-- > 0;) {
		struct pin *pin = pins->items[i];

		if (pin->digest.at == last->digest.at && strcmp(pin->path, last->path) == 0 &&
		    (pin->digest.length || same_image(pin, last)))
			return pin;
	}
	return NULL;
}

/* Takes the pin that was added last away again when its place is another's. Only
 * what stands in front of an earlier pin can be (anchors). False: taken away. */
static void fold_last(struct finder *finder)
{
	struct pins *pins = finder->file->pins;
	struct pin *last = pins->items[pins->count - 1];
	struct pin *before = NULL;

	if (finder->furthest && last->digest.at <= finder->furthest - 1)
		before = pin_before(pins, last);
	else
		finder->furthest = last->digest.at + 1;
	if (!before)
		return;
	if (!same_image(before, last))
		before->obstacle = PIN_SHARED;
	pin_free(last);
	pins->count--;
}

/* ---- adding ---- */

static bool names_registry(const struct written *written)
{
	const char *host = written->image ? written->image->host : "";

	return strchr(host, '.') && slice_starts(slice_of(written->raw), host);
}

static bool is_certain(const struct written *written, enum certainty certainty)
{
	if (written->digest)
		return true;
	if (written->hides)
		return false;
	switch (certainty) {
	case IMAGE_SURE:
		return true;
	case IMAGE_TAGGED:
		return written->tag != NULL;
	case IMAGE_LIKELY:
		return written->tag && names_registry(written);
	default:
		return false;
	}
}

/* A skip, when the letters were meant as a reference with a digest. */
static void tell_broken(struct finder *finder, enum pin_kind kind, struct letters letters,
			size_t use)
{
	struct found found = { .kind = kind, .text = letters_slice(letters), .at = use };

	if (!letters_hide(letters))
		(void)format_add_found(finder->file, finder->format, &found);
}

bool finder_add_letters(struct finder *finder, enum pin_kind kind, struct letters letters,
			size_t use, enum certainty certainty)
{
	struct written written;
	OWNED(error) failed = written_read(&written, letters, use);

	if (failed) {
		tell_broken(finder, kind, letters, use);
		return false;
	}
	bool certain = is_certain(&written, certainty);

	if (certain) {
		(void)format_add_written(finder->file, finder->format, kind, &written);
		fold_last(finder);
	}
	written_clear(&written);
	return certain;
}

void finder_place(struct finder *finder, struct pin *pin, const struct found *found)
{
	(void)format_place(finder->file, pin, found);
	fold_last(finder);
}

bool finder_add(struct finder *finder, enum pin_kind kind, const struct node *node,
		enum certainty certainty)
{
	const struct node *scalar = node_target(node);

	if (!node_is_filled(scalar) || scalar->size > TEXT_BYTES_MOST)
		return false;
	if (template_has_markers(node_text(scalar))) {
		if (certainty != IMAGE_PINNED)
			template_add_value(finder, scalar->at);
		return false;
	}
	OWNED(traced) letters = finder_letters(finder, scalar);

	return finder_add_letters(finder, kind, traced_letters(letters), scalar->at.at, certainty);
}

/* ---- fields ---- */

static void add_sign(struct traced *out, char sign)
{
	traced_add(out, sign, ORIGIN_NONE);
}

/* Where a digest begins in a tag: at its '@'; its size when it has none. */
static size_t tag_length(struct letters tag)
{
	const char *sign = tag.size ? memchr(tag.at, '@', tag.size) : NULL;

	return sign ? (size_t)(sign - tag.at) : tag.size;
}

/* As charts take it: with or without '@', and the hex alone. */
static void add_digest(struct traced *out, struct letters digest)
{
	static const char algorithm[] = "sha256:";

	if (slice_starts(letters_slice(digest), "@"))
		digest = letters_behind(digest, 1);
	add_sign(out, '@');
	for (size_t i = 0; digest.size == SHA256_HEX && algorithm[i]; i++)
		add_sign(out, algorithm[i]);
	traced_add_letters(out, digest);
}

/* Gives registry/name:tag as letters. */
static struct traced *front_of(struct finder *finder, const struct fields *fields,
			       struct letters tag)
{
	struct traced *front = traced_new(0);
	OWNED(traced) name = finder_letters(finder, fields->name);

	if (node_is_filled(fields->registry)) {
		OWNED(traced) registry = finder_letters(finder, fields->registry);

		traced_add_letters(front, traced_letters(registry));
		add_sign(front, '/');
	}
	struct letters letters = traced_letters(name);

	if (fields->scheme && slice_starts(letters_slice(letters), fields->scheme))
		letters = letters_behind(letters, strlen(fields->scheme));
	traced_add_letters(front, letters);
	if (tag.size) {
		add_sign(front, ':');
		traced_add_letters(front, tag);
	}
	return front;
}

static bool is_template(const struct node *node)
{
	return template_has_markers(node_text(node));
}

static bool any_is_template(struct finder *finder, const struct fields *fields)
{
	if (!is_template(fields->registry) && !is_template(fields->name) &&
	    !is_template(fields->tag) && !is_template(fields->digest))
		return false;
	format_skip(finder->file, fields->name->at.at, "template",
		    "a template's expression names this image");
	return true;
}

/* A name that is pinned already takes no tag and no digest; "x@sha256" in front of
 * a tag of 64 digits is one way to get a digest through a chart. */
static bool is_whole(const struct fields *fields)
{
	struct slice name = node_text(fields->name);

	return name.size && memchr(name.at, '@', name.size) && !slice_ends(name, "@sha256") &&
	       (node_is_filled(fields->tag) || node_is_filled(fields->digest));
}

bool finder_add_fields(struct finder *finder, const struct fields *fields, enum certainty certainty)
{
	if (!node_is_filled(fields->name) || is_whole(fields) || any_is_template(finder, fields))
		return false;
	OWNED(traced)
	whole_tag = finder_letters(finder, node_is_filled(fields->tag) ? fields->tag : NULL);
	OWNED(traced)
	digest = finder_letters(finder, node_is_filled(fields->digest) ? fields->digest : NULL);
	struct letters tag = traced_letters(whole_tag);
	struct letters short_tag = letters_part(tag, 0, tag_length(tag));
	size_t use = fields->name->at.at;
	bool added = false;

	if (short_tag.size < tag.size || !digest->size) {
		OWNED(traced) text = front_of(finder, fields, tag);

		added = finder_add_letters(finder, PIN_SPLIT, traced_letters(text), use, certainty);
	}
	if (digest->size) {
		OWNED(traced) text = front_of(finder, fields, short_tag);

		add_digest(text, traced_letters(digest));
		added =
		    finder_add_letters(finder, PIN_SPLIT, traced_letters(text), use, certainty) ||
		    added;
	}
	return added;
}
