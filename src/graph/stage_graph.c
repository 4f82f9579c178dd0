#include "stage_graph.h"
#include <ctype.h>
#include <digestbump/base/memory.h>
#include <digestbump/syntax/dockerfile.h>
#include <digestbump/syntax/dockerfile_sources.h>
#include <digestbump/syntax/dockerfile_stages.h>
#include <digestbump/syntax/dockerfile_words.h>
#include <string.h>

static void stage_clear(struct stage_node *stage)
{
	for (size_t i = 0; i < stage->source_count; i++)
		mapped_text_free(stage->sources[i].from);
	free(stage->sources);
	mapped_text_free(stage->image);
	free(stage->name);
}

void stage_graph_free(struct stage_graph *graph)
{
	if (!graph)
		return;
	for (size_t i = 0; i < graph->count; i++)
		stage_clear(&graph->stages[i]);
	for (size_t i = 0; i < graph->declaration_count; i++)
		mapped_text_free(graph->declarations[i]);
	free(graph->stages);
	free(graph->declarations);
	map_free(graph->by_name);
	free(graph);
}

/* ---- reading ---- */

static void note_platform(struct stage_graph *graph, struct mapped_slice word)
{
	if (slice_find(NULL, mapped_bytes(word), "TARGET"))
		graph->is_for_platform = true;
}

static void read_from(struct stage_graph *graph, struct mapped_slice rest)
{
	struct words flags = { 0 };
	struct words words = { 0 };
	struct stage_node stage = { .name = stage_of_from(rest, graph->escape) };

	words_take_flags(&flags, &rest, graph->escape);
	words_split(&words, rest);
	if (words.count) {
		stage.image = mapped_text_copy(mapped_text_slice(words.items[0]));
		note_platform(graph, mapped_text_slice(stage.image));
	}
	words_clear(&flags);
	words_clear(&words);
	graph->stages = must_grow(graph->stages, graph->count, sizeof(*graph->stages));
	graph->stages[graph->count++] = stage;
}

struct reading {
	struct stage_graph *graph;
	bool onbuild;
};

static void add_source(void *data, const struct dockerfile_source *source)
{
	const struct reading *reading = data;
	struct stage_graph *graph = reading->graph;
	enum pin_kind kind = source->is_mount ? PIN_MOUNT_FROM : PIN_COPY_FROM;
	struct stage_source added = { .kind = reading->onbuild ? PIN_ONBUILD : kind };

	if (!graph->count || source->is_broken)
		return;
	struct stage_node *stage = &graph->stages[graph->count - 1];

	added.is_number = !source->is_mount && dockerfile_stage_number(&added.number, source->from);
	added.from = mapped_text_copy(source->from);
	stage->sources = must_grow(stage->sources, stage->source_count, sizeof(*stage->sources));
	stage->sources[stage->source_count++] = added;
}

static void read_sources(struct reading *reading, struct mapped_slice keyword,
			 struct mapped_slice rest)
{
	struct words flags = { 0 };

	words_take_flags(&flags, &rest, reading->graph->escape);
	dockerfile_sources(keyword, &flags, add_source, reading);
	words_clear(&flags);
}

static void read_declaration(struct stage_graph *graph, struct mapped_slice rest)
{
	note_platform(graph, rest);
	graph->declarations =
	    must_grow(graph->declarations, graph->declaration_count, sizeof(struct mapped_text *));
	graph->declarations[graph->declaration_count++] = mapped_text_copy(rest);
}

static void read_instruction(struct stage_graph *graph, struct mapped_slice line)
{
	struct mapped_slice keyword = words_take_keyword(&line);
	struct reading reading = { graph, mapped_equals_word(keyword, "ONBUILD") };

	if (reading.onbuild)
		keyword = words_take_keyword(&line);
	else if (mapped_equals_word(keyword, "FROM"))
		read_from(graph, line);
	else if (mapped_equals_word(keyword, "ARG") && !graph->count)
		read_declaration(graph, line);
	if (mapped_equals_word(keyword, "COPY") || mapped_equals_word(keyword, "RUN"))
		read_sources(&reading, keyword, line);
}

/* All stages stand still now, so that the map may point to them. */
static void index_names(struct stage_graph *graph)
{
	graph->by_name = map_new();
	for (size_t i = 0; i < graph->count; i++)
		if (graph->stages[i].name)
			map_set(graph->by_name, graph->stages[i].name, &graph->stages[i]);
}

struct stage_graph *stage_graph_read(struct mapped_slice text)
{
	struct stage_graph *graph = must_alloc(sizeof(*graph));
	struct dockerfile reader;
	OWNED(mapped_text) line = mapped_text_new(0);

	dockerfile_begin(&reader, text);
	graph->escape = reader.escape;
	graph->bytes = text.size;
	while (dockerfile_next(&reader, line))
		read_instruction(graph, mapped_text_slice(line));
	index_names(graph);
	return graph;
}

/* ---- targets ---- */

bool stage_graph_find(size_t *index, const struct stage_graph *graph, const char *target)
{
	OWNED_STRING name = must_copy(target ? target : "");
	OWNED(mapped_text) letters = mapped_text_of_file(slice_of(name));
	size_t number;

	for (char *at = name; *at; at++)
		*at = (char)tolower((unsigned char)*at);
	const struct stage_node *stage = map_get(graph->by_name, name);

	if (!graph->count)
		return false;
	if (stage)
		*index = (size_t)(stage - graph->stages);
	else if (!*name)
		*index = graph->count - 1;
	else if (dockerfile_stage_number(&number, mapped_text_slice(letters)) &&
		 number < graph->count)
		*index = number;
	else
		return false;
	return true;
}
