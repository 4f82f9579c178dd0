#include "finder.h"

#include "adjacent_files.h"
#include "template.h"
#include <ctype.h>
#include <digestbump/base/memory.h>
#include <digestbump/limits.h>
#include <string.h>

/* A reference with variables in it is not longer, nor is it in the file when every
 * letter is escaped. Aliases could have a long text read ten thousand times. */
enum { TEXT_BYTES_MOST = 4096, RAW_BYTES_MOST = 10 * TEXT_BYTES_MOST };

static bool is_too_long(const struct node *scalar)
{
	return scalar->size > TEXT_BYTES_MOST || scalar->at.length > RAW_BYTES_MOST;
}

void finder_begin(struct finder *finder, const struct scan_file *file, const struct format *format)
{
	*finder = (struct finder){
		.file = file,
		.format = format,
		.text = file->bytes,
		.seen = map_new(),
	};
}

static void tell_own(struct finder *finder)
{
	struct line_mark mark = { 0 };
	struct scan_file marked = *finder->file;

	if (!marked.mark)
		marked.mark = &mark;
	sightings_tell(&finder->sightings, &marked, finder->format);
	sightings_clear(&finder->sightings);
}

void finder_end(struct finder *finder)
{
	tell_own(finder);
	beside_end(finder);
	variables_free(finder->variables);
	map_free(finder->seen);
}

const struct node *finder_once(struct finder *finder, const struct node *node)
{
	node = node_target(node);
	if (!node)
		return NULL;
	OWNED_STRING key = must_format("%p", (const void *)node);

	if (map_get(finder->seen, key))
		return NULL;
	map_set(finder->seen, key, finder);
	return node;
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
		sightings_skip(&finder->sightings, place_or_near(finder, at), code, reason);
}

/* ---- letters ---- */

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

struct traced *finder_text(const struct finder *finder, const struct node *node)
{
	OWNED(traced) traced = traced_new(0);
	OWNED(node_map) map = node_map_new(node_target(node), finder->text);
	struct slice text = node_text(node);

	for (size_t i = 0; i < text.size; i++)
		traced_add(traced, text.at[i], origin_of(finder, map, i));
	return pass_on(&traced);
}

struct traced *finder_text_beside(const struct node *node, struct slice bytes, uint32_t base)
{
	OWNED(traced) traced = traced_new(0);
	OWNED(node_map) map = node_map_new(node_target(node), bytes);
	struct slice text = node_text(node);

	for (size_t i = 0; i < text.size; i++) {
		struct range place;
		bool stands = node_map_locate(&place, map, i, 1);

		traced_add(traced, text.at[i], stands ? base + (uint32_t)place.at : ORIGIN_NONE);
	}
	return pass_on(&traced);
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

static void hide_variables(struct traced *out, struct letters rest)
{
	while (rest.size) {
		size_t hidden = variable_length(letters_slice(rest));

		if (hidden)
			traced_add_hidden(out, letters_part(rest, 0, hidden));
		else
			traced_add_letters(out, letters_part(rest, 0, 1));
		rest = letters_behind(rest, hidden ? hidden : 1);
	}
}

/* Gives the text with the variables that are known, used at the byte `use`. */
static struct traced *replaced(const struct finder *finder, struct letters text, size_t use)
{
	struct standing standing = { place_or_near(finder, use), finder->group };

	return finder->variables ? variables_meaning(finder->variables, text, &standing)
				 : traced_copy(text);
}

struct traced *finder_letters(struct finder *finder, const struct node *node)
{
	OWNED(traced) out = traced_new(EXPANSION_BYTES_MOST);

	if (!node_target(node) || is_too_long(node_target(node)))
		return pass_on(&out);
	OWNED(traced) text = finder_text(finder, node);
	struct letters letters = letters_trim(traced_letters(text));

	if (!finder->expansion) {
		OWNED(traced) known = replaced(finder, letters, node->at.at);

		hide_variables(out, traced_letters(known));
		return pass_on(&out);
	}
	OWNED(error) failed = expand(out, finder->expansion, letters);

	if (failed) {
		finder_skip(finder, node->at.at, "invalid", error_text(failed));
		traced_empty(out);
	}
	return pass_on(&out);
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

/* Counts a place from the start of its file; what stands in another one counts as
 * standing nowhere. */
static void rebase(struct range *place, uint32_t base)
{
	bool there = place->at >= base && place->at - base < FILE_BYTES_MOST;

	if (base < ORIGIN_BESIDE)
		there = place->at < ORIGIN_BESIDE;
	*place = there ? (struct range){ place->at - base, place->length } : (struct range){ 0 };
}

/* Takes what `written` holds. The pin belongs to the file that its digest's letters
 * stand in; a tag in another one is nothing that could be edited with it. */
static void add_written(struct finder *finder, enum pin_kind kind, struct written *written)
{
	struct use_of_image use = {
		.kind = kind,
		.line = finder->stretch,
		.lesser = finder->lesser,
	};
	uint32_t base;
	struct sightings *sightings =
	    beside_sightings(&base, finder,
			     written->digest_at.length ? written->digest_at.at : written->at);
	struct range at = { written->at, 0 };

	if (!use.line.length)
		use.line = (struct range){ 0, SIZE_MAX };
	else
		rebase(&use.line, base);
	rebase(&at, base);
	rebase(&written->tag_at, base);
	rebase(&written->digest_at, base);
	written->at = at.at;
	sightings_add(sightings, written, &use);
}

bool finder_add_letters(struct finder *finder, enum pin_kind kind, struct letters letters,
			size_t use, enum certainty certainty)
{
	struct written written;
	OWNED(error) failed = written_read(&written, letters, place_or_near(finder, use));

	if (failed) {
		struct slice text = { letters.at, letters.size };

		if (!letters_hide(letters) && reference_has_broken_digest(text))
			finder_skip(finder, use, "invalid", error_text(failed));
		return false;
	}
	bool certain =
	    is_certain(&written, certainty) && (!finder->foreign || written.digest_at.length);

	if (certain)
		add_written(finder, kind, &written);
	written_clear(&written);
	return certain;
}

/* Arguments and values of the environment are many, and hardly any is a pin. A
 * variable may stand for all of one. */
static bool may_be_pinned(struct slice text)
{
	return text.size && (memchr(text.at, '@', text.size) || memchr(text.at, '$', text.size));
}

void finder_add(struct finder *finder, enum pin_kind kind, const struct node *node,
		enum certainty certainty)
{
	const struct node *scalar = node_target(node);

	if (!node_is_filled(scalar) || is_too_long(scalar))
		return;
	if (certainty == IMAGE_PINNED && !may_be_pinned(node_text(scalar)))
		return;
	OWNED(traced) letters = finder_letters(finder, scalar);
	bool known = finder->variables && !letters_hide(traced_letters(letters));

	if (template_has_markers(node_text(scalar)) && !known) {
		if (certainty != IMAGE_PINNED)
			template_add_value(finder, scalar->at);
		return;
	}
	finder_add_letters(finder, kind, traced_letters(letters), scalar->at.at, certainty);
}
