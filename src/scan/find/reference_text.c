#include "reference_text.h"
#include <assert.h>
#include <digestbump/base/memory.h>
#include <digestbump/image/digest.h>
#include <digestbump/limits.h>
#include <string.h>

/* name[:tag][@digest], by letters that are known: what a hidden value is written
 * as may hold any of the signs itself. */
struct parts {
	struct letters name;
	struct letters tag;
	struct letters digest;
};

static bool is_sign(struct letters text, size_t i, char sign)
{
	return text.at[i] == sign && text.from[i] != ORIGIN_HIDDEN;
}

static struct parts split(struct letters text)
{
	size_t end = 0; /* of name and tag */
	size_t colon;

	while (end < text.size && !is_sign(text, end, '@'))
		end++;
	for (colon = end; colon > 0; colon--)
		if (is_sign(text, colon - 1, ':') || is_sign(text, colon - 1, '/'))
			break;
	bool has_tag = colon && text.at[colon - 1] == ':';

	return (struct parts){
		.name = letters_part(text, 0, has_tag ? colon - 1 : end),
		.tag = letters_part(text, has_tag ? colon : end, has_tag ? end - colon : 0),
		.digest = letters_behind(text, end < text.size ? end + 1 : end),
	};
}

/* Gives the text of a part; NULL when there is none or it is hidden. */
static char *known(struct letters part)
{
	return part.size && !letters_hide(part) ? slice_copy(letters_slice(part)) : NULL;
}

/* Parses what is known. A name that is hidden is stood in for, so that tag and
 * digest are checked all the same. */
static struct error *parse_known(struct reference **out, const struct parts *parts)
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
static void locate_digest(struct written *written, struct letters digest)
{
	size_t algorithm = (size_t)(digest_hex(written->digest) - written->digest);

	if (!letters_place(&written->digest_at, digest) &&
	    !letters_place(&written->digest_at, letters_behind(digest, algorithm)))
		written->digest_at.length = 0;
}

/* Reads the whole text where all of it is known: no sign may be overlooked. */
static struct error *read_image(struct reference **out, struct letters text,
				const struct parts *parts)
{
	if (text.size > REFERENCE_BYTES_MOST)
		return error_new(ERROR_SYNTAX, "'%.60s...': longer than any image reference",
				 text.at);
	if (!letters_hide(text))
		return reference_parse(out, letters_slice(text));
	return parse_known(out, parts);
}

struct error *written_read(struct written *out, struct letters text, size_t use)
{
	struct parts parts = split(text);
	struct written written = { .hides = letters_hide(text), .at = use };
	OWNED(reference) image = NULL;
	struct range place;

	TRY(read_image(&image, text, &parts));
	assert(image);
	written.raw = slice_copy(letters_slice(text));
	written.tag = must_copy(image->tag);
	written.digest = must_copy(image->digest);
	if (written.digest)
		locate_digest(&written, parts.digest);
	if (written.tag && !letters_place(&written.tag_at, parts.tag))
		written.tag_at.length = 0;
	if (letters_place(&place, text))
		written.at = place.at;
	if (!letters_hide(parts.name))
		written.image = pass_on(&image);
	*out = written;
	return NULL;
}

void written_clear(struct written *written)
{
	free(written->raw);
	reference_free(written->image);
	free(written->tag);
	free(written->digest);
	*written = (struct written){ 0 };
}

struct pin *format_add_written(const struct scan_file *file, const struct format *format,
			       enum pin_kind kind, const struct written *written)
{
	struct pin *pin = pin_new(format->name, file->path);
	struct found found = {
		.kind = kind,
		.text = slice_of(written->raw),
		.at = written->at,
		.digest = written->digest_at,
		.tag = written->tag_at,
	};

	pin->image = written->image ? reference_copy(written->image) : NULL;
	pin->pinned = must_copy(written->digest);
	pin->tracked = must_copy(written->tag);
	format_place(file, pin, &found);
	if (written->hides)
		pin->obstacle = PIN_UNRESOLVED;
	return pin;
}
