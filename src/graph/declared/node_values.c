#include "node_values.h"
#include "commands.h"
#include <digestbump/base/memory.h>
#include <digestbump/limits.h>
#include <digestbump/syntax/yaml_merge.h>
#include <string.h>

struct mapped_text *node_text_of(const struct node_texts *texts, const struct node *node)
{
	OWNED(mapped_text) text = declaring_text(texts->file, node);

	if (!text || !texts->expansion)
		return pass_on(&text);
	OWNED(mapped_text) out = mapped_text_new(EXPANSION_BYTES_MOST);
	OWNED(error) failed = expand(out, texts->expansion, mapped_text_slice(text));

	if (!failed)
		return pass_on(&out);
	mapped_text_clear(out);
	out->over = false;
	mapped_text_append_unknown(out, mapped_text_slice(text));
	return pass_on(&out);
}

char *node_string_of(const struct node_texts *texts, const struct node *node)
{
	OWNED(mapped_text) text = node_text_of(texts, node);

	return text ? slice_copy(mapped_bytes(mapped_text_slice(text))) : NULL;
}

static bool is_empty(const struct node *node)
{
	node = node_target(node);
	return !node ||
	       (node->kind == NODE_SCALAR && node->style == NODE_PLAIN &&
		(!node->size || strcmp(node->value, "null") == 0 || strcmp(node->value, "~") == 0));
}

static void set_entries(struct declared_values *values, const struct node_texts *texts,
			const struct node *map)
{
	OWNED(map) index = yaml_merge_index(map);

	for (size_t i = 0; i < map_count(index); i++) {
		const char *name = map_key(index, i);
		const struct node *value = map_value(index, i);

		if (strcmp(name, "<<") != 0)
			values_set(values, name,
				   is_empty(value) ? NULL : node_text_of(texts, value));
	}
}

void node_set_values(struct declared_values *values, const struct node_texts *texts,
		     const struct node *node)
{
	node = node_target(node);
	if (node && node->kind == NODE_MAPPING)
		set_entries(values, texts, node);
	for (size_t i = 0; node && node->kind == NODE_SEQUENCE && i < node->count; i++) {
		OWNED(mapped_text) text = node_text_of(texts, node->items[i]);

		if (text)
			values_set_word(values, mapped_text_slice(text));
	}
}

static void take_lines(const char *text, take_text *take, void *data)
{
	struct slice rest = slice_of(text);
	struct slice line;

	while (slice_line(&line, &rest)) {
		OWNED_STRING one = slice_copy(slice_trim(line));

		if (*one)
			take(data, one);
	}
}

void node_each_text(const struct node_texts *texts, const struct node *node, bool lines,
		    take_text *take, void *data)
{
	node = node_target(node);
	OWNED_STRING text = node_string_of(texts, node);

	if (text && lines)
		take_lines(text, take, data);
	else if (text)
		take(data, text);
	for (size_t i = 0; node && node->kind == NODE_SEQUENCE && i < node->count; i++) {
		const struct node *item = node_target(node->items[i]);

		if (item && item->kind == NODE_SCALAR)
			node_each_text(texts, item, lines, take, data);
	}
}

void take_name(void *declared, const char *text)
{
	declared_name(declared, text);
}

void take_platforms(void *declared, const char *text)
{
	declared_platforms(declared, text);
}
