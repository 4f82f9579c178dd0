#include "build.h"
#include "declare.h"
#include <digestbump/base/memory.h>
#include <string.h>

/* What builds are made of: the declarations of one Dockerfile after the other. */
struct group {
	struct making *making;
	struct map *by_key; /* -> index of a draft, plus one */
	struct stage_graph *stages;
};

/* Specifications, then Dockerfiles within declarations, then files. */
static int rank(const struct declared *declared)
{
	return declared->is_specification ? 0 : declared->text ? 1 : 2;
}

static int compare_paths(const struct declared *one, const struct declared *other)
{
	int order = (one->tree > other->tree) - (one->tree < other->tree);

	if (!order)
		order = strcmp(one->path, other->path);
	return order ? order : rank(one) - rank(other);
}

static int compare(const void *a, const void *b)
{
	const struct declared *one = *(struct declared *const *)a;
	const struct declared *other = *(struct declared *const *)b;
	int order = compare_paths(one, other);

	if (!order)
		order = (one->by > other->by) - (one->by < other->by);
	if (!order)
		order = strcmp(one->file, other->file);
	if (!order)
		order = (one->line > other->line) - (one->line < other->line);
	return order ? order : (one->order > other->order) - (one->order < other->order);
}

static void fail(struct making *making, const struct declared *declared, const char *code,
		 char *reason)
{
	struct position where = { declared->tree, declared->file, declared->line };

	making_unknown(making, &where, code, reason, BUILD_NONE);
}

/* ---- merging ---- */

static struct build_draft *add_draft(struct making *making)
{
	making->drafts = must_grow(making->drafts, making->draft_count, sizeof(*making->drafts));
	struct build_draft *draft = &making->drafts[making->draft_count++];

	*draft = (struct build_draft){ 0 };
	return draft;
}

/* The draft of what is declared, a new one or one that was declared elsewhere, too. */
static void merge(struct group *group, struct declared *declared, const char *target)
{
	struct making *making = group->making;
	OWNED_STRING own = build_key(declared, target);
	OWNED_STRING key = must_format("%zu\n%s", declared->tree, own);
	size_t known = (size_t)(uintptr_t)map_get(group->by_key, key);
	struct build_draft *draft = known ? &making->drafts[known - 1] : add_draft(making);

	if (!known) {
		draft->build.key = pass_on(&own);
		draft->target = declared->target;
		map_set(group->by_key, key, (void *)(uintptr_t)making->draft_count);
	}
	draft->declared =
	    must_grow(draft->declared, draft->declared_count, sizeof(const struct declared *));
	draft->declared[draft->declared_count++] = declared;
	declared->build = (size_t)(draft - making->drafts);
}

/* A target that is the last stage is the same as none. */
static void add_target(struct group *group, struct declared *declared)
{
	const struct stage_graph *stages = group->stages;
	size_t index;

	if (!stages->count)
		fail(group->making, declared, "syntax",
		     must_format("'%s' has no FROM", declared->path));
	else if (declared->target && text_is_open(declared->target))
		fail(group->making, declared, "variable",
		     must_format("the target '%.200s' depends on a value that is not known here",
				 declared->target));
	else if (!stage_graph_find(&index, stages, declared->target))
		fail(group->making, declared, "missing",
		     must_format("'%s' has no stage '%.200s'", declared->path, declared->target));
	else if (index + 1 == stages->count)
		merge(group, declared, NULL);
	else
		merge(group, declared,
		      stages->stages[index].name ? stages->stages[index].name : declared->target);
}

/* ---- what is reached ---- */

static void reach(struct making *making, struct build_draft *draft,
		  const struct stage_graph *stages)
{
	const struct declared *first = draft->declared[0];
	struct reach_request request = {
		.stages = stages,
		.args = &first->args,
		.contexts = &first->contexts,
		.platforms = &draft->build.platforms,
		.steps = &making->reach_steps,
	};

	if (stage_graph_find(&request.target, stages, first->target))
		reach_add(&draft->reach, &request);
}

static void reach_bases(struct build_draft *draft)
{
	const struct declared *first = draft->declared[0];
	struct reach *out = &draft->reach;

	for (size_t i = 0; i < first->bases.count; i++) {
		const struct mapped_text *text = first->bases.items[i].value;
		struct mapped_slice letters = mapped_text_slice(text);

		out->items = must_grow(out->items, out->count, sizeof(*out->items));
		out->items[out->count++] = (struct reach_item){
			.text = mapped_text_copy(letters),
			.kind = PIN_BASE,
			.at = (uint32_t)mapped_origin(letters, ORIGIN_NONE),
		};
	}
}

static void finish(struct group *group, size_t from)
{
	struct making *making = group->making;

	for (size_t i = from; i < making->draft_count; i++) {
		struct build_draft *draft = &making->drafts[i];
		OWNED_STRING key = pass_on(&draft->build.key);

		build_draft_fill(draft);
		draft->build.key = pass_on(&key);
		reach_bases(draft);
		if (group->stages && !draft->declared[0]->is_specification)
			reach(making, draft, group->stages);
	}
}

/* ---- one Dockerfile ---- */

/* Gives its stages; NULL, and *failed, when it cannot be read. */
static struct stage_graph *read_stages(struct making *making, const struct declared *declared,
				       struct error **failed)
{
	OWNED(text) bytes = NULL;
	OWNED_STRING path = NULL;
	uint32_t base;

	*failed = making_read(&bytes, &path, making, declared->tree, declared->path);
	if (*failed)
		return NULL;
	if (!positions_add(&base, making->positions, declared->tree, path, text_slice(bytes))) {
		*failed = error_new(ERROR_LIMIT, "all files together are too large");
		return NULL;
	}
	OWNED(mapped_text) text = mapped_text_of_file(text_slice(bytes));

	for (size_t i = 0; i < text->size; i++)
		text->from[i] += base;
	return stage_graph_read(mapped_text_slice(text));
}

static void make_group(struct group *group, struct declared **items, size_t count)
{
	struct error *failed = NULL;
	size_t from = group->making->draft_count;

	group->stages = read_stages(group->making, items[0], &failed);
	for (size_t i = 0; i < count; i++) {
		if (group->stages)
			add_target(group, items[i]);
		else
			fail(group->making, items[i],
			     error_kind(failed) == ERROR_ABSENT ? "missing" : "unreadable",
			     error_kind(failed) == ERROR_ABSENT
				 ? must_format("there is no '%s' here", items[i]->path)
				 : must_copy(error_text(failed)));
	}
	error_free(failed);
	finish(group, from);
	stage_graph_free(group->stages);
	group->stages = NULL;
}

/* A Dockerfile in the declaration: a group of its own. */
static void make_inlined(struct group *group, struct declared *declared)
{
	size_t from = group->making->draft_count;

	group->stages = stage_graph_read(mapped_text_slice(declared->text));
	add_target(group, declared);
	finish(group, from);
	stage_graph_free(group->stages);
	group->stages = NULL;
}

static void make_specifications(struct group *group, struct declared **items, size_t count)
{
	size_t from = group->making->draft_count;

	for (size_t i = 0; i < count; i++)
		merge(group, items[i], items[i]->target);
	finish(group, from);
}

/* Gives the declarations that have a path, by path. */
static struct declared **sorted(size_t *count, const struct making *making)
{
	struct declared **items = must_alloc(making->count * sizeof(struct declared *));

	*count = 0;
	for (size_t i = 0; i < making->count; i++)
		if (making->items[i]->path)
			items[(*count)++] = making->items[i];
	qsort(items, *count, sizeof(struct declared *), compare);
	return items;
}

struct error *make_builds(struct making *making)
{
	OWNED(map) by_key = map_new();
	struct group group = { .making = making, .by_key = by_key };
	size_t count;
	struct declared **items = sorted(&count, making);
	struct error *failed = NULL;

	for (size_t from = 0, to; !failed && from < count; from = to) {
		to = from + 1;
		while (to < count && rank(items[from]) != 1 &&
		       compare_paths(items[from], items[to]) == 0)
			to++;
		if (making->context->stop && *making->context->stop)
			failed = error_new(ERROR_STOPPED, "stopped");
		else if (rank(items[from]) == 0)
			make_specifications(&group, items + from, to - from);
		else if (rank(items[from]) == 1)
			make_inlined(&group, items[from]);
		else
			make_group(&group, items + from, to - from);
	}
	free(items);
	return failed;
}
