#include "formats.h"
#include <digestbump/rebuild/published.h>
#include <jansson.h>
#include <stdlib.h>

/* Bytes that are no UTF-8 (paths may hold any) are written as \xNN. */
static json_t *text_value(const char *string)
{
	if (!string)
		return json_null();
	json_t *value = json_string(string);

	if (value)
		return value;
	OWNED_STRING safe = text_safe(string);

	return json_string(safe);
}

static json_t *list_value(const struct strings *list)
{
	json_t *array = json_array();

	for (size_t i = 0; i < list->count; i++)
		json_array_append_new(array, text_value(list->items[i]));
	return array;
}

static void set(json_t *object, const char *key, const char *value)
{
	json_object_set_new(object, key, text_value(value));
}

/* Names and values as an object; jansson keeps the order. */
static json_t *values_value(const struct build_value *values, size_t count)
{
	json_t *object = json_object();

	for (size_t i = 0; i < count; i++)
		set(object, values[i].name, values[i].value);
	return object;
}

static json_t *origin_value(const struct build_origin *origin)
{
	json_t *object = json_object();

	set(object, "declaration", declaration_name(origin->declaration));
	set(object, "path", origin->path);
	json_object_set_new(object, "line", json_integer(origin->line));
	return object;
}

static json_t *base_value(const struct reached *base)
{
	json_t *object = json_object();

	set(object, "image", base->image);
	set(object, "tag", base->tag);
	set(object, "digest", base->digest);
	set(object, "path", base->path);
	json_object_set_new(object, "line", json_integer(base->line));
	return object;
}

static json_t *bases_value(const struct build *build)
{
	json_t *array = json_array();

	for (size_t i = 0; i < build->reached_count; i++)
		if (reached_is_base(&build->reached[i]))
			json_array_append_new(array, base_value(&build->reached[i]));
	return array;
}

/* The names of the builds that are reached in one of the two ways, each once. */
static json_t *reached_value(const struct image_graph *graph, const struct build *build,
			     bool (*is_wanted)(const struct reached *))
{
	OWNED(strings) names = strings_new();
	json_t *array = json_array();

	for (size_t i = 0; i < build->reached_count; i++)
		if (is_wanted(&build->reached[i]))
			strings_add(names, graph->builds[build->reached[i].build].name);
	strings_sort(names);
	for (size_t i = 0; i < names->count; i++)
		if (!i || !string_is(names->items[i - 1], names->items[i]))
			json_array_append_new(array, text_value(names->items[i]));
	return array;
}

static json_t *reason_value(const struct rebuild_plan *plan, const struct rebuild_reason *reason)
{
	json_t *object = json_object();

	switch (reason->cause) {
	case CAUSE_PIN:
		set(object, "image", reason->image);
		set(object, "from", reason->from);
		set(object, "to", reason->to);
		set(object, "path", reason->path);
		json_object_set_new(object, "line", json_integer(reason->line));
		break;
	case CAUSE_NEED:
		set(object, "needs", plan->items[reason->need].build->name);
		break;
	case CAUSE_NEW:
		json_object_set_new(object, "new", json_true());
		break;
	case CAUSE_STALE:
		json_object_set_new(object, "stale", json_true());
		break;
	}
	return object;
}

static json_t *reasons_value(const struct rebuild_plan *plan, const struct rebuild *item)
{
	json_t *array = json_array();

	for (size_t i = 0; i < item->because_count; i++)
		json_array_append_new(array, reason_value(plan, &item->because[i]));
	return array;
}

static json_t *origins_value(const struct build *build)
{
	json_t *array = json_array();

	for (size_t i = 0; i < build->origin_count; i++)
		json_array_append_new(array, origin_value(&build->origins[i]));
	return array;
}

static void set_build(json_t *object, const struct rebuild_report *report,
		      const struct rebuild *item)
{
	const struct build *build = item->build;

	set(object, "name", build->name);
	set(object, "path", build->path);
	set(object, "target", build->target);
	set(object, "context", build->context);
	set(object, "origin",
	    build->origin_count ? declaration_name(build->origins[0].declaration) : NULL);
	json_object_set_new(object, "origins", origins_value(build));
	set(object, "repository", build->repository);
	json_object_set_new(object, "tags", list_value(&build->tags));
	json_object_set_new(object, "names", list_value(&build->names));
	json_object_set_new(object, "platforms", list_value(&item->platforms));
	json_object_set_new(object, "args", values_value(build->args, build->arg_count));
	json_object_set_new(object, "contexts",
			    values_value(build->contexts, build->context_count));
	if (report->directories)
		set(object, "directory", report->directories->items[build->tree]);
}

static void set_published(json_t *object, const struct published_image *published)
{
	json_t *built = json_array();

	for (size_t i = 0; i < published->built_count; i++) {
		json_t *base = json_object();

		set(base, "image", published->built[i].image);
		set(base, "digest", published->built[i].digest);
		json_array_append_new(built, base);
	}
	set(object, "digest", published->digest);
	set(object, "state", published_state_name(published->state));
	set(object, "evidence", published->evidence);
	set(object, "reason", published->reason);
	json_object_set_new(object, "built", built);
}

static json_t *image_value(const struct rebuild_report *report, const struct rebuild *item)
{
	const struct image_graph *graph = report->plan->graph;
	json_t *object = json_object();
	OWNED_STRING revision = job_value(report, item, JOB_REVISION);

	set_build(object, report, item);
	json_object_set_new(object, "bases", bases_value(item->build));
	json_object_set_new(object, "needs", reached_value(graph, item->build, reached_is_need));
	json_object_set_new(object, "pins", reached_value(graph, item->build, reached_is_pin));
	json_object_set_new(object, "because", reasons_value(report->plan, item));
	set(object, "revision", *revision ? revision : NULL);
	if (item->published)
		set_published(object, item->published);
	return object;
}

static json_t *images_value(const struct rebuild_report *report)
{
	json_t *array = json_array();

	for (size_t i = 0; i < report->plan->count; i++)
		json_array_append_new(array, image_value(report, &report->plan->items[i]));
	return array;
}

static json_t *groups_value(const struct rebuild_plan *plan, const struct rebuild_group *groups,
			    size_t count)
{
	json_t *array = json_array();

	for (size_t i = 0; i < count; i++) {
		json_t *names = json_array();

		for (size_t k = 0; k < groups[i].count; k++)
			json_array_append_new(names,
					      text_value(
						  plan->items[groups[i].items[k]].build->name));
		json_array_append_new(array, names);
	}
	return array;
}

static json_t *later_value(const struct rebuild_plan *plan)
{
	json_t *array = json_array();

	for (size_t i = 0; i < plan->later_count; i++) {
		const struct rebuild_later *later = &plan->later[i];
		json_t *object = json_object();
		json_t *after = json_array();

		for (size_t k = 0; k < later->after_count; k++)
			json_array_append_new(after, text_value(later->after[k]->name));
		set(object, "name", later->build->name);
		set(object, "repository", later->build->repository);
		json_object_set_new(object, "after", after);
		json_array_append_new(array, object);
	}
	return array;
}

static json_t *unknown_value(const struct image_graph *graph)
{
	json_t *array = json_array();

	for (size_t i = 0; i < graph->unknown_count; i++) {
		const struct unknown_build *unknown = &graph->unknown[i];
		json_t *object = json_object();

		set(object, "path", unknown->path);
		json_object_set_new(object, "line",
				    unknown->line ? json_integer(unknown->line) : json_null());
		set(object, "code", unknown->code);
		set(object, "reason", unknown->reason);
		json_array_append_new(array, object);
	}
	return array;
}

static int add_bytes(const char *bytes, size_t size, void *out)
{
	text_add(out, bytes, size);
	return 0;
}

static void render(struct text *out, const struct rebuild_report *report)
{
	const struct rebuild_plan *plan = report->plan;
	const struct rebuild_range *range = report->range;
	json_t *document = json_object();

	set(document, "schema", "digestbump/rebuild/1");
	set(document, "from", range ? range->from : NULL);
	set(document, "to", range ? range->to : NULL);
	set(document, "range", range ? range_source_name(range->source) : NULL);
	set(document, "note", range ? range->note : NULL);
	json_object_set_new(document, "images", images_value(report));
	json_object_set_new(document, "waves", groups_value(plan, plan->waves, plan->wave_count));
	json_object_set_new(document, "cycles",
			    groups_value(plan, plan->cycles, plan->cycle_count));
	json_object_set_new(document, "later", later_value(plan));
	json_object_set_new(document, "unknown", unknown_value(plan->graph));
	json_dump_callback(document, add_bytes, out, JSON_INDENT(2));
	text_add_string(out, "\n");
	json_decref(document);
}

const struct rebuild_format rebuild_format_json = { .name = "json", .render = render };
