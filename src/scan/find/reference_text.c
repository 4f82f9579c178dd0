#include "reference_text.h"
#include <assert.h>
#include <digestbump/base/memory.h>
#include <digestbump/image/digest.h>
#include <digestbump/limits.h>
#include <string.h>

/* name[:tag][@digest], by bytes that are known: what a hidden value is written
 * as may hold any of the signs itself. */
struct text_parts {
	struct mapped_slice name;
	struct mapped_slice tag;
	struct mapped_slice digest;
};

static bool is_sign(struct mapped_slice text, size_t i, char sign)
{
	return text.at[i] == sign && text.from[i] != ORIGIN_UNKNOWN;
}

static struct text_parts split(struct mapped_slice text)
{
	size_t end = 0; /* of name and tag */
	size_t colon;

	while (end < text.size && !is_sign(text, end, '@'))
		end++;
	for (colon = end; colon > 0; colon--)
		if (is_sign(text, colon - 1, ':') || is_sign(text, colon - 1, '/'))
			break;
	bool has_tag = colon && text.at[colon - 1] == ':';

	return (struct text_parts){
		.name = mapped_part(text, 0, has_tag ? colon - 1 : end),
		.tag = mapped_part(text, has_tag ? colon : end, has_tag ? end - colon : 0),
		.digest = mapped_tail(text, end < text.size ? end + 1 : end),
	};
}

/* Gives the text of a part; NULL when there is none or it is hidden. */
static char *known(struct mapped_slice part)
{
	return part.size && !mapped_has_unknown(part) ? slice_copy(mapped_bytes(part)) : NULL;
}

/* Parses what is known. A name that is hidden is stood in for, so that tag and
 * digest are checked all the same. */
static struct error *parse_known(struct reference **out, const struct text_parts *parts)
{
	OWNED_STRING name = known(parts->name);
	OWNED_STRING tag = known(parts->tag);
	OWNED_STRING digest = known(parts->digest);
	OWNED_STRING text = must_format("%s%s%s%s%s", name ? name : "hidden", tag ? ":" : "",
					tag ? tag : "", digest ? "@" : "", digest ? digest : "");

	return reference_parse(out, slice_of(text));
}

/* Where the whole digest stands; else, because "sha256:" may be written in
 * another place, its hex. */
static void locate_digest(struct reference_text *parsed, struct mapped_slice digest)
{
	size_t algorithm = (size_t)(digest_hex(parsed->digest) - parsed->digest);

	if (!mapped_range(&parsed->digest_at, digest) &&
	    !mapped_range(&parsed->digest_at, mapped_tail(digest, algorithm)))
		parsed->digest_at.length = 0;
}

/* Reads the whole text where all of it is known: no sign may be overlooked. */
static struct error *read_image(struct reference **out, struct mapped_slice text,
				const struct text_parts *parts)
{
	if (text.size > REFERENCE_BYTES_MOST)
		return error_new(ERROR_SYNTAX, "'%.60s...': longer than any image reference",
				 text.at);
	if (!mapped_has_unknown(text))
		return reference_parse(out, mapped_bytes(text));
	return parse_known(out, parts);
}

struct error *reference_text_parse(struct reference_text *out, struct mapped_slice text, size_t use)
{
	struct text_parts parts = split(text);
	struct reference_text parsed = { .hides = mapped_has_unknown(text), .at = use };
	OWNED(reference) image = NULL;
	struct range place;

	TRY(read_image(&image, text, &parts));
	assert(image);
	parsed.raw = slice_copy(mapped_bytes(text));
	parsed.tag = must_copy(image->tag);
	parsed.digest = must_copy(image->digest);
	if (parsed.digest)
		locate_digest(&parsed, parts.digest);
	if (parsed.tag && !mapped_range(&parsed.tag_at, parts.tag))
		parsed.tag_at.length = 0;
	if (mapped_range(&place, text))
		parsed.at = place.at;
	if (!mapped_has_unknown(parts.name))
		parsed.image = pass_on(&image);
	*out = parsed;
	return NULL;
}

void reference_text_clear(struct reference_text *parsed)
{
	free(parsed->raw);
	reference_free(parsed->image);
	free(parsed->tag);
	free(parsed->digest);
	*parsed = (struct reference_text){ 0 };
}

struct pin *format_add_reference_text(const struct scan_file *file, const struct format *format,
				      enum pin_kind kind, const struct reference_text *parsed)
{
	struct pin *pin = pin_new(format->name, file->path);
	struct found_reference found = {
		.kind = kind,
		.text = slice_of(parsed->raw),
		.at = parsed->at,
		.digest = parsed->digest_at,
		.tag = parsed->tag_at,
	};

	pin->image = parsed->image ? reference_copy(parsed->image) : NULL;
	pin->pinned = must_copy(parsed->digest);
	pin->tracked = must_copy(parsed->tag);
	format_add_pin(file, pin, &found);
	if (parsed->hides)
		pin->obstacle = PIN_UNRESOLVED;
	return pin;
}
