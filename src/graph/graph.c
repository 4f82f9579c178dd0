#include "build.h"
#include "declare.h"
#include "making.h"
#include <digestbump/base/memory.h>
#include <digestbump/limits.h>
#include <string.h>

const char *declaration_name(enum declaration declaration)
{
	static const char *const names[] = {
		[DECLARED_CONFIG] = "config",
		[DECLARED_GITHUB] = "github",
		[DECLARED_GITLAB] = "gitlab",
		[DECLARED_CLOUDBUILD] = "cloudbuild",
		[DECLARED_BAKE] = "bake",
		[DECLARED_GORELEASER] = "goreleaser",
		[DECLARED_SKAFFOLD] = "skaffold",
		[DECLARED_KO] = "ko",
		[DECLARED_COMPOSE] = "compose",
		[DECLARED_SHELL] = "shell",
		[DECLARED_DOCKERFILE] = "dockerfile",
		[DECLARED_OTHER] = "other",
	};

	return names[declaration];
}

bool reached_is_base(const struct reached *reached)
{
	return reached->build == BUILD_NONE;
}

bool reached_is_need(const struct reached *reached)
{
	return reached->build != BUILD_NONE && !reached->digest;
}

bool reached_is_pin(const struct reached *reached)
{
	return reached->build != BUILD_NONE && reached->digest;
}

void image_graph_free(struct image_graph *graph)
{
	if (!graph)
		return;
	for (size_t i = 0; i < graph->count; i++)
		build_clear(&graph->builds[i]);
	for (size_t i = 0; i < graph->unknown_count; i++) {
		free(graph->unknown[i].path);
		free(graph->unknown[i].reason);
	}
	free(graph->builds);
	free(graph->unknown);
	build_index_free(graph->index);
	free(graph);
}

static void making_clear(struct making *making)
{
	for (size_t i = 0; i < making->tree_count; i++) {
		tree_files_free(making->trees[i].files);
		map_free(making->trees[i].listed);
		map_free(making->trees[i].dockerfiles);
		map_free(making->trees[i].called);
		strings_clear(&making->trees[i].callable);
		strings_clear(&making->trees[i].bake_sets);
	}
	for (size_t i = 0; i < making->draft_count; i++) {
		build_clear(&making->drafts[i].build);
		free(making->drafts[i].declared);
		reach_clear(&making->drafts[i].reach);
	}
	for (size_t i = 0; i < making->count; i++)
		declared_free(making->items[i]);
	free(making->trees);
	free(making->drafts);
	free(making->items);
	map_free(making->labels);
	positions_free(making->positions);
	image_graph_free(making->graph);
}

static struct error *make(struct making *making)
{
	TRY(read_declarations(making));
	for (size_t i = 0; i < making->tree_count; i++)
		read_bake_sets(making, i);
	read_configured(making);
	declare_dockerfiles(making);
	if (making->is_full)
		return error_new(ERROR_LIMIT, "more than %d images are built here", BUILDS_MOST);
	TRY(make_builds(making));
	name_builds(making);
	link_builds(making);
	sort_unknown(making->graph);
	making->graph->index = build_index_new(making->graph);
	return NULL;
}

struct error *graph_make(struct image_graph **out, const struct graph_tree *trees, size_t count,
			 const struct context *context)
{
	struct making making = {
		.trees = must_alloc(count * sizeof(*making.trees)),
		.tree_count = count,
		.context = context,
		.reach_steps = REACH_STEPS_MOST,
		.positions = positions_new(),
		.labels = map_new(),
		.graph = must_alloc(sizeof(*making.graph)),
	};

	for (size_t i = 0; i < count; i++)
		making.trees[i] = (struct making_tree){
			.given = &trees[i],
			.listed = map_new(),
			.dockerfiles = map_new(),
			.called = map_new(),
		};
	struct error *failed = make(&making);

	if (!failed)
		*out = pass_on(&making.graph);
	making_clear(&making);
	return failed;
}
