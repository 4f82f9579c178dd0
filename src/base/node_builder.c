#include "node_builder.h"

#include <digestbump/base/memory.h>
#include <string.h>

void node_builder_start(struct builder *builder, struct documents *documents, struct slice file)
{
	*builder = (struct builder){ .file = file, .documents = documents, .place = { .line = 1 } };
}

/* Readers ask in the order of the file, but for a step back now and then. */
static void walk(struct builder *builder, size_t at)
{
	struct place *place = &builder->place;
	const char *bytes = builder->file.at;

	if (at < place->line_start)
		*place = (struct place){ .line = 1 };
	for (size_t i = place->at < at ? place->at : at; i < at; i++) {
		if (bytes[i] != '\n')
			continue;
		place->line++;
		place->line_start = i + 1;
	}
	place->at = at;
}

struct error *node_builder_add(struct node **out, struct builder *builder, enum node_kind kind,
			       struct range at)
{
	if (builder->nodes++ >= NODES_MOST)
		return error_new(ERROR_LIMIT, "more than %d values in one file", NODES_MOST);
	struct node *node = must_alloc(sizeof(*node));

	walk(builder, at.at);
	*node = (struct node){
		.kind = kind,
		.at = at,
		.line = builder->place.line,
		.column = (unsigned)(at.at - builder->place.line_start) + 1,
	};
	if (builder->depth) {
		struct node *parent = builder->open[builder->depth - 1];

		parent->items = must_grow(parent->items, parent->count, sizeof(*parent->items));
		parent->items[parent->count++] = node;
	} else {
		node_free(builder->root);
		builder->root = node;
	}
	*out = node;
	return NULL;
}

struct error *node_builder_open(struct builder *builder, struct node *node)
{
	if (builder->depth >= NODE_DEPTH_MOST)
		return error_new(ERROR_LIMIT, "more than %d levels", NODE_DEPTH_MOST);
	builder->open[builder->depth++] = node;
	return NULL;
}

void node_builder_close(struct builder *builder, size_t end)
{
	struct node *node = builder->open[--builder->depth];

	node->at.length = end > node->at.at ? end - node->at.at : 0;
}

static bool is_empty(const struct node *root)
{
	return root->kind == NODE_SCALAR && root->style == NODE_PLAIN && !root->size && !root->tag;
}

void node_builder_end_document(struct builder *builder)
{
	struct documents *documents = builder->documents;
	struct node *root = pass_on(&builder->root);

	if (!root || is_empty(root)) {
		node_free(root);
		return;
	}
	documents->roots = must_grow(documents->roots, documents->count, sizeof(*documents->roots));
	documents->roots[documents->count++] = root;
}

void node_builder_end(struct builder *builder, struct error *failed, size_t at)
{
	node_free(pass_on(&builder->root));
	if (!failed)
		return;
	walk(builder, at);
	unsigned column = (unsigned)(at - builder->place.line_start) + 1;

	builder->documents->broken_line = builder->place.line;
	builder->documents->broken_column = column;
	builder->documents->broken =
	    error_wrap(failed, "line %u, column %u", builder->place.line, column);
}

struct error *node_builder_refuse_utf16(struct slice bytes)
{
	if (slice_starts(bytes, "\xff\xfe") || slice_starts(bytes, "\xfe\xff"))
		return error_new(ERROR_UNSUPPORTED, "this is UTF-16: save the file as UTF-8");
	return NULL;
}

struct error *node_builder_find_nul(size_t *at, struct slice bytes)
{
	const char *nul = bytes.size ? memchr(bytes.at, '\0', bytes.size) : NULL;

	if (!nul)
		return NULL;
	*at = (size_t)(nul - bytes.at);
	return error_new(ERROR_SYNTAX, "a NUL byte: this is no text");
}

size_t slice_break(struct slice slice)
{
	static const char *const breaks[] = { "\r\n",     "\n",           "\r",
					      "\xc2\x85", "\xe2\x80\xa8", "\xe2\x80\xa9" };

	if (!slice.size || !strchr("\r\n\xc2\xe2", slice.at[0]))
		return 0;
	for (size_t i = 0; i < sizeof(breaks) / sizeof(*breaks); i++)
		if (slice_starts(slice, breaks[i]))
			return strlen(breaks[i]);
	return 0;
}
