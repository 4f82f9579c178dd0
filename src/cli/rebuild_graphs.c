#include "rebuild_graphs.h"
#include <digestbump/base/memory.h>
#include <string.h>

/* True when two trees are compared: everything, and what trailers say, need one only. */
static bool compares(const struct options *options)
{
	return !options->all && !options->from_trailers && !options->published;
}

/* ---- one repository ---- */

/* A second look at the same place, at another commit; none at all has no files. */
static struct error *use_commit(struct workspace *workspace, const struct invocation *invocation,
				const char *commit)
{
	if (commit) {
		TRY(workspace_configure(workspace, invocation, commit));
		return workspace_use_commit(workspace, commit);
	}
	workspace->config = config_default();
	workspace->tree = tree_overlay(NULL);
	return NULL;
}

/* Opens the whole repository that -C lies in. */
static struct error *open_top(struct workspace *out, const struct invocation *invocation)
{
	TRY(workspace_open(out, invocation, "."));
	free(out->subdirectory);
	out->subdirectory = must_copy("");
	return NULL;
}

/* With everything asked for, and no revision, there is nothing to compare with. */
static struct error *find_range(struct rebuild_repository *repository,
				const struct invocation *invocation)
{
	const struct options *options = invocation->options;
	struct git *git = repository->to.git;

	if (!options->all && !options->published)
		return rebuild_range_find(&repository->range, git, options->from, options->to,
					  invocation->context);
	OWNED(rebuild_range) range = must_alloc(sizeof(*range));

	range->source = options->from || options->to ? RANGE_OPTION : RANGE_HEAD;
	TRY(error_as(ERROR_USAGE,
		     git_rev_parse(&range->to, git, options->to ? options->to : "HEAD")));
	if (options->from)
		TRY(error_as(ERROR_USAGE, git_rev_parse(&range->from, git, options->from)));
	repository->range = pass_on(&range);
	return NULL;
}

static struct error *open_revisions(struct rebuild_repository *repository,
				    const struct invocation *invocation)
{
	TRY(find_range(repository, invocation));
	TRY(use_commit(&repository->to, invocation, repository->range->to));
	if (!compares(invocation->options))
		return NULL;
	TRY(open_top(&repository->from, invocation));
	return use_commit(&repository->from, invocation, repository->range->from);
}

static struct error *open_repository(struct rebuild_repository *repository,
				     const struct invocation *invocation)
{
	const struct options *options = invocation->options;

	TRY(open_top(&repository->to, invocation));
	if (repository->to.git)
		return open_revisions(repository, invocation);
	if (!(options->all || options->published) || options->from || options->to ||
	    options->from_trailers)
		return error_new(ERROR_USAGE,
				 "'rebuild' compares commits, and '%s' is no git repository; "
				 "'--all' plans what lies there",
				 repository->to.top);
	TRY(workspace_configure(&repository->to, invocation, NULL));
	return workspace_use_files(&repository->to);
}

/* ---- all of them ---- */

static struct error *open_all(struct rebuild_graphs *graphs)
{
	struct options options = *graphs->invocation->options;
	struct invocation invocation = *graphs->invocation;

	invocation.options = &options;
	for (size_t i = 0; i < graphs->count; i++) {
		options.directory = graphs->directories.items[i];
		TRY(error_wrap(open_repository(&graphs->repositories[i], &invocation), "%s",
			       options.directory));
	}
	return NULL;
}

static struct error *make_graph(struct image_graph **out, const struct rebuild_graphs *graphs,
				bool is_from)
{
	struct graph_tree *trees = must_alloc(graphs->count * sizeof(*trees));

	for (size_t i = 0; i < graphs->count; i++) {
		struct rebuild_repository *repository = &graphs->repositories[i];
		struct workspace *workspace = is_from ? &repository->from : &repository->to;

		trees[i] = (struct graph_tree){
			.name = graphs->count > 1 ? graphs->directories.items[i] : NULL,
			.files = workspace->tree,
			.config = workspace->config,
		};
	}
	struct error *error = graph_make(out, trees, graphs->count, graphs->invocation->context);

	free(trees);
	return error;
}

/* Most pushes change something, but not all: a revert of a revert, an empty commit. */
static struct error *has_same_files(bool *same, const struct rebuild_repository *repository)
{
	OWNED(git_commit_info) from = NULL;
	OWNED(git_commit_info) to = NULL;

	*same = false;
	if (!repository->range->from)
		return NULL;
	TRY(git_commit_info_read(&from, repository->to.git, repository->range->from));
	TRY(git_commit_info_read(&to, repository->to.git, repository->range->to));
	*same = strcmp(from->tree, to->tree) == 0;
	return NULL;
}

static struct error *make_graphs(struct rebuild_graphs *graphs)
{
	bool same = true;

	TRY(make_graph(&graphs->to, graphs, false));
	if (!compares(graphs->invocation->options))
		return NULL;
	for (size_t i = 0; same && i < graphs->count; i++)
		TRY(has_same_files(&same, &graphs->repositories[i]));
	graphs->is_same = same;
	return same ? NULL : make_graph(&graphs->from, graphs, true);
}

struct error *rebuild_graphs_open(struct rebuild_graphs *out, const struct invocation *invocation)
{
	const struct strings *directories = &invocation->options->directories;
	struct rebuild_graphs graphs = { .invocation = invocation };

	for (size_t i = 0; i < directories->count; i++)
		strings_add(&graphs.directories, directories->items[i]);
	if (!graphs.directories.count)
		strings_add(&graphs.directories, ".");
	graphs.count = graphs.directories.count;
	graphs.repositories = must_alloc(graphs.count * sizeof(*graphs.repositories));
	struct error *error = open_all(&graphs);

	if (!error)
		error = make_graphs(&graphs);
	if (error)
		rebuild_graphs_close(&graphs);
	else
		*out = graphs;
	return error;
}

void rebuild_graphs_close(struct rebuild_graphs *graphs)
{
	image_graph_free(graphs->to);
	image_graph_free(graphs->from);
	for (size_t i = 0; i < graphs->count; i++) {
		workspace_close(&graphs->repositories[i].to);
		workspace_close(&graphs->repositories[i].from);
		rebuild_range_free(graphs->repositories[i].range);
	}
	free(graphs->repositories);
	strings_clear(&graphs->directories);
}
