#include "graphs.h"
#include "assertions.h"
#include <digestbump/base/memory.h>
#include <string.h>

/* One line while it is read. */
struct line {
	struct image_graph *graph;
	struct build *build;
	char *at_path; /* where the next reference stands */
	unsigned at_line;
	enum pin_kind kind;
};

static int compare_names(const void *a, const void *b)
{
	const struct build *one = a, *other = b;

	return strcmp(one->name, other->name);
}

static size_t find(const struct image_graph *graph, const char *name)
{
	for (size_t i = 0; i < graph->count; i++)
		if (strcmp(graph->builds[i].name, name) == 0)
			return i;
	fail_msg("no build '%s'", name);
	return BUILD_NONE;
}

/* Cuts "@DIGEST" and ":TAG" off. */
static void split(struct reached *out, char *text)
{
	char *at = strchr(text, '@');

	if (at) {
		*at = '\0';
		out->digest = must_copy(at + 1);
	}
	char *colon = strchr(text, ':');

	if (colon) {
		*colon = '\0';
		out->tag = must_copy(colon + 1);
	}
}

static void add_reached(struct line *line, char *text, bool is_ours, bool is_named)
{
	struct build *build = line->build;
	struct reached reached = {
		.build = BUILD_NONE,
		.path = must_copy(line->at_path ? line->at_path : build->path),
		.line = line->at_line++,
		.kind = line->kind,
	};

	split(&reached, text);
	if (is_ours)
		reached.build = find(line->graph, text);
	if (is_named)
		reached.image = must_copy(text);
	line->kind = PIN_FROM;
	build->reached = must_grow(build->reached, build->reached_count, sizeof(reached));
	build->reached[build->reached_count++] = reached;
}

static void add_list(struct strings *out, char *value)
{
	char *rest = NULL;

	for (char *word = strtok_r(value, ",", &rest); word; word = strtok_r(NULL, ",", &rest))
		strings_add(out, word);
}

static void set_place(struct line *line, const char *value)
{
	const char *colon = strchr(value, ':');

	free(line->at_path);
	line->at_path = must_copy_bytes(value, (size_t)(colon - value));
	line->at_line = (unsigned)strtoul(colon + 1, NULL, 10);
}

static void add_unknown(struct line *line, const char *code)
{
	struct image_graph *graph = line->graph;

	graph->unknown = must_grow(graph->unknown, graph->unknown_count, sizeof(*graph->unknown));
	graph->unknown[graph->unknown_count++] = (struct unknown_build){
		.path = must_copy(line->build->path),
		.line = line->at_line,
		.code = strcmp(code, "variable") == 0 ? "variable" : "missing",
		.reason = must_format("its %s is not known", code),
		.build = (size_t)(line->build - graph->builds),
	};
}

static void replace(char **at, const char *value)
{
	free(*at);
	*at = must_copy(value);
}

/* The words that say what a build is; the edges need all builds to be there. */
static void set_word(struct build *build, const char *key, char *value)
{
	if (strcmp(key, "path") == 0)
		replace(&build->path, value);
	else if (strcmp(key, "target") == 0)
		replace(&build->target, value);
	else if (strcmp(key, "repository") == 0)
		replace(&build->repository, value);
	else if (strcmp(key, "key") == 0)
		replace(&build->key, value);
	else if (strcmp(key, "platforms") == 0)
		add_list(&build->platforms, value);
	else if (strcmp(key, "names") == 0)
		add_list(&build->names, value);
	else if (strcmp(key, "tree") == 0)
		build->tree = (size_t)strtoul(value, NULL, 10);
}

static void set_edge(struct line *line, const char *key, char *value)
{
	if (strcmp(key, "at") == 0)
		set_place(line, value);
	else if (strcmp(key, "kind") == 0)
		line->kind = strcmp(value, "syntax") == 0 ? PIN_SYNTAX : PIN_COPY_FROM;
	else if (strcmp(key, "base") == 0)
		add_reached(line, value, false, true);
	else if (strcmp(key, "need") == 0 || strcmp(key, "pin") == 0)
		add_reached(line, value, true, true);
	else if (strcmp(key, "build") == 0)
		add_reached(line, value, true, false);
	else if (strcmp(key, "unknown") == 0)
		add_unknown(line, value);
}

/* Calls one of the two above for each word but the first. */
static void read_words(struct line *line, char *text, bool edges)
{
	char *rest = NULL;

	strtok_r(text, " ", &rest);
	for (char *word = strtok_r(NULL, " ", &rest); word; word = strtok_r(NULL, " ", &rest)) {
		char *equals = strchr(word, '=');

		assert_non_null(equals);
		*equals = '\0';
		if (edges)
			set_edge(line, word, equals + 1);
		else
			set_word(line->build, word, equals + 1);
	}
}

static void add_build(struct image_graph *graph, const char *text)
{
	OWNED_STRING words = must_copy(text);
	struct build build = { .name = must_copy_bytes(text, strcspn(text, " ")) };

	build.path = must_format("%s/Dockerfile", build.name);
	build.context = must_copy(".");
	build.origins = must_alloc(sizeof(*build.origins));
	build.origin_count = 1;
	build.origins[0] = (struct build_origin){ DECLARED_DOCKERFILE, must_copy(build.path), 1 };
	struct line line = { .graph = graph, .build = &build };

	read_words(&line, words, false);
	if (!build.key)
		build.key = must_format("%s %s", build.path, build.target ? build.target : "");
	graph->builds = must_grow(graph->builds, graph->count, sizeof(build));
	graph->builds[graph->count++] = build;
}

static void add_edges(struct image_graph *graph, const char *text)
{
	OWNED_STRING words = must_copy(text);
	OWNED_STRING name = must_copy_bytes(text, strcspn(text, " "));
	struct line line = { .graph = graph, .at_line = 1, .kind = PIN_FROM };

	line.build = &graph->builds[find(graph, name)];
	read_words(&line, words, true);
	free(line.at_path);
}

static void for_lines(struct image_graph *graph, const char *lines,
		      void (*each)(struct image_graph *, const char *))
{
	struct slice rest = slice_of(lines);
	struct slice line;

	while (slice_line(&line, &rest)) {
		OWNED_STRING text = slice_copy(slice_trim(line));

		if (*text)
			each(graph, text);
	}
}

struct drawn_graph *graph_draw(const char *lines)
{
	struct drawn_graph *drawn = must_alloc(sizeof(*drawn));
	struct image_graph *graph = &drawn->graph;

	for_lines(graph, lines, add_build);
	if (graph->count)
		qsort(graph->builds, graph->count, sizeof(*graph->builds), compare_names);
	for_lines(graph, lines, add_edges);
	return drawn;
}

static void build_clear(struct build *build)
{
	for (size_t i = 0; i < build->reached_count; i++) {
		free(build->reached[i].image);
		free(build->reached[i].tag);
		free(build->reached[i].digest);
		free(build->reached[i].path);
	}
	free(build->reached);
	free(build->origins[0].path);
	free(build->origins);
	free(build->name);
	free(build->repository);
	free(build->path);
	free(build->target);
	free(build->context);
	free(build->key);
	strings_clear(&build->platforms);
	strings_clear(&build->names);
	strings_clear(&build->tags);
}

void drawn_graph_free(struct drawn_graph *drawn)
{
	if (!drawn)
		return;
	for (size_t i = 0; i < drawn->graph.count; i++)
		build_clear(&drawn->graph.builds[i]);
	for (size_t i = 0; i < drawn->graph.unknown_count; i++) {
		free(drawn->graph.unknown[i].path);
		free(drawn->graph.unknown[i].reason);
	}
	free(drawn->graph.unknown);
	free(drawn->graph.builds);
	free(drawn);
}

/* ---- plans ---- */

static void print_reason(struct text *out, const struct rebuild_plan *plan,
			 const struct rebuild_reason *reason)
{
	switch (reason->cause) {
	case CAUSE_PIN:
		text_add_format(out, "%s %s -> %s at %s:%u", reason->image,
				reason->from ? reason->from : "none",
				reason->to ? reason->to : "none", reason->path, reason->line);
		break;
	case CAUSE_NEED:
		text_add_format(out, "needs %s", plan->items[reason->need].build->name);
		break;
	case CAUSE_NEW:
		text_add_string(out, "new");
		break;
	case CAUSE_STALE:
		text_add_string(out, "stale");
		break;
	}
}

static void print_item(struct text *out, const struct rebuild_plan *plan, size_t index)
{
	const struct rebuild *item = &plan->items[index];

	text_add_string(out, item->build->name);
	for (size_t i = 0; i < item->platforms.count; i++)
		text_add_format(out, " %s", item->platforms.items[i]);
	for (size_t i = 0; i < item->because_count; i++) {
		text_add_string(out, i ? "; " : " (");
		print_reason(out, plan, &item->because[i]);
	}
	text_add_string(out, item->because_count ? ")\n" : "\n");
}

char *plan_print(const struct rebuild_plan *plan)
{
	OWNED(text) out = text_new(0);

	for (size_t i = 0; i < plan->wave_count; i++) {
		for (size_t k = 0; k < plan->waves[i].count; k++) {
			text_add_format(out, "%zu: ", i + 1);
			print_item(out, plan, plan->waves[i].items[k]);
		}
	}
	for (size_t i = 0; i < plan->cycle_count; i++) {
		text_add_string(out, "cycle:");
		for (size_t k = 0; k < plan->cycles[i].count; k++)
			text_add_format(out, " %s",
					plan->items[plan->cycles[i].items[k]].build->name);
		text_add_string(out, "\n");
	}
	for (size_t i = 0; i < plan->later_count; i++) {
		text_add_format(out, "later: %s after", plan->later[i].build->name);
		for (size_t k = 0; k < plan->later[i].after_count; k++)
			text_add_format(out, " %s", plan->later[i].after[k]->name);
		text_add_string(out, "\n");
	}
	if (plan->has_unknown)
		text_add_string(out, "unknown\n");
	return text_take(pass_on(&out));
}
