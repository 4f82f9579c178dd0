#include "reach.h"
#include <ctype.h>
#include <digestbump/base/glob.h>
#include <digestbump/base/map.h>
#include <digestbump/base/memory.h>
#include <digestbump/image/platform.h>
#include <digestbump/image/reference.h>
#include <digestbump/limits.h>
#include <digestbump/syntax/dockerfile_args.h>
#include <digestbump/syntax/dockerfile_stages.h>
#include <string.h>

/* One way through the stages, with one set of arguments. */
struct walk {
	const struct reach_request *request;
	struct reach *out;
	struct map *seen; /* items, so that each is added once; shared by all ways */
	struct dockerfile_args arguments;
	bool *visited;
	size_t *stack; /* stages that are to be visited */
	size_t depth;
};

void reach_clear(struct reach *reach)
{
	for (size_t i = 0; i < reach->count; i++)
		mapped_text_free(reach->items[i].text);
	for (size_t i = 0; i < reach->problem_count; i++)
		free(reach->problems[i].reason);
	free(reach->items);
	free(reach->problems);
	*reach = (struct reach){ 0 };
}

/* ---- what comes out ---- */

static void add_problem(struct walk *walk, struct mapped_slice where, const char *code,
			char *reason)
{
	uint32_t at = (uint32_t)mapped_origin(where, ORIGIN_NONE);
	OWNED_STRING key = must_format("!%u %s", at, reason);
	struct reach *out = walk->out;

	if (map_get(walk->seen, key)) {
		free(reason);
		return;
	}
	map_set(walk->seen, key, walk);
	out->problems = must_grow(out->problems, out->problem_count, sizeof(*out->problems));
	out->problems[out->problem_count++] = (struct reach_problem){ at, code, reason };
}

static void add_item(struct walk *walk, struct mapped_slice text, const struct reach_item *item)
{
	OWNED_STRING key =
	    must_format("%u %d %.*s", item->at, item->is_context, (int)text.size, text.at);
	struct reach *out = walk->out;

	if (map_get(walk->seen, key))
		return;
	map_set(walk->seen, key, walk);
	out->items = must_grow(out->items, out->count, sizeof(*out->items));
	out->items[out->count] = *item;
	out->items[out->count++].text = mapped_text_copy(text);
}

static bool has_template(struct mapped_slice text)
{
	return slice_find(NULL, mapped_bytes(text), "{{") ||
	       slice_find(NULL, mapped_bytes(text), "{%") ||
	       slice_find(NULL, mapped_bytes(text), "<%");
}

static void add_image(struct walk *walk, struct mapped_slice text, struct mapped_slice word,
		      enum pin_kind kind)
{
	const struct reach_item item = {
		.kind = kind,
		.at = (uint32_t)mapped_origin(word, ORIGIN_NONE),
	};
	int size = text.size < 200 ? (int)text.size : 200;

	if (has_template(text))
		add_problem(walk, word, "template",
			    must_format("'%.*s' is a template's expression: name the image's bases "
					"under images: of .digestbump.yaml",
					size, text.at));
	else if (mapped_has_unknown(text))
		add_problem(walk, word, "variable",
			    must_format("'%.*s': the value comes with the build: name the image's "
					"bases under images: of .digestbump.yaml, or give the "
					"argument a default",
					size, text.at));
	if (text.size && !has_template(text))
		add_item(walk, text, &item);
}

/* ---- named contexts ---- */

/* Gives the name of a context as BuildKit compares it: "docker.io/library/alpine:latest" is
 * "alpine" (dockerui/namedcontext.go). */
static char *context_key(struct slice name)
{
	static const char *const familiar[] = { "docker.io/library/", "docker.io/" };
	OWNED(reference) reference = NULL;
	OWNED(error) refused = reference_parse(&reference, name);
	OWNED_STRING text = refused ? slice_copy(name) : reference_text(reference);
	const char *front = text;

	for (size_t i = 0; i < 2 && front == text; i++)
		if (strncmp(text, familiar[i], strlen(familiar[i])) == 0)
			front = text + strlen(familiar[i]);
	struct slice key = slice_of(front);

	if (slice_ends(key, ":latest"))
		key.size -= strlen(":latest");
	return slice_copy(key);
}

/* Adds the context of that name; false when there is none. */
static bool add_context(struct walk *walk, struct slice name, struct mapped_slice word)
{
	const struct declared_values *contexts = walk->request->contexts;

	if (!contexts->count || slice_is(name, "scratch") || slice_is(name, "context"))
		return false;
	OWNED_STRING key = context_key(name);

	for (size_t i = 0; i < contexts->count; i++) {
		OWNED_STRING own = context_key(slice_of(contexts->items[i].name));
		const struct mapped_text *value = contexts->items[i].value;
		const struct reach_item item = {
			.is_context = true,
			.kind = PIN_CONTEXT,
			.at = (uint32_t)mapped_origin(word, ORIGIN_NONE),
		};

		if (strcmp(own, key) != 0)
			continue;
		if (value)
			add_item(walk, mapped_text_slice(value), &item);
		else
			add_problem(walk, word, "variable",
				    must_format("the named context '%s' comes with the build",
						contexts->items[i].name));
		return true;
	}
	return false;
}

/* ---- stages ---- */

static void visit_later(struct walk *walk, size_t stage)
{
	if (stage >= walk->request->stages->count || walk->visited[stage])
		return;
	walk->visited[stage] = true;
	walk->stack[walk->depth++] = stage;
}

/* The last stage of that name in front of `before`; SIZE_MAX: none. */
static size_t stage_before(const struct walk *walk, const char *name, size_t before)
{
	const struct stage_graph *stages = walk->request->stages;
	const struct stage_node *last = map_get(stages->by_name, name);

	if (!last)
		return SIZE_MAX;
	if ((size_t)(last - stages->stages) < before)
		return (size_t)(last - stages->stages);
	for (size_t i = before; i-- > 0 && before - i <= STAGES_TRIED_MOST;)
		if (stages->stages[i].name && strcmp(stages->stages[i].name, name) == 0)
			return i;
	return SIZE_MAX;
}

/* All earlier stages that an image with a hidden part may mean. */
static bool visit_alike(struct walk *walk, struct mapped_slice image, size_t before)
{
	OWNED_STRING glob = stage_glob(image);
	const struct stage_graph *stages = walk->request->stages;
	bool any = false;

	if (strcmp(glob, "*") == 0)
		return false;
	for (size_t i = 0; i < before && i < STAGES_TRIED_MOST; i++)
		if (stages->stages[i].name && glob_match(glob, stages->stages[i].name)) {
			visit_later(walk, i);
			any = true;
		}
	return any;
}

static void reach_image(struct walk *walk, struct mapped_slice image, struct mapped_slice word,
			size_t before)
{
	OWNED_STRING name = slice_copy(mapped_bytes(image));
	size_t stage = stage_before(walk, name, before);

	if (strcmp(name, "scratch") == 0)
		return;
	if (!mapped_has_unknown(image) && stage != SIZE_MAX)
		visit_later(walk, stage);
	else if (mapped_has_unknown(image) && visit_alike(walk, image, before))
		return;
	else if (!add_context(walk, mapped_bytes(image), word))
		add_image(walk, image, word, PIN_FROM);
}

static void reach_from(struct walk *walk, const struct stage_node *stage, size_t index)
{
	OWNED(mapped_text) text = mapped_text_new(EXPANSION_BYTES_MOST);

	if (!stage->image)
		return;
	struct mapped_slice word = mapped_text_slice(stage->image);
	OWNED(error) failed = dockerfile_args_expand(text, &walk->arguments, word);

	if (failed && has_template(word))
		add_image(walk, word, word, PIN_FROM);
	else if (failed)
		add_problem(walk, word, "syntax", must_copy(error_text(failed)));
	else
		reach_image(walk, mapped_text_slice(text), word, index);
}

/* A stage in any case, in front of this one or, which BuildKit refuses, behind it. */
static bool reach_stage(struct walk *walk, struct mapped_slice word, size_t before)
{
	const struct stage_graph *stages = walk->request->stages;
	OWNED_STRING name = slice_copy(mapped_bytes(word));

	for (char *at = name; *at; at++)
		*at = (char)tolower((unsigned char)*at);
	const struct stage_node *last = map_get(stages->by_name, name);
	size_t stage = stage_before(walk, name, before);

	if (!last)
		return false;
	visit_later(walk, stage == SIZE_MAX ? (size_t)(last - stages->stages) : stage);
	return true;
}

/* Nothing is expanded in --from; a stage's own context is found when the stage is visited. */
static void reach_source(struct walk *walk, const struct stage_source *source, size_t before)
{
	struct mapped_slice word = mapped_text_slice(source->from);

	if (source->is_number)
		visit_later(walk, source->number);
	else if (slice_is(mapped_bytes(word), "scratch") || reach_stage(walk, word, before) ||
		 add_context(walk, mapped_bytes(word), word))
		return;
	else if (slice_find(NULL, mapped_bytes(word), "$") && !has_template(word))
		add_problem(walk, word, "variable",
			    must_copy("no variable is expanded in --from: name a stage instead, "
				      "with the variable in its FROM"));
	else
		add_image(walk, word, word, source->kind);
}

static void visit(struct walk *walk, size_t index)
{
	const struct stage_node *stage = &walk->request->stages->stages[index];
	size_t cost = stage->source_count + 1;

	if (*walk->request->steps < cost) {
		*walk->request->steps = 0;
		add_problem(walk, (struct mapped_slice){ 0 }, "limit",
			    must_copy("there are too many stages to follow"));
		return;
	}
	*walk->request->steps -= cost;

	if (stage->name && stage->image &&
	    add_context(walk, slice_of(stage->name), mapped_text_slice(stage->image)))
		return;
	reach_from(walk, stage, index);
	for (size_t i = 0; i < stage->source_count; i++)
		reach_source(walk, &stage->sources[i], index);
}

/* ---- arguments ---- */

static void give(struct walk *walk, const char *name, const char *value)
{
	OWNED(mapped_text) text = mapped_text_new(0);

	for (const char *at = value; *at; at++)
		mapped_text_add(text, *at, ORIGIN_NONE);
	struct mapped_slice letters = mapped_text_slice(text);

	dockerfile_args_give(&walk->arguments, name, &letters);
}

static void give_platform(struct walk *walk, const char *name)
{
	struct platform platform;
	OWNED(error) refused = platform_parse(&platform, name);

	if (refused)
		return;
	give(walk, "TARGETPLATFORM", name);
	give(walk, "TARGETOS", platform.os);
	give(walk, "TARGETARCH", platform.architecture);
	give(walk, "TARGETVARIANT", platform.variant);
}

static void set_arguments(struct walk *walk, const char *platform)
{
	const struct reach_request *request = walk->request;
	const struct stage_graph *stages = request->stages;
	const char *stage = stages->stages[request->target].name;

	dockerfile_args_begin(&walk->arguments, stages->escape, stages->bytes);
	if (platform)
		give_platform(walk, platform);
	give(walk, "TARGETSTAGE", stage ? stage : "default");
	for (size_t i = 0; i < request->args->count; i++) {
		const struct declared_value *arg = &request->args->items[i];
		struct mapped_slice value =
		    arg->value ? mapped_text_slice(arg->value) : (struct mapped_slice){ 0 };

		dockerfile_args_give(&walk->arguments, arg->name, arg->value ? &value : NULL);
	}
	for (size_t i = 0; i < stages->declaration_count; i++) {
		struct mapped_slice declaration = mapped_text_slice(stages->declarations[i]);
		struct error *why = NULL;

		dockerfile_args_declare(&walk->arguments, declaration, &why);
		error_free(why);
	}
}

static void go(struct walk *walk, const char *platform)
{
	const struct stage_graph *stages = walk->request->stages;

	size_t cost = stages->count / 64 + 1; /* of the two arrays */

	*walk->request->steps -= cost < *walk->request->steps ? cost : *walk->request->steps;
	walk->visited = must_alloc(stages->count * sizeof(*walk->visited));
	walk->stack = must_alloc(stages->count * sizeof(*walk->stack));
	walk->depth = 0;
	set_arguments(walk, platform);
	visit_later(walk, walk->request->target);
	while (walk->depth)
		visit(walk, walk->stack[--walk->depth]);
	dockerfile_args_clear(&walk->arguments);
	free(walk->stack);
	free(walk->visited);
}

void reach_add(struct reach *out, const struct reach_request *request)
{
	OWNED(map) seen = map_new();
	struct walk walk = { .request = request, .out = out, .seen = seen };
	const struct strings *platforms = request->platforms;

	if (!request->stages->is_for_platform || !platforms->count)
		go(&walk, NULL);
	for (size_t i = 0; request->stages->is_for_platform && i < platforms->count; i++)
		go(&walk, platforms->items[i]);
}
