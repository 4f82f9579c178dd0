#include "image_parts.h"

#include <digestbump/image/digest.h>
#include <digestbump/syntax/template_markers.h>
#include <string.h>

static void add_sign(struct mapped_text *out, char sign)
{
	mapped_text_add(out, sign, ORIGIN_NONE);
}

/* Where a digest begins in a tag: at its '@'; its size when it has none. */
static size_t tag_length(struct mapped_slice tag)
{
	const char *sign = tag.size ? memchr(tag.at, '@', tag.size) : NULL;

	return sign ? (size_t)(sign - tag.at) : tag.size;
}

/* As charts take it: with or without '@', and the hex alone. */
static void add_digest(struct mapped_text *out, struct mapped_slice digest)
{
	static const char algorithm[] = "sha256:";

	if (slice_starts(mapped_bytes(digest), "@"))
		digest = mapped_tail(digest, 1);
	add_sign(out, '@');
	for (size_t i = 0; digest.size == SHA256_HEX && algorithm[i]; i++)
		add_sign(out, algorithm[i]);
	mapped_text_append(out, digest);
}

/* Gives the bytes of a part that is there, else none. */
static struct mapped_text *text_of_part(struct finder *finder, const struct node *part)
{
	return finder_letters(finder, node_is_filled(part) ? part : NULL);
}

/* Gives registry/name:tag as bytes. */
static struct mapped_text *front_of(struct finder *finder, const struct image_parts *parts,
				    struct mapped_slice tag)
{
	OWNED(mapped_text) prefix = text_of_part(finder, parts->registry);
	OWNED(mapped_text) name = text_of_part(finder, parts->name);
	struct mapped_slice mapped = mapped_text_slice(name);

	if (parts->scheme && slice_starts(mapped_bytes(mapped), parts->scheme))
		mapped = mapped_tail(mapped, strlen(parts->scheme));
	if (prefix->size)
		add_sign(prefix, '/');
	mapped_text_append(prefix, mapped);
	if (tag.size) {
		add_sign(prefix, ':');
		mapped_text_append(prefix, tag);
	}
	return pass_on(&prefix);
}

static bool any_is_template(struct finder *finder, const struct image_parts *parts)
{
	const struct node *const all[] = { parts->registry, parts->name, parts->tag,
					   parts->digest };

	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++) {
		if (!node_target(all[i]) || !finder_is_template(finder, all[i]))
			continue;
		finder_skip(finder, parts->name->at.at, "template",
			    "a template's expression names this image");
		return true;
	}
	return false;
}

/* A name that is pinned already takes no tag and no digest; "x@sha256" in front of
 * a tag of 64 digits is one way to get a digest through a chart. */
static bool is_whole(const struct image_parts *parts)
{
	struct slice name = node_text(parts->name);

	return memchr(name.at, '@', name.size) && !slice_ends(name, "@sha256") &&
	       (node_is_filled(parts->tag) || node_is_filled(parts->digest));
}

bool image_parts_add(struct finder *finder, const struct image_parts *parts,
		     enum certainty certainty)
{
	if (!node_is_filled(parts->name) || is_whole(parts) || any_is_template(finder, parts))
		return false;
	OWNED(mapped_text) whole_tag = text_of_part(finder, parts->tag);
	OWNED(mapped_text) digest = text_of_part(finder, parts->digest);
	struct mapped_slice tag = mapped_text_slice(whole_tag);

	if (digest_length_at(mapped_bytes(tag)) == tag.size && tag.size && !digest->size) {
		mapped_text_append(digest, tag); /* charts then write repository@tag */
		tag = mapped_part(tag, 0, 0);
	}
	struct mapped_slice short_tag = mapped_part(tag, 0, tag_length(tag));
	size_t use = parts->name->at.at;
	bool added = false;

	if (short_tag.size < tag.size || !digest->size) {
		OWNED(mapped_text) text = front_of(finder, parts, tag);

		added =
		    finder_add_letters(finder, PIN_SPLIT, mapped_text_slice(text), use, certainty);
	}
	if (digest->size) {
		OWNED(mapped_text) text = front_of(finder, parts, short_tag);

		add_digest(text, mapped_text_slice(digest));
		added |=
		    finder_add_letters(finder, PIN_SPLIT, mapped_text_slice(text), use, certainty);
	}
	return added;
}

bool image_parts_add_unnamed(struct finder *finder, const struct node *tag)
{
	OWNED(mapped_text) text = mapped_text_new(0);
	OWNED(mapped_text) whole = finder_letters(finder, tag);
	struct mapped_slice value = mapped_text_slice(whole);
	size_t size = tag_length(value);

	if (!size || size == value.size || memchr(value.at, '/', size) ||
	    memchr(value.at, ':', size) || finder_is_template(finder, tag))
		return false;
	for (const char *name = UNNAMED; *name; name++)
		mapped_text_add(text, *name, *name == ':' ? ORIGIN_NONE : ORIGIN_UNKNOWN);
	mapped_text_append(text, value);
	finder->obstacle = PIN_NOT_NAMED;
	bool added = finder_add_letters(finder, PIN_SPLIT, mapped_text_slice(text), tag->at.at,
					IMAGE_PINNED);

	finder->obstacle = PIN_FREE;
	return added;
}
