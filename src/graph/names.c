#include "build.h"
#include "declare.h"
#include "pushed_name.h"
#include <digestbump/base/memory.h>
#include <string.h>

/* ---- what a build is pushed as ---- */

/* The tags that the build has in its repository. */
static void set_tags(struct build *build)
{
	for (size_t i = 0; i < build->names.count; i++) {
		struct pushed_name name;

		pushed_name_read(&name, build->names.items[i]);
		if (string_is(name.repository, build->repository)) {
			build->has_any_tag |= name.is_any_tag;
			if (name.has_tag)
				strings_add_new(&build->tags, name.tag);
		}
		pushed_name_clear(&name);
	}
	if (!build->tags.count)
		strings_add(&build->tags, "latest");
	strings_sort(&build->tags);
}

/* The first name of the first declaration that has one. */
static void set_repository(struct build *build)
{
	struct pushed_name name;

	if (!build->names.count)
		return;
	pushed_name_read(&name, build->names.items[0]);
	build->repository = pass_on(&name.repository);
	build->name = pass_on(&name.written);
	pushed_name_clear(&name);
	set_tags(build);
	strings_sort(&build->names);
}

/* ---- names of their own ---- */

enum step { STEP_TAG, STEP_TARGET, STEP_LABEL, STEP_TREE, STEP_PATH, STEP_NUMBER, STEPS };

static const char *label_of(const struct build_draft *draft)
{
	for (size_t i = 0; i < draft->declared_count; i++)
		if (draft->declared[i]->label)
			return draft->declared[i]->label;
	return NULL;
}

/* Gives a longer name; NULL when this step has nothing to add. */
static char *lengthen(const struct making *making, const struct build_draft *draft, size_t number,
		      enum step step)
{
	const struct build *build = &draft->build;
	const char *tree = making->trees[build->tree].given->name;
	const char *label = label_of(draft);

	if (step == STEP_TAG && build->repository && build->tags.count)
		return must_format("%s:%s", build->name, build->tags.items[0]);
	if (step == STEP_TARGET && build->target)
		return must_format("%s#%s", build->name, build->target);
	if (step == STEP_LABEL && label && !string_is(label, build->target))
		return must_format("%s#%s", build->name, label);
	if (step == STEP_TREE && tree)
		return must_format("%s/%s", tree, build->name);
	if (step == STEP_PATH && build->repository)
		return must_format("%s#%s", build->name, build->path);
	return step == STEP_NUMBER ? must_format("%s#%zu", build->name, number) : NULL;
}

/* Builds of one name, and whether the step has different things to say of them. */
struct namesakes {
	size_t count;
	size_t number; /* of those that were counted again */
	char *first;   /* the longer name of the first of them */
	bool differ;
};

static void count_name(struct map *all, const struct making *making,
		       const struct build_draft *draft, enum step step)
{
	struct namesakes *names = map_get(all, draft->build.name);

	if (!names) {
		names = must_alloc(sizeof(*names));
		map_set(all, draft->build.name, names);
	}
	OWNED_STRING longer = lengthen(making, draft, ++names->count, step);

	if (names->count == 1)
		names->first = pass_on(&longer);
	else
		names->differ |= !string_is(longer, names->first);
}

static void tell_apart(struct making *making, enum step step)
{
	OWNED(map) all = map_new();

	for (size_t i = 0; i < making->draft_count; i++)
		count_name(all, making, &making->drafts[i], step);
	for (size_t i = 0; i < making->draft_count; i++) {
		struct build_draft *draft = &making->drafts[i];
		struct namesakes *names = map_get(all, draft->build.name);
		char *longer =
		    names->differ ? lengthen(making, draft, ++names->number, step) : NULL;

		if (!longer)
			continue;
		free(draft->build.name);
		draft->build.name = longer;
	}
	for (size_t i = 0; i < map_count(all); i++) {
		struct namesakes *names = map_value(all, i);

		free(names->first);
		free(names);
	}
}

static int compare_drafts(const void *a, const void *b)
{
	const struct build *one = &((const struct build_draft *)a)->build;
	const struct build *other = &((const struct build_draft *)b)->build;

	return strcmp(one->name, other->name);
}

/* Where the builds of the declarations are now. */
static void sort_drafts(struct making *making)
{
	if (making->draft_count)
		qsort(making->drafts, making->draft_count, sizeof(*making->drafts), compare_drafts);
	for (size_t i = 0; i < making->draft_count; i++)
		for (size_t k = 0; k < making->drafts[i].declared_count; k++)
			((struct declared *)making->drafts[i].declared[k])->build = i;
}

void name_builds(struct making *making)
{
	struct image_graph *graph = making->graph;

	for (size_t i = 0; i < making->draft_count; i++) {
		struct build *build = &making->drafts[i].build;

		set_repository(build);
		if (!build->name)
			build->name = must_copy(build->path);
	}
	for (enum step step = STEP_TAG; step < STEPS; step++)
		tell_apart(making, step);
	sort_drafts(making);
	graph->count = making->draft_count;
	graph->builds = must_alloc(graph->count * sizeof(*graph->builds));
	for (size_t i = 0; i < graph->count; i++) {
		graph->builds[i] = making->drafts[i].build;
		making->drafts[i].build = (struct build){ 0 };
	}
}
