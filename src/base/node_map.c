#include "node_builder.h"

#include <digestbump/base/memory.h>
#include <string.h>

/* A stretch of the decoded value that stands letter for letter in the file. */
struct stretch {
	size_t decoded;
	size_t raw;
	size_t length;
};

struct node_map {
	struct stretch *stretches; /* in order */
	size_t count;
	bool broken; /* what was walked is not the scalar's value */
};

/* The scalar's text and its value, walked side by side. */
struct walk {
	struct node_map *map;
	struct slice file;
	const struct node *node;
	size_t raw; /* byte of the file */
	size_t end; /* of the scalar's text */
	size_t decoded;
};

/* Bytes of the line break at `at`, 0 when there is none. *kept is what is left of
 * it in a value: LS and PS stay what they are. */
static size_t break_length(size_t *kept, const struct walk *w, size_t at)
{
	size_t length = slice_break((struct slice){ w->file.at + at, w->end - at });

	*kept = length == 3 ? 3 : 1;
	return length;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* The next `length` bytes stand in both: lengthens the last stretch or begins a
 * new one. */
static void match(struct walk *w, size_t length)
{
	struct node_map *map = w->map;
	struct stretch *last = map->count ? &map->stretches[map->count - 1] : NULL;

	if (length > w->node->size - w->decoded ||
	    memcmp(w->file.at + w->raw, w->node->value + w->decoded, length) != 0) {
		map->broken = true;
		return;
	}
	if (last && last->raw + last->length == w->raw &&
	    last->decoded + last->length == w->decoded) {
		last->length += length;
	} else {
		map->stretches = must_grow(map->stretches, map->count, sizeof(*map->stretches));
		map->stretches[map->count++] = (struct stretch){ w->decoded, w->raw, length };
	}
	w->raw += length;
	w->decoded += length;
}

/* The next bytes stand in the file, and others in the value. */
static void replace(struct walk *w, size_t raw, size_t decoded)
{
	w->raw += raw;
	w->decoded += decoded;
	if (w->decoded > w->node->size || w->raw > w->end)
		w->map->broken = true;
}

/* A run of blanks and line breaks in a flow scalar. Without breaks it stands as
 * it is. One break is a space, further ones are themselves, the blanks around
 * them are nothing (YAML 1.1, 4.2.3.2); `escaped` (the break behind a backslash)
 * makes no space. */
static void fold(struct walk *w, bool escaped)
{
	size_t at = w->raw, breaks = 0, decoded = 0, first = 0, kept = 0;

	while (at < w->end) {
		size_t length = break_length(&kept, w, at);

		if (!length && !is_blank(w->file.at[at]))
			break;
		if (length && breaks++ > 0)
			decoded += kept;
		else if (length)
			first = kept;
		at += length ? length : 1;
	}
	if (!breaks) {
		match(w, at - w->raw);
		return;
	}
	if (!escaped && first > 1)
		decoded += first; /* LS and PS are kept */
	else if (!escaped && breaks == 1)
		decoded = 1;
	replace(w, at - w->raw, decoded);
}

static size_t utf8_size(unsigned long code)
{
	return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
}

static unsigned long hex_at(const struct walk *w, size_t at, size_t digits)
{
	char hex[9] = { 0 };

	for (size_t i = 0; i < digits && at + i < w->end; i++)
		hex[i] = w->file.at[at + i];
	return strtoul(hex, NULL, 16);
}

/* \xNN, \uNNNN (JSON's surrogates come in twos) and \UNNNNNNNN. */
static void replace_code(struct walk *w, size_t digits)
{
	unsigned long code = hex_at(w, w->raw + 2, digits);
	bool surrogate = digits == 4 && code >= 0xd800 && code < 0xdc00;

	if (surrogate)
		replace(w, 12, 4);
	else
		replace(w, 2 + digits, utf8_size(code));
}

static void unescape(struct walk *w)
{
	char letter = w->raw + 1 < w->end ? w->file.at[w->raw + 1] : '\0';
	size_t kept;

	if (break_length(&kept, w, w->raw + 1)) {
		replace(w, 1, 0);
		fold(w, true);
	} else if (letter == 'x') {
		replace_code(w, 2);
	} else if (letter == 'u') {
		replace_code(w, 4);
	} else if (letter == 'U') {
		replace_code(w, 8);
	} else if (letter == 'N' || letter == '_') {
		replace(w, 2, 2); /* NEL and the no-break space */
	} else if (letter == 'L' || letter == 'P') {
		replace(w, 2, 3);
	} else {
		replace(w, 2, 1);
	}
}

static void walk_flow(struct walk *w)
{
	enum node_style style = w->node->style;

	while (w->raw < w->end && !w->map->broken) {
		char c = w->file.at[w->raw];
		size_t kept;

		if (style != NODE_JSON && (is_blank(c) || break_length(&kept, w, w->raw)))
			fold(w, false);
		else if ((style == NODE_DOUBLE || style == NODE_JSON) && c == '\\')
			unescape(w);
		else if (style == NODE_SINGLE && c == '\'')
			replace(w, 2, 1);
		else
			match(w, 1);
	}
}

static size_t line_end(const struct walk *w, size_t *next)
{
	size_t kept;

	for (size_t at = w->raw; at < w->end; at++) {
		size_t length = break_length(&kept, w, at);

		if (!length)
			continue;
		*next = at + length;
		return at;
	}
	*next = w->end;
	return w->end;
}

/* White space of the value in front of a line's text: indentation that was
 * kept, and breaks that were folded. */
static void skip_decoded_space(struct walk *w)
{
	struct slice rest = { w->node->value + w->decoded, w->node->size - w->decoded };

	for (size_t length = 1; length; rest.at += length, rest.size -= length) {
		bool blank = slice_starts(rest, " ") || slice_starts(rest, "\t");

		length = blank ? 1 : slice_break(rest);
	}
	w->decoded = w->node->size - rest.size;
}

/* Block scalars: the text of every line stands as it is, blanks behind it
 * included. What its indentation and its break became is left out. */
static void walk_block(struct walk *w)
{
	size_t next;

	for (line_end(w, &next), w->raw = next; w->raw < w->end && !w->map->broken; w->raw = next) {
		size_t end = line_end(w, &next);

		while (w->raw < end && is_blank(w->file.at[w->raw]))
			w->raw++;
		if (w->raw == end)
			continue;
		skip_decoded_space(w);
		match(w, end - w->raw);
	}
	skip_decoded_space(w);
}

struct node_map *node_map_new(const struct node *node, struct slice file)
{
	struct node_map *map = must_alloc(sizeof(*map));

	if (!node || node->kind != NODE_SCALAR || node->at.at > file.size ||
	    node->at.length > file.size - node->at.at)
		return map;
	struct walk w = { map, file, node, node->at.at, node->at.at + node->at.length, 0 };

	if (node->style == NODE_LITERAL || node->style == NODE_FOLDED) {
		walk_block(&w);
	} else {
		size_t quote = node->style == NODE_PLAIN ? 0 : 1;

		w.raw += quote;
		w.end -= quote;
		walk_flow(&w);
	}
	map->broken = map->broken || w.decoded != node->size;
	return map;
}

void node_map_free(struct node_map *map)
{
	if (!map)
		return;
	free(map->stretches);
	free(map);
}

/* The last stretch that begins at or before `from`. */
static const struct stretch *stretch_of(const struct node_map *map, size_t from)
{
	size_t low = 0, high = map->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (map->stretches[middle].decoded <= from)
			low = middle + 1;
		else
			high = middle;
	}
	return low ? &map->stretches[low - 1] : NULL;
}

bool node_map_locate(struct range *out, const struct node_map *map, size_t from, size_t length)
{
	const struct stretch *s = map->broken ? NULL : stretch_of(map, from);

	if (!s || !length || from - s->decoded > s->length ||
	    length > s->length - (from - s->decoded))
		return false;
	*out = (struct range){ s->raw + (from - s->decoded), length };
	return true;
}

bool node_locate(struct range *out, const struct node *node, struct slice file, size_t from,
		 size_t length)
{
	OWNED(node_map) map = node_map_new(node, file);

	return node_map_locate(out, map, from, length);
}
