#include "build.h"
#include "pushed_name.h"
#include <digestbump/base/memory.h>
#include <digestbump/image/digest.h>
#include <string.h>

/* Which builds push to which repository. */
struct pushers {
	size_t *builds;
	size_t count;
};

struct linking {
	struct making *making;
	struct map *by_repository; /* -> struct pushers */
	struct map *linked;        /* addresses of words of the build at hand that are ours */
};

char *label_key(size_t tree, const char *scope, const char *label)
{
	return must_format("%zu\n%s\n%s", tree, scope, label);
}

/* ---- who pushes where ---- */

static void add_pusher(struct linking *linking, const char *repository, size_t build)
{
	struct pushers *pushers = map_get(linking->by_repository, repository);

	if (!pushers) {
		pushers = must_alloc(sizeof(*pushers));
		map_set(linking->by_repository, repository, pushers);
	}
	if (pushers->count && pushers->builds[pushers->count - 1] == build)
		return;
	pushers->builds = must_grow(pushers->builds, pushers->count, sizeof(*pushers->builds));
	pushers->builds[pushers->count++] = build;
}

static void index_repositories(struct linking *linking)
{
	const struct image_graph *graph = linking->making->graph;

	linking->by_repository = map_new();
	for (size_t i = 0; i < graph->count; i++)
		for (size_t k = 0; k < graph->builds[i].names.count; k++) {
			struct pushed_name name;

			pushed_name_read(&name, graph->builds[i].names.items[k]);
			add_pusher(linking, name.repository, i);
			pushed_name_clear(&name);
		}
}

static void linking_clear(struct linking *linking)
{
	for (size_t i = 0; i < map_count(linking->by_repository); i++) {
		struct pushers *pushers = map_value(linking->by_repository, i);

		free(pushers->builds);
		free(pushers);
	}
	map_free(linking->by_repository);
}

/* ---- what is reached ---- */

static void reached_clear(struct reached *reached)
{
	free(reached->image);
	free(reached->tag);
	free(reached->digest);
	free(reached->path);
}

static void add_reached(struct build *build, const struct reached *reached)
{
	build->reached = must_grow(build->reached, build->reached_count, sizeof(*build->reached));
	struct reached *added = &build->reached[build->reached_count++];

	*added = *reached;
	added->image = must_copy(reached->image);
	added->tag = must_copy(reached->tag);
	added->digest = must_copy(reached->digest);
	added->path = must_copy(reached->path);
}

enum match { MATCH_NONE, MATCH_ANY, MATCH_EXACT };

/* How a build's names fit a repository and a tag (NULL: whichever). */
static enum match match(const struct build *build, const char *repository, const char *tag)
{
	enum match best = MATCH_NONE;

	for (size_t i = 0; i < build->names.count && best != MATCH_EXACT; i++) {
		struct pushed_name name;

		pushed_name_read(&name, build->names.items[i]);
		bool same = strcmp(name.repository, repository) == 0;

		if (same && (!tag || strcmp(name.tag, tag) == 0))
			best = MATCH_EXACT;
		else if (same && (build->has_any_tag || text_is_open(tag)))
			best = MATCH_ANY;
		pushed_name_clear(&name);
	}
	return best;
}

static char *address_key(uint32_t at)
{
	return must_format("%u", at);
}

static void note_linked(struct linking *linking, uint32_t at)
{
	OWNED_STRING key = address_key(at);

	map_set(linking->linked, key, linking);
}

/* Adds the image as one of ours, or else as one from outside. A tag that nobody pushes here is
 * an old release. */
static void add_image(struct linking *linking, size_t build, struct reached *reached, uint32_t at)
{
	struct image_graph *graph = linking->making->graph;
	const struct pushers *pushers = map_get(linking->by_repository, reached->image);
	const char *tag = reached->tag || reached->digest ? reached->tag : "latest";
	enum match best = MATCH_NONE;

	for (size_t i = 0; pushers && i < pushers->count; i++) {
		enum match fits = match(&graph->builds[pushers->builds[i]], reached->image, tag);

		best = fits > best ? fits : best;
	}
	reached->build = BUILD_NONE;
	reached->is_any_tag = best == MATCH_ANY;
	if (best == MATCH_NONE)
		add_reached(&graph->builds[build], reached);
	if (best != MATCH_NONE)
		note_linked(linking, at);
	for (size_t i = 0; best != MATCH_NONE && i < pushers->count; i++) {
		reached->build = pushers->builds[i];
		if (match(&graph->builds[reached->build], reached->image, tag) == best)
			add_reached(&graph->builds[build], reached);
	}
}

/* Sets where it stands: the digest's letters, or else the reference's. */
static void set_place(const struct linking *linking, struct reached *reached,
		      struct mapped_slice text, const struct reach_item *item)
{
	const struct positions *positions = linking->making->positions;
	struct position position;
	size_t sign = 0;
	bool pinned = slice_find(&sign, mapped_bytes(text), "@");
	struct mapped_slice digest = mapped_tail(text, pinned ? sign + 1 : 0);
	size_t at = mapped_origin(digest, mapped_origin(text, item->at));

	if (!positions_find(&position, positions, (uint32_t)at) &&
	    !positions_find(&position, positions, item->at))
		return;
	free(reached->path);
	reached->path = must_copy(position.path);
	reached->line = position.line;
}

static void add_reference(struct linking *linking, size_t build, struct mapped_slice text,
			  const struct reach_item *item)
{
	struct image_graph *graph = linking->making->graph;
	const struct build *owner = &graph->builds[build];
	OWNED_STRING written = slice_copy(mapped_bytes(text));
	struct pushed_name name;
	struct reached reached = {
		.path = must_copy(owner->origins[0].path),
		.line = owner->origins[0].line,
		.kind = item->kind,
	};

	pushed_name_read(&name, written);
	reached.image = must_copy(name.repository);
	reached.tag = name.has_tag ? must_copy(name.tag) : NULL;
	reached.digest = must_copy(name.digest);
	set_place(linking, &reached, text, item);
	add_image(linking, build, &reached, item->at);
	pushed_name_clear(&name);
	reached_clear(&reached);
}

/* A build of the same scope, by its label. */
static void add_label(struct linking *linking, size_t build, struct mapped_slice text,
		      const struct reach_item *item)
{
	struct making *making = linking->making;
	struct build *owner = &making->graph->builds[build];
	const struct declared *first = making->drafts[build].declared[0];
	OWNED_STRING label = slice_copy(mapped_bytes(text));
	OWNED_STRING key = label_key(owner->tree, first->scope ? first->scope : "", label);
	const struct declared *named = map_get(making->labels, key);
	struct reached reached = {
		.path = must_copy(owner->origins[0].path),
		.line = owner->origins[0].line,
		.kind = item->kind,
	};
	struct position where = { owner->tree, reached.path, reached.line };

	set_place(linking, &reached, text, item);
	if (named && named->build != BUILD_NONE) {
		reached.build = named->build;
		add_reached(owner, &reached);
	} else {
		where.path = reached.path;
		where.line = reached.line;
		making_unknown(making, &where, "missing",
			       must_format("no build is called '%s' here", label), build);
	}
	reached_clear(&reached);
}

/* A directory, a git repository and a layout on disk hold no image of a registry. */
static void add_context(struct linking *linking, size_t build, struct mapped_slice text,
			const struct reach_item *item)
{
	static const char image[] = "docker-image://";
	struct slice bytes = mapped_bytes(text);

	if (slice_starts(bytes, image))
		add_reference(linking, build, mapped_tail(text, strlen(image)), item);
	else if (slice_starts(bytes, "target:"))
		add_label(linking, build, mapped_tail(text, strlen("target:")), item);
	else if (slice_starts(bytes, "service:"))
		add_label(linking, build, mapped_tail(text, strlen("service:")), item);
}

/* ---- the result ---- */

static int compare_text(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) : (a != NULL) - (b != NULL);
}

static int compare_reached(const void *a, const void *b)
{
	const struct reached *one = a, *other = b;
	int order = strcmp(one->path, other->path);

	if (!order)
		order = (one->line > other->line) - (one->line < other->line);
	if (!order)
		order = compare_text(one->image, other->image);
	if (!order)
		order = compare_text(one->tag, other->tag);
	if (!order)
		order = compare_text(one->digest, other->digest);
	if (!order)
		order = (one->build > other->build) - (one->build < other->build);
	return order ? order : (int)one->kind - (int)other->kind;
}

static void sort_reached(struct build *build)
{
	size_t kept = 0;

	if (build->reached_count)
		qsort(build->reached, build->reached_count, sizeof(*build->reached),
		      compare_reached);
	for (size_t i = 0; i < build->reached_count; i++) {
		struct reached *reached = &build->reached[i];
		struct reached *last = kept ? &build->reached[kept - 1] : NULL;
		enum pin_kind kind = reached->kind;

		if (last)
			reached->kind = last->kind;
		if (last && compare_reached(last, reached) == 0) {
			reached_clear(reached);
			continue;
		}
		reached->kind = kind;
		build->reached[kept++] = *reached;
	}
	build->reached_count = kept;
}

/* A name with a part that is not known is known well enough when it is one of ours. */
static void tell_problems(const struct linking *linking, size_t build)
{
	struct making *making = linking->making;
	const struct build *owner = &making->graph->builds[build];
	const struct reach *reach = &making->drafts[build].reach;

	for (size_t i = 0; i < reach->problem_count; i++) {
		const struct reach_problem *problem = &reach->problems[i];
		struct position where = { owner->tree, owner->path, 1 };
		OWNED_STRING key = address_key(problem->at);

		if (map_get(linking->linked, key))
			continue;
		positions_find(&where, making->positions, problem->at);
		making_unknown(making, &where, problem->code, must_copy(problem->reason), build);
	}
}

void link_builds(struct making *making)
{
	struct linking linking = { .making = making };
	const struct image_graph *graph = making->graph;

	index_repositories(&linking);
	for (size_t i = 0; i < graph->count; i++) {
		const struct reach *reach = &making->drafts[i].reach;

		linking.linked = map_new();
		for (size_t k = 0; k < reach->count; k++) {
			const struct reach_item *item = &reach->items[k];
			struct mapped_slice text = mapped_text_slice(item->text);

			if (item->is_context)
				add_context(&linking, i, text, item);
			else
				add_reference(&linking, i, text, item);
		}
		sort_reached(&graph->builds[i]);
		tell_problems(&linking, i);
		map_free(linking.linked);
	}
	linking_clear(&linking);
}
