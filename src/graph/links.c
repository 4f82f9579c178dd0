#include "build.h"
#include "declare.h"
#include "pushed_name.h"
#include <digestbump/base/glob.h>
#include <digestbump/base/memory.h>
#include <digestbump/image/digest.h>
#include <digestbump/limits.h>
#include <string.h>

/* A build by one of the names that it is pushed by. */
struct pusher {
	size_t build;
	char *tag;
	char *glob; /* that its tag fits, when a part of it is not known; else NULL */
};
struct pushers {
	struct pusher *items;
	size_t count;
};

struct linking {
	struct making *making;
	struct map *by_repository; /* -> struct pushers */
	struct map *by_tag;        /* repository and known tag -> struct pushers */
	struct map *linked;        /* addresses of words of the build at hand that are ours */
};

char *label_key(size_t tree, const char *scope, const char *label)
{
	return must_format("%zu\n%s\n%s", tree, scope, label);
}

/* ---- who pushes where ---- */

static char *tag_key(const char *repository, const char *tag)
{
	return must_format("%s\n%s", repository, tag);
}

static void add_pusher(struct map *map, const char *key, const struct pusher *pusher)
{
	struct pushers *pushers = map_get(map, key);

	if (!pushers) {
		pushers = must_alloc(sizeof(*pushers));
		map_set(map, key, pushers);
	}
	pushers->items = must_grow(pushers->items, pushers->count, sizeof(*pushers->items));
	struct pusher *added = &pushers->items[pushers->count++];

	*added = *pusher;
	added->tag = must_copy(pusher->tag);
	added->glob = must_copy(pusher->glob);
}

static void index_name(struct linking *linking, size_t build, const char *text)
{
	struct pushed_name name;

	pushed_name_read(&name, text);
	OWNED_STRING key = tag_key(name.repository, name.tag);
	OWNED_STRING glob = tag_glob(name.tag);
	bool is_default = linking->making->drafts[build].has_default_tag;
	const struct pusher pusher = {
		.build = build,
		.tag = name.tag,
		.glob = name.is_any_tag ? glob
			: is_default    ? (char *)"*"
					: NULL,
	};

	add_pusher(linking->by_repository, name.repository, &pusher);
	if (!name.is_any_tag)
		add_pusher(linking->by_tag, key, &pusher);
	pushed_name_clear(&name);
}

static void index_repositories(struct linking *linking)
{
	const struct image_graph *graph = linking->making->graph;

	linking->by_repository = map_new();
	linking->by_tag = map_new();
	for (size_t i = 0; i < graph->count; i++)
		for (size_t k = 0; k < graph->builds[i].names.count; k++)
			index_name(linking, i, graph->builds[i].names.items[k]);
}

static void pushers_free(struct map *map)
{
	for (size_t i = 0; i < map_count(map); i++) {
		struct pushers *pushers = map_value(map, i);

		for (size_t k = 0; k < pushers->count; k++) {
			free(pushers->items[k].tag);
			free(pushers->items[k].glob);
		}
		free(pushers->items);
		free(pushers);
	}
	map_free(map);
}

static void linking_clear(struct linking *linking)
{
	pushers_free(linking->by_repository);
	pushers_free(linking->by_tag);
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

/* Builds that a reference may mean. */
struct candidates {
	size_t items[OPEN_TAGS_MOST];
	size_t count;
};

static void add_candidate(struct candidates *candidates, size_t build)
{
	for (size_t i = 0; i < candidates->count; i++)
		if (candidates->items[i] == build)
			return;
	if (candidates->count < OPEN_TAGS_MOST)
		candidates->items[candidates->count++] = build;
}

/* Those of the repository that fit the tag, of which a part is not known on either side; all of
 * them when there is no tag. */
static void find_open(struct candidates *out, const struct pushers *pushers, const char *tag)
{
	OWNED_STRING glob = tag && text_is_open(tag) ? tag_glob(tag) : NULL;

	for (size_t i = 0; pushers && i < pushers->count && i < OPEN_TAGS_TRIED_MOST; i++) {
		const struct pusher *pusher = &pushers->items[i];

		if (!tag || (glob && (pusher->glob || glob_match(glob, pusher->tag))) ||
		    (!glob && pusher->glob && glob_match(pusher->glob, tag)))
			add_candidate(out, pusher->build);
	}
}

/* Sets the builds that are meant; true when it is by a tag that is not known for certain. */
static bool find_candidates(struct candidates *out, const struct linking *linking,
			    const struct reached *reached)
{
	const char *tag = reached->tag || reached->digest ? reached->tag : "latest";
	OWNED_STRING key = tag_key(reached->image, tag ? tag : "");
	const struct pushers *exact = tag ? map_get(linking->by_tag, key) : NULL;

	for (size_t i = 0; exact && i < exact->count && i < OPEN_TAGS_TRIED_MOST; i++)
		add_candidate(out, exact->items[i].build);
	if (!out->count)
		find_open(out, map_get(linking->by_repository, reached->image), tag);
	return !exact && tag && out->count;
}

static bool is_declared_beside(const struct build *one, const struct build *other)
{
	for (size_t i = 0; i < one->origin_count; i++)
		for (size_t k = 0; k < other->origin_count && k < OPEN_TAGS_MOST; k++)
			if (one->tree == other->tree &&
			    strcmp(one->origins[i].path, other->origins[k].path) == 0)
				return true;
	return false;
}

/* Of several builds of one name (examples, copies) the ones are meant that the same file
 * declares, when there are such. */
static void prefer_beside(struct candidates *candidates, const struct image_graph *graph,
			  size_t build)
{
	struct candidates beside = { .count = 0 };

	for (size_t i = 0; candidates->count > 1 && i < candidates->count; i++)
		if (is_declared_beside(&graph->builds[build], &graph->builds[candidates->items[i]]))
			add_candidate(&beside, candidates->items[i]);
	if (beside.count)
		*candidates = beside;
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
	struct candidates found = { .count = 0 };

	reached->is_any_tag = find_candidates(&found, linking, reached);
	reached->build = BUILD_NONE;
	prefer_beside(&found, graph, build);
	if (found.count)
		note_linked(linking, at);
	else
		add_reached(&graph->builds[build], reached);
	for (size_t i = 0; i < found.count; i++) {
		reached->build = found.items[i];
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
