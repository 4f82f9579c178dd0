#include "finder.h"

#include <ctype.h>
#include <digestbump/base/memory.h>
#include <digestbump/limits.h>
#include <digestbump/syntax/template_markers.h>
#include <string.h>

/* A reference with variables in it is not longer, nor is it in the file when every
 * byte is escaped. Aliases could have a long text read ten thousand times. */
enum { TEXT_BYTES_MOST = 4096, RAW_BYTES_MOST = 10 * TEXT_BYTES_MOST };

bool finder_is_too_long(const struct node *scalar)
{
	return scalar->size > TEXT_BYTES_MOST || scalar->at.length > RAW_BYTES_MOST;
}

void finder_begin(struct finder *finder, const struct scan_file *file, const struct format *format)
{
	*finder = (struct finder){
		.file = file,
		.format = format,
		.text = file->bytes,
		.seen = node_set_new(),
		.excluded = node_set_new(),
	};
}

static void emit_own(struct finder *finder)
{
	struct line_cache mark = { 0 };
	struct scan_file marked = *finder->file;

	if (!marked.mark)
		marked.mark = &mark;
	occurrences_emit(&finder->occurrences, &marked, finder->format);
	occurrences_clear(&finder->occurrences);
}

void finder_end(struct finder *finder)
{
	emit_own(finder);
	sibling_files_end(&finder->sibling_files, finder->file, finder->format);
	variables_free(finder->variables);
	node_set_free(finder->seen);
	node_set_free(finder->excluded);
}

size_t finder_text_id(const struct finder *finder)
{
	return finder->map ? finder->map_at + 1 : 0;
}

const struct node *finder_once(struct finder *finder, const struct node *node)
{
	node = node_target(node);
	return node && node_set_add(finder->seen, finder_text_id(finder), node) ? node : NULL;
}

void finder_use_text(struct finder *finder, const char *text)
{
	if (text)
		finder->text = (struct slice){ text, finder->file->bytes.size };
}

struct slice finder_bytes(const struct finder *finder, struct range at)
{
	bool masked = !finder->map && !finder->foreign;
	struct slice text = masked ? finder->file->bytes : finder->text;

	return (struct slice){ text.at + at.at, at.length };
}

bool finder_is_template(const struct finder *finder, const struct node *scalar)
{
	return template_has_markers(node_text(scalar)) ||
	       (scalar && template_has_markers(finder_bytes(finder, node_target(scalar)->at)));
}

/* ---- places ---- */

uint32_t finder_origin(const struct finder *finder, size_t at)
{
	struct range place = { at, 1 };

	if (finder->map && !node_map_locate(&place, finder->map, at, 1))
		return ORIGIN_NONE;
	return (uint32_t)place.at;
}

static size_t place_or_near(const struct finder *finder, size_t at)
{
	uint32_t place = finder_origin(finder, at);

	return place == ORIGIN_NONE ? finder->map_at : place;
}

void finder_skip(struct finder *finder, size_t at, const char *code, const char *reason)
{
	if (!finder->foreign)
		occurrences_add_skip(&finder->occurrences, place_or_near(finder, at), code, reason);
}

bool finder_read_adjacent(struct slice *bytes, uint32_t *base, struct finder *finder,
			  const char *path)
{
	return sibling_files_read(bytes, base, &finder->sibling_files, finder->file, path);
}

/* ---- bytes ---- */

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

static uint32_t origin_of(const struct finder *finder, const struct node_map *map, size_t at)
{
	struct range place;

	return node_map_locate(&place, map, at, 1) ? finder_origin(finder, place.at) : ORIGIN_NONE;
}

/* True when the scalar stands in the file byte for byte, at *at: most of them do. */
static bool stands_as_it_is(size_t *at, const struct finder *finder, const struct node *scalar)
{
	struct slice text = node_text(scalar);
	struct range place;

	if (!text.size || scalar->style == NODE_LITERAL || scalar->style == NODE_FOLDED)
		return false;
	size_t quote = scalar->style == NODE_PLAIN ? 0 : 1;

	place = (struct range){ scalar->at.at + quote, text.size };
	if (scalar->at.length != text.size + 2 * quote ||
	    memcmp(finder->text.at + place.at, text.at, text.size) != 0)
		return false;
	*at = place.at;
	if (!finder->map)
		return true;
	if (!node_map_locate(&place, finder->map, place.at, text.size))
		return false;
	*at = place.at;
	return true;
}

struct mapped_text *finder_text(const struct finder *finder, const struct node *node)
{
	OWNED(mapped_text) mapped_text = mapped_text_new(0);
	struct slice text = node_text(node);
	size_t at;

	if (text.size && stands_as_it_is(&at, finder, node_target(node))) {
		mapped_text_append_from(mapped_text, text, (uint32_t)at);
		return pass_on(&mapped_text);
	}
	OWNED(node_map) map = node_map_new(node_target(node), finder->text);

	for (size_t i = 0; i < text.size; i++)
		mapped_text_add(mapped_text, text.at[i], origin_of(finder, map, i));
	return pass_on(&mapped_text);
}

struct mapped_text *finder_text_adjacent(const struct node *node, struct slice bytes, uint32_t base)
{
	OWNED(mapped_text) mapped_text = mapped_text_new(0);
	OWNED(node_map) map = node_map_new(node_target(node), bytes);
	struct slice text = node_text(node);

	for (size_t i = 0; i < text.size; i++) {
		struct range place;
		bool stands = node_map_locate(&place, map, i, 1);

		mapped_text_add(mapped_text, text.at[i],
				stands ? base + (uint32_t)place.at : ORIGIN_NONE);
	}
	return pass_on(&mapped_text);
}

/* How those who fill a file in write what they fill in: shells and Kubernetes,
 * GitHub, GitLab, Azure, CircleCI, Go and Jinja. The longer signs stand first. */
static const struct {
	const char *open;
	const char *close;
} expressions[] = {
	{ "${{", "}}" }, { "${", "}" },  { "$(", ")" },  { "$[[", "]]" },
	{ "$[", "]" },   { "{{", "}}" }, { "<<", ">>" },
};

/* Bytes of a shell's "$X". */
static size_t name_length(struct slice text)
{
	size_t size = 1;

	while (size < text.size && (isalnum((unsigned char)text.at[size]) || text.at[size] == '_'))
		size++;
	return text.at[0] == '$' && size > 1 ? size : 0;
}

/* Bytes of what is filled in at the start, 0 when it is nothing of that kind. */
static size_t variable_length(struct slice text)
{
	if (!strchr("${<", text.at[0]))
		return 0;
	for (size_t i = 0; i < sizeof(expressions) / sizeof(*expressions); i++) {
		size_t end;

		if (!slice_starts(text, expressions[i].open))
			continue;
		if (!slice_find(&end, text, expressions[i].close))
			return 0;
		return end + strlen(expressions[i].close);
	}
	return name_length(text);
}

static bool may_hold_variables(struct mapped_slice text)
{
	return memchr(text.at, '$', text.size) || memchr(text.at, '{', text.size) ||
	       memchr(text.at, '<', text.size);
}

static void mark_variables_unknown(struct mapped_text *out, struct mapped_slice rest)
{
	if (!may_hold_variables(rest)) {
		mapped_text_append(out, rest);
		return;
	}
	while (rest.size) {
		size_t hidden = variable_length(mapped_bytes(rest));

		if (hidden)
			mapped_text_append_unknown(out, mapped_part(rest, 0, hidden));
		else
			mapped_text_append(out, mapped_part(rest, 0, 1));
		rest = mapped_tail(rest, hidden ? hidden : 1);
	}
}

/* Gives the text with the variables that are known, used at the byte `use`. */
static struct mapped_text *replaced(const struct finder *finder, struct mapped_slice text,
				    size_t use)
{
	struct variable_use used_at = { place_or_near(finder, use), finder->group };

	return finder->variables ? variables_expand_here(finder->variables, text, &used_at)
				 : mapped_text_copy(text);
}

struct mapped_text *finder_letters(struct finder *finder, const struct node *node)
{
	OWNED(mapped_text) out = mapped_text_new(EXPANSION_BYTES_MOST);

	if (!node_target(node) || finder_is_too_long(node_target(node)))
		return pass_on(&out);
	OWNED(mapped_text) text = finder_text(finder, node);
	struct mapped_slice mapped = mapped_trim(mapped_text_slice(text));

	if (!finder->expansion) {
		OWNED(mapped_text) known = replaced(finder, mapped, node->at.at);

		mark_variables_unknown(out, mapped_text_slice(known));
		return pass_on(&out);
	}
	OWNED(error) failed = expand(out, finder->expansion, mapped);

	if (failed) {
		finder_skip(finder, node->at.at, "invalid", error_text(failed));
		mapped_text_clear(out);
	}
	return pass_on(&out);
}

/* ---- adding ---- */

static bool names_registry(const struct reference_text *parsed)
{
	const char *host = parsed->image ? parsed->image->host : "";

	return strchr(host, '.') && slice_starts(slice_of(parsed->raw), host);
}

static bool is_certain(const struct reference_text *parsed, enum certainty certainty)
{
	if (parsed->digest)
		return true;
	if (parsed->hides)
		return false;
	switch (certainty) {
	case IMAGE_SURE:
		return true;
	case IMAGE_TAGGED:
		return parsed->tag != NULL;
	case IMAGE_LIKELY:
		return parsed->tag && names_registry(parsed);
	default:
		return false;
	}
}

/* Counts a place from the start of its file; what stands in another one counts as
 * standing nowhere. */
static void rebase(struct range *place, uint32_t base)
{
	bool there = place->at >= base && place->at - base < FILE_BYTES_MOST;

	if (base < ORIGIN_ADJACENT)
		there = place->at < ORIGIN_ADJACENT;
	*place = there ? (struct range){ place->at - base, place->length } : (struct range){ 0 };
}

/* Takes what `written` holds. The pin belongs to the file that its digest's bytes
 * stand in; a tag in another one is nothing that could be edited with it. */
static void add_written(struct finder *finder, enum pin_kind kind, struct reference_text *parsed)
{
	struct image_use use = {
		.kind = kind,
		.line = finder->stretch,
		.keep_existing = finder->keep_existing,
		.obstacle = finder->obstacle,
	};
	uint32_t base;
	struct occurrences *occurrences =
	    sibling_files_occurrences(&base, &finder->occurrences, &finder->sibling_files,
				      parsed->digest_at.length ? parsed->digest_at.at : parsed->at);
	struct range at = { parsed->at, 0 };

	if (!use.line.length)
		use.line = (struct range){ 0, SIZE_MAX };
	else
		rebase(&use.line, base);
	rebase(&at, base);
	rebase(&parsed->tag_at, base);
	rebase(&parsed->digest_at, base);
	parsed->at = at.at;
	occurrences_add(occurrences, parsed, &use);
}

bool finder_add_letters(struct finder *finder, enum pin_kind kind, struct mapped_slice mapped,
			size_t use, enum certainty certainty)
{
	struct reference_text parsed;
	OWNED(error) failed = reference_text_parse(&parsed, mapped, place_or_near(finder, use));

	if (failed) {
		struct slice text = { mapped.at, mapped.size };

		if (!mapped_has_unknown(mapped) && reference_has_broken_digest(text))
			finder_skip(finder, use, "invalid", error_text(failed));
		return false;
	}
	bool certain =
	    is_certain(&parsed, certainty) && (!finder->foreign || parsed.digest_at.length);

	if (certain)
		add_written(finder, kind, &parsed);
	reference_text_clear(&parsed);
	return certain;
}

bool finder_add_range(struct finder *finder, struct range at, enum certainty certainty)
{
	OWNED(mapped_text) mapped = mapped_text_new(0);
	struct slice text = finder_bytes(finder, at);

	for (size_t i = 0; i < text.size; i++)
		mapped_text_add(mapped, text.at[i], finder_origin(finder, at.at + i));
	return finder_add_letters(finder, PIN_IMAGE, mapped_text_slice(mapped), at.at, certainty);
}
