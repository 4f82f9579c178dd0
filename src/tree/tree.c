#include "tree_kind.h"
#include <digestbump/base/file.h>
#include <digestbump/base/memory.h>
#include <digestbump/limits.h>
#include <string.h>

void tree_free(struct tree *tree)
{
	if (tree)
		tree->kind->free(tree);
}

void tree_files_free(struct tree_files *files)
{
	if (!files)
		return;
	strings_clear(&files->paths);
	strings_clear(&files->links);
	strings_clear(&files->specials);
	strings_clear(&files->unreadable);
	free(files);
}

struct error *tree_visit(struct tree_files **out, struct tree *tree,
			 const struct tree_visitor *visitor)
{
	OWNED(tree_files) files = must_alloc(sizeof(*files));
	struct listing into = { files, visitor };

	TRY(tree->kind->list(&into, tree));
	strings_sort(&files->links);
	strings_sort(&files->specials);
	strings_sort(&files->unreadable);
	*out = pass_on(&files);
	return NULL;
}

struct error *listing_check(const struct listing *into)
{
	if (into->visitor->stop && *into->visitor->stop)
		return error_new(ERROR_STOPPED, "stopped by a signal");
	return NULL;
}

struct error *listing_add(const struct listing *into, const char *path, bool is_link)
{
	if (!is_link)
		return into->visitor->visit(into->visitor->data, path);
	strings_add(&into->files->links, path);
	return NULL;
}

/* A visitor that keeps what it is shown. */
struct collector {
	tree_filter *wants;
	void *data;
	struct strings paths;
};

static bool collector_wants(void *data, const char *path)
{
	const struct collector *collector = data;

	return collector->wants(collector->data, path);
}

static struct error *collect(void *data, const char *path)
{
	strings_add(&((struct collector *)data)->paths, path);
	return NULL;
}

struct error *tree_list(struct tree_files **out, struct tree *tree, tree_filter *wants, void *data)
{
	struct collector collector = { .wants = wants, .data = data };
	const struct tree_visitor visitor = {
		.data = &collector,
		.wants = collector_wants,
		.visit = collect,
	};
	OWNED(tree_files) files = NULL;
	struct error *failed = tree_visit(&files, tree, &visitor);

	if (failed) {
		strings_clear(&collector.paths);
		return failed;
	}
	files->paths = collector.paths;
	strings_sort(&files->paths);
	*out = pass_on(&files);
	return NULL;
}

bool tree_has(struct tree *tree, const char *path)
{
	return strlen(path) <= PATH_BYTES_MOST && file_path_is_inner(path) &&
	       tree->kind->has(tree, path);
}

/* Formats make paths of what stands in files (the .env beside a Compose file). */
static struct error *check_path(const char *path)
{
	if (strlen(path) > PATH_BYTES_MOST)
		return error_new(ERROR_LIMIT, "'%.40s...': a path longer than %d bytes", path,
				 PATH_BYTES_MOST);
	if (!file_path_is_inner(path))
		return error_new(ERROR_FILE, "'%s': leads out of the tree", path);
	return NULL;
}

struct error *tree_read_into(struct text *into, struct tree *tree, const char *path)
{
	TRY(check_path(path));
	return tree->kind->read(into, tree, path);
}

struct error *tree_read(struct text **out, struct tree *tree, const char *path)
{
	OWNED(text) text = text_new(0);

	TRY(tree_read_into(text, tree, path));
	*out = pass_on(&text);
	return NULL;
}

struct error *tree_link(char **target, struct tree *tree, const char *path)
{
	TRY(check_path(path));
	return tree->kind->link(target, tree, path);
}

struct error *below_clean(char **out, const char *below)
{
	OWNED_STRING clean = must_copy(below ? below : "");
	size_t size = strlen(clean);

	while (size && clean[size - 1] == '/')
		clean[--size] = '\0';
	if (strcmp(clean, ".") == 0)
		*clean = '\0';
	if ((below && *below && !size) || (*clean && !file_path_is_inner(clean)))
		return error_new(ERROR_USAGE, "'%s': leads out of the tree", below);
	*out = pass_on(&clean);
	return NULL;
}
