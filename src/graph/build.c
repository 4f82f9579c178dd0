#include "build.h"
#include "declare.h"
#include <digestbump/base/memory.h>
#include <string.h>

void build_clear(struct build *build)
{
	free(build->name);
	free(build->repository);
	strings_clear(&build->tags);
	strings_clear(&build->names);
	free(build->path);
	free(build->target);
	free(build->context);
	for (size_t i = 0; i < build->arg_count; i++) {
		free(build->args[i].name);
		free(build->args[i].value);
	}
	for (size_t i = 0; i < build->context_count; i++) {
		free(build->contexts[i].name);
		free(build->contexts[i].value);
	}
	for (size_t i = 0; i < build->origin_count; i++)
		free(build->origins[i].path);
	for (size_t i = 0; i < build->reached_count; i++) {
		free(build->reached[i].image);
		free(build->reached[i].tag);
		free(build->reached[i].digest);
		free(build->reached[i].path);
	}
	free(build->args);
	free(build->contexts);
	free(build->origins);
	free(build->reached);
	strings_clear(&build->platforms);
	free(build->key);
}

/* ---- values ---- */

static int compare_values(const void *a, const void *b)
{
	const struct build_value *one = a, *other = b;

	return strcmp(one->name, other->name);
}

/* Gives the values, sorted by name. */
static struct build_value *sorted_values(const struct declared_values *values)
{
	struct build_value *sorted = must_alloc(values->count * sizeof(*sorted));

	for (size_t i = 0; i < values->count; i++)
		sorted[i] = (struct build_value){ must_copy(values->items[i].name),
						  declared_value_text(values->items[i].value) };
	qsort(sorted, values->count, sizeof(*sorted), compare_values);
	return sorted;
}

/* Values that come with the build tell no two builds apart. */
static void add_values(struct text *key, const struct declared_values *values)
{
	struct build_value *sorted = sorted_values(values);

	for (size_t i = 0; i < values->count; i++) {
		if (sorted[i].value && !text_is_open(sorted[i].value))
			text_add_format(key, "%s=%s\n", sorted[i].name, sorted[i].value);
		free(sorted[i].name);
		free(sorted[i].value);
	}
	free(sorted);
	text_add(key, "\n", 1);
}

char *build_key(const struct declared *declared, const char *target)
{
	OWNED(text) key = text_new(0);
	bool inlined = declared->text || declared->is_specification;

	text_add_format(key, "%s\n%s\n%s\n", declared->path, target ? target : "",
			declared->context ? declared->context : "");
	if (inlined && declared->label)
		text_add_format(key, "#%s\n", declared->label);
	add_values(key, &declared->args);
	add_values(key, &declared->contexts);
	return text_take(pass_on(&key));
}

/* ---- all that is declared of one build ---- */

static int compare_declared(const void *a, const void *b)
{
	const struct declared *one = *(const struct declared *const *)a;
	const struct declared *other = *(const struct declared *const *)b;
	int order = (one->by > other->by) - (one->by < other->by);

	if (!order)
		order = strcmp(one->file, other->file);
	return order ? order : (one->line > other->line) - (one->line < other->line);
}

static bool is_origin(const struct build *build, const struct declared *declared)
{
	const struct build_origin *last =
	    build->origin_count ? &build->origins[build->origin_count - 1] : NULL;

	return last && last->declaration == declared->by && last->line == declared->line &&
	       strcmp(last->path, declared->file) == 0;
}

static void add_declared(struct build *build, const struct declared *declared)
{
	if (!is_origin(build, declared))
		build->origins[build->origin_count++] =
		    (struct build_origin){ declared->by, must_copy(declared->file),
					   declared->line };
	build->has_any_tag |= declared->has_default_tag;
	for (size_t i = 0; i < declared->names.count; i++)
		strings_add_new(&build->names, declared->names.items[i]);
	for (size_t i = 0; i < declared->platforms.count; i++)
		strings_add_new(&build->platforms, declared->platforms.items[i]);
}

/* Platforms that the configuration gives are all there are. */
static bool is_settled(const struct build *build, const struct declared *declared)
{
	return declared->by == DECLARED_CONFIG && build->platforms.count;
}

void build_draft_fill(struct build_draft *draft)
{
	struct build *build = &draft->build;

	qsort(draft->declared, draft->declared_count, sizeof(*draft->declared), compare_declared);
	const struct declared *first = draft->declared[0];

	*build = (struct build){
		.tree = first->tree,
		.path = must_copy(first->path),
		.target = must_copy(draft->target),
		.context = must_copy(first->context),
		.args = sorted_values(&first->args),
		.arg_count = first->args.count,
		.contexts = sorted_values(&first->contexts),
		.context_count = first->contexts.count,
		.origins = must_alloc(draft->declared_count * sizeof(*build->origins)),
	};
	bool settled = false;

	for (size_t i = 0; i < draft->declared_count; i++) {
		size_t platforms = build->platforms.count;

		add_declared(build, draft->declared[i]);
		draft->has_default_tag |= draft->declared[i]->has_default_tag;
		while (settled && build->platforms.count > platforms)
			free(build->platforms.items[--build->platforms.count]);
		settled = settled || is_settled(build, draft->declared[i]);
	}
	strings_sort(&build->platforms);
}
