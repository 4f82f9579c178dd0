#include "node_builder.h"

#include <digestbump/base/map.h>
#include <digestbump/base/memory.h>
#include <string.h>
#include <yaml.h>

/* libyaml's parser and what its marks mean in bytes: mark.index counts
 * characters of what it was given (a "\r\n" is two), so that bytes are counted
 * here, walking on with the events. */
struct reader {
	yaml_parser_t parser;
	struct builder builder;
	struct map *anchors; /* name to node, of the document under way */
	size_t characters;   /* as many characters ... */
	size_t bytes;        /* ... stand in front of this byte of the file */
};

static bool is_continuation(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}

/* The byte of the file that a mark means. */
static size_t byte_of(struct reader *reader, yaml_mark_t mark)
{
	struct slice file = reader->builder.file;

	while (reader->characters > mark.index) {
		do
			reader->bytes--;
		while (is_continuation(file.at[reader->bytes]));
		reader->characters--;
	}
	while (reader->characters < mark.index && reader->bytes < file.size) {
		do
			reader->bytes++;
		while (reader->bytes < file.size && is_continuation(file.at[reader->bytes]));
		reader->characters++;
	}
	return reader->bytes;
}

/* Bytes of the blank or line break at `at`, 0 when there is none. libyaml takes a
 * BOM at the beginning of any line for one. */
static size_t space_at(struct slice file, size_t at)
{
	struct slice rest = { file.at + at, file.size - at };

	if (slice_starts(rest, "\xef\xbb\xbf") && at && strchr("\r\n", file.at[at - 1]))
		return 3;
	return slice_starts(rest, " ") || slice_starts(rest, "\t") ? 1 : slice_break(rest);
}

static size_t skip_space(struct slice file, size_t at)
{
	for (size_t length; (length = space_at(file, at));)
		at += length;
	return at;
}

static size_t skip_comment(struct slice file, size_t at)
{
	while (at < file.size && !slice_break((struct slice){ file.at + at, file.size - at }))
		at++;
	return at;
}

/* Behind the anchor at `at`: letters, digits, '_' and '-', as libyaml reads them. */
static size_t skip_anchor(struct slice file, size_t at)
{
	for (at++; at < file.size; at++) {
		char c = file.at[at];
		bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');

		if (!letter && !(c >= '0' && c <= '9') && c != '_' && c != '-')
			break;
	}
	return at;
}

/* Behind the tag at `at`: a blank, a break, or a flow collection's comma ends it. */
static size_t skip_tag(struct slice file, size_t at)
{
	bool verbatim = at + 1 < file.size && file.at[at + 1] == '<';

	while (at < file.size && !space_at(file, at) && (verbatim || file.at[at] != ',')) {
		if (verbatim && file.at[at] == '>')
			return at + 1;
		at++;
	}
	return at;
}

/* Where the node's own text begins behind blanks, comments, and at most `most`
 * anchors and tags: libyaml's marks count them in. Sets *tag as it is written. */
static size_t skip_properties(char **tag, struct slice file, struct range at, unsigned most)
{
	size_t from = at.at, next;

	file.size = at.at + at.length;
	while ((next = skip_space(file, from)) < file.size) {
		char c = file.at[next];

		if (c == '#' && next > at.at) {
			from = skip_comment(file, next);
			continue;
		}
		if (!most-- || (c != '&' && c != '!'))
			return next;
		from = c == '&' ? skip_anchor(file, next) : skip_tag(file, next);
		if (c == '!' && !*tag)
			*tag = must_copy_bytes(file.at + next, from - next);
	}
	return from;
}

static unsigned how_many(const yaml_char_t *anchor, const yaml_char_t *tag)
{
	return (anchor ? 1u : 0u) + (tag ? 1u : 0u);
}

/* How many properties a scalar or an alias may have, and a collection's own: in
 * front of a block mapping stand those of its first key, too. */
static unsigned properties_of(const yaml_event_t *event)
{
	switch (event->type) {
	case YAML_SEQUENCE_START_EVENT:
		return how_many(event->data.sequence_start.anchor, event->data.sequence_start.tag);
	case YAML_MAPPING_START_EVENT:
		return how_many(event->data.mapping_start.anchor, event->data.mapping_start.tag);
	case YAML_SCALAR_EVENT:
		return 2;
	default:
		return 0;
	}
}

static struct error *add(struct node **out, struct reader *reader, const yaml_event_t *event,
			 enum node_kind kind)
{
	size_t from = byte_of(reader, event->start_mark);
	size_t end = byte_of(reader, event->end_mark);
	unsigned most = properties_of(event);
	OWNED_STRING tag = NULL;
	struct range at = { from, end - from };

	/* A collection's event may end before its first line does. */
	if (kind == NODE_SEQUENCE || kind == NODE_MAPPING)
		at.length = reader->builder.file.size - from;
	if (most)
		at.at = skip_properties(&tag, reader->builder.file, at, most);
	at.length = end > at.at ? end - at.at : 0;
	TRY(node_builder_add(out, &reader->builder, kind, at));
	(*out)->tag = pass_on(&tag);
	return NULL;
}

static void set_anchor(struct reader *reader, const yaml_char_t *name, struct node *node)
{
	if (name)
		map_set(reader->anchors, (const char *)name, node);
}

static enum node_style style_of(yaml_scalar_style_t style)
{
	switch (style) {
	case YAML_SINGLE_QUOTED_SCALAR_STYLE:
		return NODE_SINGLE;
	case YAML_DOUBLE_QUOTED_SCALAR_STYLE:
		return NODE_DOUBLE;
	case YAML_LITERAL_SCALAR_STYLE:
		return NODE_LITERAL;
	case YAML_FOLDED_SCALAR_STYLE:
		return NODE_FOLDED;
	default:
		return NODE_PLAIN;
	}
}

static struct error *add_scalar(struct reader *reader, const yaml_event_t *event)
{
	struct node *node;

	TRY(add(&node, reader, event, NODE_SCALAR));
	node->style = style_of(event->data.scalar.style);
	node->size = event->data.scalar.length;
	node->value = must_copy_bytes((const char *)event->data.scalar.value, node->size);
	set_anchor(reader, event->data.scalar.anchor, node);
	return NULL;
}

static struct error *add_alias(struct reader *reader, const yaml_event_t *event)
{
	struct node *node;

	TRY(add(&node, reader, event, NODE_ALIAS));
	node->target = map_get(reader->anchors, (const char *)event->data.alias.anchor);
	return NULL;
}

static struct error *open_collection(struct reader *reader, const yaml_event_t *event)
{
	bool mapping = event->type == YAML_MAPPING_START_EVENT;
	struct node *node;

	TRY(add(&node, reader, event, mapping ? NODE_MAPPING : NODE_SEQUENCE));
	set_anchor(reader,
		   mapping ? event->data.mapping_start.anchor : event->data.sequence_start.anchor,
		   node);
	return node_builder_open(&reader->builder, node);
}

/* A flow collection ends with its bracket; a block collection with its last
 * item, whatever comments follow. */
static void close_collection(struct reader *reader, const yaml_event_t *event)
{
	const struct node *node = reader->builder.open[reader->builder.depth - 1];
	size_t end = byte_of(reader, event->end_mark);

	if (event->start_mark.index == event->end_mark.index && node->count) {
		const struct node *last = node->items[node->count - 1];

		end = last->at.at + last->at.length;
	}
	node_builder_close(&reader->builder, end);
}

static struct error *take(struct reader *reader, const yaml_event_t *event)
{
	switch (event->type) {
	case YAML_DOCUMENT_START_EVENT:
		map_free(reader->anchors);
		reader->anchors = map_new();
		return NULL;
	case YAML_DOCUMENT_END_EVENT:
		node_builder_end_document(&reader->builder);
		return NULL;
	case YAML_SCALAR_EVENT:
		return add_scalar(reader, event);
	case YAML_ALIAS_EVENT:
		return add_alias(reader, event);
	case YAML_MAPPING_START_EVENT:
	case YAML_SEQUENCE_START_EVENT:
		return open_collection(reader, event);
	case YAML_MAPPING_END_EVENT:
	case YAML_SEQUENCE_END_EVENT:
		close_collection(reader, event);
		return NULL;
	default:
		return NULL;
	}
}

/* Gives libyaml's complaint, and sets *at to where it stands. */
static struct error *complaint(size_t *at, struct reader *reader, size_t start)
{
	const yaml_parser_t *parser = &reader->parser;
	const char *problem = parser->problem ? parser->problem : "no valid YAML";

	if (parser->error == YAML_READER_ERROR) {
		*at = start + parser->problem_offset; /* bytes, for once */
		return error_new(ERROR_SYNTAX, "%s", problem);
	}
	*at = byte_of(reader, parser->problem_mark);
	if (!parser->context)
		return error_new(ERROR_SYNTAX, "%s", problem);
	return error_new(ERROR_SYNTAX, "%s %s", problem, parser->context);
}

/* Gives the first thing that is wrong, and sets *at to where it stands. */
static struct error *parse(size_t *at, struct reader *reader)
{
	size_t start = reader->bytes;

	for (bool more = true; more;) {
		yaml_event_t event;

		if (!yaml_parser_parse(&reader->parser, &event))
			return complaint(at, reader, start);
		*at = byte_of(reader, event.start_mark);
		more = event.type != YAML_STREAM_END_EVENT;
		struct error *failed = take(reader, &event);

		yaml_event_delete(&event);
		TRY(failed);
	}
	return NULL;
}

/* A BOM is skipped here: told its encoding, libyaml would count it. */
static struct error *read_stream(size_t *at, struct reader *reader)
{
	struct slice bytes = reader->builder.file;

	reader->bytes = slice_starts(bytes, "\xef\xbb\xbf") ? 3 : 0;
	if (!yaml_parser_initialize(&reader->parser))
		return error_new(ERROR_LIMIT, "no memory for a YAML parser");
	yaml_parser_set_encoding(&reader->parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&reader->parser,
				     (const unsigned char *)bytes.at + reader->bytes,
				     bytes.size - reader->bytes);
	struct error *failed = parse(at, reader);

	yaml_parser_delete(&reader->parser);
	return failed;
}

struct error *yaml_read(struct documents **out, struct slice bytes)
{
	TRY(node_builder_refuse_utf16(bytes));
	OWNED(documents) documents = must_alloc(sizeof(*documents));
	struct reader reader = { .anchors = map_new() };
	size_t at = 0;

	node_builder_start(&reader.builder, documents, bytes);
	struct error *failed = node_builder_find_nul(&at, bytes);

	if (!failed)
		failed = read_stream(&at, &reader);
	node_builder_end(&reader.builder, failed, at < bytes.size ? at : bytes.size);
	map_free(reader.anchors);
	*out = pass_on(&documents);
	return NULL;
}
