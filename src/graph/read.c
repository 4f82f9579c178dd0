#include "declare.h"
#include "making.h"
#include <digestbump/base/memory.h>
#include <digestbump/limits.h>
#include <digestbump/scan/format_of_path.h>
#include <digestbump/scan/scan.h>
#include <string.h>

enum {
	LINKS_MOST = 8, /* from one link to the next */
};

const struct declaration_kind *const declaration_kinds[] = {
	&declared_in_github,     &declared_in_gitlab,
	&declared_in_cloudbuild, &declared_in_goreleaser,
	&declared_in_skaffold,   &declared_in_ko,
	&declared_in_compose,    &declared_in_shell,
	&declared_elsewhere,     NULL,
};

/* Dockerfiles by themselves are declared last, bake files in sets. */
static const char *const others[] = { "dockerfile", "bake", "bake-json", NULL };

static const struct declaration_kind *kind_of(const struct format *format)
{
	for (size_t i = 0; format && declaration_kinds[i]; i++)
		if (slice_is_one_of(slice_of(format->name), declaration_kinds[i]->formats))
			return declaration_kinds[i];
	return NULL;
}

/* ---- which files ---- */

struct listing {
	const struct config *config;
	struct path_formats *formats;
};

static bool is_wanted(void *data, const char *path)
{
	const struct listing *listing = data;
	const struct format *format = path_formats_find(listing->formats, path);

	if (!format || (!kind_of(format) && !slice_is_one_of(slice_of(format->name), others)))
		return false;
	return (listing->config->include_vendored || !path_is_vendored(path)) &&
	       !config_ignores_path(listing->config, path);
}

static struct error *list(struct making_tree *tree, struct path_formats *formats)
{
	struct listing listing = { tree->given->config, formats };

	TRY(tree_list(&tree->files, tree->given->files, is_wanted, &listing));
	for (size_t i = 0; i < tree->files->paths.count; i++)
		map_set(tree->listed, tree->files->paths.items[i],
			(void *)path_formats_find(formats, tree->files->paths.items[i]));
	return NULL;
}

/* ---- bytes ---- */

struct error *making_read(struct text **out, char **path, const struct making *making, size_t tree,
			  const char *wanted)
{
	struct tree *files = making->trees[tree].given->files;
	OWNED_STRING at = must_copy(wanted);

	for (size_t i = 0; i < LINKS_MOST; i++) {
		OWNED_STRING target = NULL;
		OWNED_STRING directory = path_directory(at);
		OWNED(error) failed = tree_read(out, files, at);

		if (!failed) {
			*path = pass_on(&at);
			return NULL;
		}
		OWNED(error) no_link = tree_link(&target, files, at);

		if (no_link)
			return pass_on(&failed);
		free(at);
		at = path_join(directory, target);
		if (!at)
			return error_new(ERROR_ABSENT, "'%s' is a link out of the repository",
					 wanted);
	}
	return error_new(ERROR_FILE, "'%s' is a link that leads to no file", wanted);
}

static bool has_any(struct slice bytes, const char *const *needles)
{
	for (size_t i = 0; needles && needles[i]; i++)
		if (slice_find(NULL, bytes, needles[i]))
			return true;
	return !needles;
}

static void read_file(struct making *making, size_t tree, const char *path, bool is_late)
{
	const struct declaration_kind *kind = kind_of(map_get(making->trees[tree].listed, path));
	struct declaring file = {
		.making = making,
		.tree = tree,
		.path = path,
		.is_late = is_late,
	};
	struct position whole = { tree, path, 0 };
	OWNED(text) bytes = NULL;
	OWNED(error)
	failed = kind ? tree_read(&bytes, making->trees[tree].given->files, path) : NULL;

	if (!kind)
		return;
	if (failed) {
		making_unknown(making, &whole,
			       error_kind(failed) == ERROR_LIMIT ? "limit" : "unreadable",
			       must_copy(error_text(failed)), BUILD_NONE);
		return;
	}
	file.bytes = text_slice(bytes);
	if (!has_any(file.bytes, kind->needles))
		return;
	if (positions_add(&file.base, making->positions, tree, path, file.bytes))
		kind->read(&file);
	else
		making_unknown(making, &whole, "limit",
			       must_copy("all files together are too large"), BUILD_NONE);
}

static struct error *read_tree(struct making *making, size_t index, struct path_formats *formats)
{
	struct making_tree *tree = &making->trees[index];

	TRY(list(tree, formats));
	for (size_t i = 0; i < tree->files->paths.count; i++) {
		if (making->context->stop && *making->context->stop)
			return error_new(ERROR_STOPPED, "stopped");
		read_file(making, index, tree->files->paths.items[i], false);
	}
	for (size_t i = 0; i < tree->callable.count; i++)
		if (!map_get(tree->called, tree->callable.items[i]))
			read_file(making, index, tree->callable.items[i], true);
	return NULL;
}

struct error *read_declarations(struct making *making)
{
	OWNED(path_formats) formats = path_formats_new();

	for (size_t i = 0; i < making->tree_count; i++)
		TRY(read_tree(making, i, formats));
	return NULL;
}
