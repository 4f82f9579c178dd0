#include <digestbump/scan/format.h>

#include "find/tag_comment.h"
#include <digestbump/base/memory.h>
#include <digestbump/image/digest.h>
#include <digestbump/limits.h>
#include <string.h>

/* The line and column of a byte, counted on from the place counted to last where
 * that is possible: files of thousands of pins would be read thousands of times. */
static void position_of(unsigned *line, unsigned *column, const struct scan_file *file, size_t at)
{
	struct line_cache none = { 0, 1 };
	struct line_cache *mark = file->mark ? file->mark : &none;

	if (!mark->line || mark->start > at)
		*mark = (struct line_cache){ 0, 1 };
	struct slice rest = { file->bytes.at + mark->start, file->bytes.size - mark->start };

	text_position(line, column, rest, at - mark->start);
	*line += mark->line - 1;
	*mark = (struct line_cache){ at - (*column - 1), *line };
}

void format_skip(const struct scan_file *file, size_t at, const char *code, const char *reason)
{
	unsigned line;
	unsigned column;

	position_of(&line, &column, file, at);
	skips_add(file->skips, file->path, line, code, reason);
}

static struct slice bytes_at(const struct scan_file *file, struct range at)
{
	if (at.at > file->bytes.size || at.length > file->bytes.size - at.at)
		return (struct slice){ file->bytes.at, 0 };
	return (struct slice){ file->bytes.at + at.at, at.length };
}

/* Sets where the digest stands; the bytes there are compared, so that no
 * mistake of a format can make an edit in a wrong place. */
static void place_digest(struct pin *pin, const struct scan_file *file,
			 const struct found_reference *found)
{
	struct slice there = bytes_at(file, found->digest);

	pin->digest = (struct range){ found->at, 0 };
	if (!pin->pinned)
		return;
	pin->bare = slice_is(there, digest_hex(pin->pinned));
	if (pin->bare || slice_is(there, pin->pinned))
		pin->digest = found->digest;
	else
		pin->obstacle = PIN_IN_PIECES;
}

static void place_tag(struct pin *pin, const struct scan_file *file,
		      const struct found_reference *found)
{
	if (pin->tracked && slice_is(bytes_at(file, found->tag), pin->tracked))
		pin->tag = found->tag;
}

struct pin *format_add_pin(const struct scan_file *file, struct pin *pin,
			   const struct found_reference *found)
{
	pin->kind = found->kind;
	pin->raw = slice_copy(found->text);
	place_digest(pin, file, found);
	place_tag(pin, file, found);
	position_of(&pin->line, &pin->column, file, pin->digest.at);
	tag_comment_apply(pin, file->bytes);
	pins_add(file->pins, pin);
	return pin;
}

/* Takes image. */
static struct pin *add_pin(const struct scan_file *file, const struct format *format,
			   const struct found_reference *found, struct reference *image)
{
	struct pin *pin = pin_new(format->name, file->path);

	pin->image = image;
	pin->pinned = must_copy(image->digest);
	pin->tracked = must_copy(image->tag);
	return format_add_pin(file, pin, found);
}

struct pin *format_add_found(const struct scan_file *file, const struct format *format,
			     const struct found_reference *found)
{
	if (file->pins->count >= FILE_PINS_MOST)
		return NULL;
	OWNED(reference) image = NULL;
	OWNED(error) failed = reference_parse(&image, found->text);

	if (!failed)
		return add_pin(file, format, found, pass_on(&image));
	if (reference_has_broken_digest(found->text))
		format_skip(file, found->at, "invalid", error_text(failed));
	return NULL;
}

/* The place in `at` where the needle stands, when it stands there once. */
static struct range find_once(const struct scan_file *file, struct range at, struct slice needle)
{
	struct slice hay = bytes_at(file, at);
	const char *first = needle.size ? memmem(hay.at, hay.size, needle.at, needle.size) : NULL;

	if (!first)
		return (struct range){ 0 };
	size_t offset = (size_t)(first - hay.at);

	if (memmem(first + 1, hay.size - offset - 1, needle.at, needle.size))
		return (struct range){ 0 };
	return (struct range){ at.at + offset, needle.size };
}

static struct range moved(struct range part, size_t by)
{
	part.at += by;
	return part;
}

/* The whole reference byte for byte; else its digest; else, because what is
 * in front of the hex may be escaped, the hex alone. */
static void locate(struct found_reference *found, const struct scan_file *file,
		   const struct reference *image, struct range at)
{
	struct range whole = find_once(file, at, found->text);

	if (whole.length) {
		found->at = whole.at;
		found->digest = moved(image->written_digest, whole.at);
		found->tag = moved(image->written_tag, whole.at);
	} else if (image->digest) {
		found->digest = find_once(file, at, slice_of(image->digest));
		if (!found->digest.length)
			found->digest = find_once(file, at, slice_of(digest_hex(image->digest)));
	}
}

struct pin *format_add(const struct scan_file *file, const struct format *format,
		       enum pin_kind kind, struct slice text, struct range at)
{
	struct found_reference found = { .kind = kind, .text = text, .at = at.at };
	OWNED(reference) image = NULL;
	OWNED(error) failed = reference_parse(&image, text);

	if (!failed)
		locate(&found, file, image, at);
	return format_add_found(file, format, &found);
}
