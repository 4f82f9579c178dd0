#include "changes.h"
#include <assert.h>
#include <digestbump/base/memory.h>
#include <string.h>

/* One thing that a build reaches, in one of the two revisions. */
struct side {
	const struct reached *reached;
	char *content;       /* tells its bytes from others */
	const char *version; /* for people: digest, tag, or the name of the build */
	bool is_only;        /* the other revision has no such content */
};

struct sides {
	struct side *items;
	size_t count;
};

static const char *tag_of(const struct reached *reached)
{
	return reached->tag ? reached->tag : "latest";
}

/* Gives the content of what is named: by digest, by name and tag, or, where a
 * declaration names another build of ours, that one as it was called before. */
static char *content_of(const struct reached *reached, const struct revisions *revisions,
			bool is_after)
{
	if (reached->digest)
		return must_copy(reached->digest);
	if (reached->image)
		return must_format("%s:%s", reached->image, tag_of(reached));
	assert(reached->build != BUILD_NONE); /* a base has a name */
	const struct image_graph *graph = is_after ? revisions->to : revisions->from;
	const struct build *build = graph->builds + reached->build;

	if (is_after && revisions->counterparts->items[reached->build])
		build = revisions->counterparts->items[reached->build];
	return must_format("build %s", build->name);
}

static const char *version_of(const struct reached *reached, const struct image_graph *graph)
{
	if (reached->digest)
		return reached->digest;
	return reached->image ? tag_of(reached) : graph->builds[reached->build].name;
}

static bool counts(const struct reached *reached, size_t self)
{
	return reached->kind != PIN_SYNTAX && (self == BUILD_NONE || reached->build != self);
}

static int compare_contents(const void *a, const void *b)
{
	const struct side *one = a, *other = b;

	return strcmp(one->content, other->content);
}

/* By image, what differs first, then by place. */
static int compare_images(const void *a, const void *b)
{
	const struct side *one = a, *other = b;
	int order = strcmp(one->reached->image ? one->reached->image : "",
			   other->reached->image ? other->reached->image : "");

	if (!order)
		order = other->is_only - one->is_only;
	return order ? order : (one->reached > other->reached) - (one->reached < other->reached);
}

static struct sides sides_of(const struct build *build, size_t self,
			     const struct revisions *revisions, bool is_after)
{
	const struct image_graph *graph = is_after ? revisions->to : revisions->from;
	struct sides sides = { .items = must_alloc(build->reached_count * sizeof(*sides.items)) };

	for (size_t i = 0; i < build->reached_count; i++) {
		const struct reached *reached = &build->reached[i];

		if (counts(reached, self))
			sides.items[sides.count++] = (struct side){
				.reached = reached,
				.content = content_of(reached, revisions, is_after),
				.version = version_of(reached, graph),
				.is_only = true,
			};
	}
	qsort(sides.items, sides.count, sizeof(*sides.items), compare_contents);
	return sides;
}

static void sides_clear(struct sides *sides)
{
	for (size_t i = 0; i < sides->count; i++)
		free(sides->items[i].content);
	free(sides->items);
}

/* Both are sorted by content. */
static void mark_common(struct sides *before, struct sides *after)
{
	size_t i = 0, k = 0;

	while (i < before->count && k < after->count) {
		int order = strcmp(before->items[i].content, after->items[k].content);

		if (order < 0) {
			i++;
		} else if (order > 0) {
			k++;
		} else {
			const char *content = before->items[i].content;

			for (; i < before->count && !strcmp(before->items[i].content, content); i++)
				before->items[i].is_only = false;
			for (; k < after->count && !strcmp(after->items[k].content, content); k++)
				after->items[k].is_only = false;
		}
	}
}

/* ---- reasons ---- */

/* The places of one image in both revisions: the sides [from, from_end) and [to, to_end). */
struct image_run {
	const struct side *from, *from_end;
	const struct side *to, *to_end;
};

static void add_reason(struct rebuild *out, const struct side *from, const struct side *to)
{
	const struct reached *place = to ? to->reached : from->reached;

	out->because = must_grow(out->because, out->because_count, sizeof(*out->because));
	out->because[out->because_count++] = (struct rebuild_reason){
		.cause = CAUSE_PIN,
		.image = place->image ? place->image : (to ? to : from)->version,
		.from = from ? from->version : NULL,
		.to = to ? to->version : NULL,
		.path = place->path,
		.line = place->line,
	};
}

/* The first of the run that is not used yet, else the first of it, else none. */
static const struct side *next_side(const struct side **at, const struct side *first,
				    const struct side *end)
{
	if (*at < end)
		return (*at)++;
	return first < end ? first : NULL;
}

/* What differs stands first in each run, in the order of its places: the first goes
 * with the first. */
static void add_reasons(struct rebuild *out, const struct image_run *run)
{
	const struct side *from = run->from, *to = run->to;

	while (to < run->to_end && to->is_only) {
		const struct side *old = next_side(&from, run->from, run->from_end);

		add_reason(out, old, to++);
	}
	for (; from < run->from_end && from->is_only; from++)
		add_reason(out, from, run->to < run->to_end ? run->to : NULL);
}

static const struct side *run_end(const struct side *at, const struct side *end, const char *image)
{
	while (at < end && string_is(at->reached->image, image))
		at++;
	return at;
}

static void add_all_reasons(struct rebuild *out, const struct sides *before,
			    const struct sides *after)
{
	const struct side *from = before->items, *from_end = from + before->count;
	const struct side *to = after->items, *to_end = to + after->count;

	while (from < from_end || to < to_end) {
		const struct side *first =
		    from == from_end ? to
		    : to == to_end   ? from
		    : strcmp(from->reached->image ? from->reached->image : "",
			     to->reached->image ? to->reached->image : "") < 0
			? from
			: to;
		struct image_run run = {
			.from = from,
			.from_end = run_end(from, from_end, first->reached->image),
			.to = to,
			.to_end = run_end(to, to_end, first->reached->image),
		};

		add_reasons(out, &run);
		from = run.from_end;
		to = run.to_end;
	}
}

static int compare_reasons(const void *a, const void *b)
{
	const struct rebuild_reason *one = a, *other = b;
	int order = strcmp(one->path ? one->path : "", other->path ? other->path : "");

	if (!order)
		order = (one->line > other->line) - (one->line < other->line);
	if (!order)
		order = strcmp(one->image ? one->image : "", other->image ? other->image : "");
	return order ? order : strcmp(one->from ? one->from : "", other->from ? other->from : "");
}

static void compare_builds(struct rebuild *out, const struct revisions *revisions,
			   const struct build *old, const struct build *new)
{
	struct sides before =
	    sides_of(old, (size_t)(old - revisions->from->builds), revisions, false);
	struct sides after = sides_of(new, (size_t)(new - revisions->to->builds), revisions, true);

	mark_common(&before, &after);
	qsort(before.items, before.count, sizeof(*before.items), compare_images);
	qsort(after.items, after.count, sizeof(*after.items), compare_images);
	add_all_reasons(out, &before, &after);
	sides_clear(&before);
	sides_clear(&after);
}

void changes_find(struct rebuild *out, const struct revisions *revisions, size_t build)
{
	const struct build *new = &revisions->to->builds[build];
	const struct build *old = revisions->counterparts->items[build];

	if (old) {
		compare_builds(out, revisions, old, new);
		if (out->because_count)
			qsort(out->because, out->because_count, sizeof(*out->because),
			      compare_reasons);
		return;
	}
	out->because = must_grow(out->because, out->because_count, sizeof(*out->because));
	out->because[out->because_count++] = (struct rebuild_reason){ .cause = CAUSE_NEW };
}
