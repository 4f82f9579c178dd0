#include "graph_json.h"
#include "assertions.h"
#include <digestbump/base/memory.h>
#include <jansson.h>
#include <string.h>

static void set_string(json_t *object, const char *key, const char *value)
{
	if (value)
		json_object_set_new(object, key, json_string(value));
}

static void set_strings(json_t *object, const char *key, const struct strings *list)
{
	json_t *array = json_array();

	for (size_t i = 0; i < list->count; i++)
		json_array_append_new(array, json_string(list->items[i]));
	if (list->count)
		json_object_set_new(object, key, array);
	else
		json_decref(array);
}

static void set_values(json_t *object, const char *key, const struct build_value *values,
		       size_t count)
{
	json_t *inner = json_object();

	for (size_t i = 0; i < count; i++)
		json_object_set_new(inner, values[i].name,
				    values[i].value ? json_string(values[i].value) : json_null());
	if (count)
		json_object_set_new(object, key, inner);
	else
		json_decref(inner);
}

/* "Dockerfile:3 from docker.io/library/alpine:3.20@sha256:..." */
static json_t *reached_text(const struct image_graph *graph, const struct reached *reached)
{
	const char *ours = reached->build == BUILD_NONE ? NULL : graph->builds[reached->build].name;
	OWNED_STRING text =
	    must_format("%s%s%s:%u %s %s%s%s%s%s%s", ours ? ours : "", ours ? " at " : "",
			reached->path, reached->line, pin_kind_name(reached->kind),
			reached->image ? reached->image : "", reached->tag ? ":" : "",
			reached->tag ? reached->tag : "", reached->digest ? "@" : "",
			reached->digest ? reached->digest : "",
			reached->is_any_tag ? " any tag" : "");

	return json_string(text);
}

static void set_reached(json_t *object, const char *key, const struct image_graph *graph,
			const struct build *build, bool (*is)(const struct reached *))
{
	json_t *array = json_array();

	for (size_t i = 0; i < build->reached_count; i++)
		if (is(&build->reached[i]))
			json_array_append_new(array, reached_text(graph, &build->reached[i]));
	if (json_array_size(array))
		json_object_set_new(object, key, array);
	else
		json_decref(array);
}

static json_t *origins(const struct build *build)
{
	json_t *array = json_array();

	for (size_t i = 0; i < build->origin_count; i++) {
		const struct build_origin *origin = &build->origins[i];
		OWNED_STRING text = must_format("%s %s:%u", declaration_name(origin->declaration),
						origin->path, origin->line);

		json_array_append_new(array, json_string(text));
	}
	return array;
}

static json_t *build_json(const struct image_graph *graph, const struct build *build)
{
	json_t *object = json_object();

	set_string(object, "name", build->name);
	set_string(object, "repository", build->repository);
	set_strings(object, "tags", &build->tags);
	if (build->has_any_tag)
		json_object_set_new(object, "any_tag", json_true());
	if (build->names.count > 1)
		set_strings(object, "names", &build->names);
	set_string(object, "path", build->path);
	set_string(object, "target", build->target);
	set_string(object, "context", build->context);
	set_values(object, "args", build->args, build->arg_count);
	set_values(object, "contexts", build->contexts, build->context_count);
	set_strings(object, "platforms", &build->platforms);
	json_object_set_new(object, "origins", origins(build));
	set_reached(object, "bases", graph, build, reached_is_base);
	set_reached(object, "needs", graph, build, reached_is_need);
	set_reached(object, "pins", graph, build, reached_is_pin);
	return object;
}

static json_t *unknown_json(const struct image_graph *graph, const struct unknown_build *unknown)
{
	OWNED_STRING text =
	    must_format("%s:%u %s: %s%s%s", unknown->path, unknown->line, unknown->code,
			unknown->build == BUILD_NONE ? "" : graph->builds[unknown->build].name,
			unknown->build == BUILD_NONE ? "" : ": ", unknown->reason);

	return json_string(text);
}

char *graph_json(const struct image_graph *graph, const char *desc)
{
	json_t *root = json_object();
	json_t *builds = json_array();
	json_t *unknown = json_array();

	for (size_t i = 0; i < graph->count; i++)
		json_array_append_new(builds, build_json(graph, &graph->builds[i]));
	for (size_t i = 0; i < graph->unknown_count; i++)
		json_array_append_new(unknown, unknown_json(graph, &graph->unknown[i]));
	set_string(root, "desc", desc);
	json_object_set_new(root, "builds", builds);
	if (graph->unknown_count)
		json_object_set_new(root, "unknown", unknown);
	else
		json_decref(unknown);
	char *text = json_dumps(root, JSON_INDENT(2));
	char *line = must_format("%s\n", text);

	free(text);
	json_decref(root);
	return line;
}

struct image_graph *graph_of_directory(const char *path)
{
	const struct context context = { 0 };
	OWNED_STRING settings = must_format("%s/%s", path, CONFIG_FILE_NAME);
	OWNED(tree) files = NULL;
	OWNED(config) config = NULL;
	struct error *absent = config_load(&config, settings);
	struct image_graph *graph = NULL;

	if (absent && error_kind(absent) == ERROR_ABSENT) {
		error_free(absent);
		config = config_default();
	} else {
		assert_fine(absent);
	}
	assert_fine(tree_directory(&files, path));
	const struct graph_tree tree = { .name = "here", .files = files, .config = config };

	assert_fine(graph_make(&graph, &tree, 1, &context));
	return graph;
}
