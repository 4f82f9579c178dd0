#include "user_pattern.h"

#include <digestbump/base/memory.h>
#include <digestbump/image/digest.h>
#include <digestbump/limits.h>
#include <string.h>

static const struct format format_pattern = { .name = "pattern" };

struct pattern_search {
	const struct scan_file *file;
	const struct text_pattern *pattern;
	bool told; /* of a match that is no image: once says it */
};

/* The parts of one match; a part of length 0 is not there. */
struct match_parts {
	struct range name; /* "image", or "repository" */
	struct range registry;
	struct range tag;
	struct range digest;
};

static struct slice bytes_of(const struct pattern_search *search, struct range range)
{
	return (struct slice){ search->file->bytes.at + range.at, range.length };
}

static struct range group(const struct regex_match *match, const char *name)
{
	struct range range = { 0, 0 };

	regex_group(&range, match, name);
	return range;
}

static struct match_parts parts_of(const struct pattern_search *search,
				   const struct regex_match *match)
{
	struct match_parts parts = {
		.name = group(match, "image"),
		.registry = group(match, "registry"),
		.tag = group(match, "tag"),
		.digest = group(match, "digest"),
	};

	if (!parts.name.length)
		parts.name = group(match, "repository");
	if (parts.digest.length && bytes_of(search, parts.digest).at[0] == '@')
		parts.digest = (struct range){ parts.digest.at + 1, parts.digest.length - 1 };
	return parts;
}

static void add_part(struct text *out, const char *before, struct slice part)
{
	if (!part.size)
		return;
	text_add_string(out, before);
	text_add(out, part.at, part.size);
}

/* Gives "registry/name:tag@digest" with the parts there are. */
static struct text *reference_of(const struct pattern_search *search,
				 const struct match_parts *parts)
{
	const struct text_pattern *pattern = search->pattern;
	OWNED(text) out = text_new(0);
	struct slice digest = bytes_of(search, parts->digest);
	bool bare = digest.size == SHA256_HEX && !memchr(digest.at, ':', digest.size);

	if (parts->registry.length)
		add_part(out, "", bytes_of(search, parts->registry));
	add_part(out, out->size ? "/" : "",
		 pattern->image ? slice_of(pattern->image) : bytes_of(search, parts->name));
	add_part(out, ":", pattern->tag ? slice_of(pattern->tag) : bytes_of(search, parts->tag));
	add_part(out, bare ? "@sha256:" : "@", digest);
	return pass_on(&out);
}

static void complain(struct pattern_search *search, size_t at, const char *reason)
{
	if (search->told)
		return;
	search->told = true;
	OWNED_STRING text = must_format("line %u of the configuration (patterns) matches here: %s",
					search->pattern->line, reason);

	format_skip(search->file, at, "pattern", text);
}

static bool add(void *data, const struct regex_match *match)
{
	struct pattern_search *search = data;
	struct match_parts parts = parts_of(search, match);
	OWNED(text) text = reference_of(search, &parts);
	OWNED(reference) image = NULL;
	const struct found_reference found = {
		.kind = PIN_PATTERN,
		.text = text_slice(text),
		.at = parts.name.length ? parts.name.at : regex_whole(match).at,
		.digest = parts.digest,
		.tag = parts.tag,
	};
	OWNED(error) failed = reference_parse(&image, found.text);

	if (failed)
		complain(search, found.at, error_text(failed));
	else
		format_add_found(search->file, &format_pattern, &found);
	return search->file->pins->count < FILE_PINS_MOST;
}

void user_pattern_find(const struct scan_file *file, const struct text_pattern *pattern)
{
	struct pattern_search search = { file, pattern, false };
	OWNED(error) failed = regex_search(pattern->regex, file->bytes, add, &search);

	if (!failed)
		return;
	OWNED_STRING reason =
	    must_format("line %u of the configuration (patterns) %s here: the rest was not "
			"searched; make it more particular",
			pattern->line, error_text(failed));

	skips_add(file->skips, file->path, 0, "pattern", reason);
}
