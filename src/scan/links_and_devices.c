#include "links_and_devices.h"
#include "formats.h"
#include <digestbump/base/memory.h>
#include <digestbump/base/path.h>
#include <string.h>

enum {
	/* Links that lead to one another: Linux gives up as early. */
	LINKS_IN_A_ROW_MOST = 40,
};

/* Where the target of the link at `link` is in the tree, by its bytes alone;
 * false when that is outside. Borrows from `path`. */
static bool target_inside(struct text *path, const char *link, const char *target)
{
	text_add_string(path, link);
	return *target != '/' && path_up(path) && path_walk(path, target);
}

/* The general finder looks into nearly everything: that is no reading of a file. */
static bool has_format(const char *path)
{
	const struct format *format = format_of_path(path);

	return format && format != &format_text;
}

static void report_link_target(struct skips *skips, const char *link, const char *target,
			       const char *what)
{
	OWNED_STRING shown = text_safe(target);
	OWNED_STRING reason = must_format("symbolic link to '%s', %s: not followed", shown, what);

	skips_add(skips, link, 0, "link", reason);
}

/* True when links lead from here to a file or to nothing. Paths are those of links
 * whose target is in the tree. */
static bool resolves_in_tree(struct tree *tree, const char *start)
{
	OWNED(text) here = text_new(0);

	text_add_string(here, start);
	for (size_t i = 0; i < LINKS_IN_A_ROW_MOST; i++) {
		OWNED_STRING target = NULL;
		OWNED(text) path = text_new(0);
		OWNED(error) none = tree_link(&target, tree, here->bytes);

		if (none || !target_inside(path, here->bytes, target) || !path->size)
			return true;
		text_empty(here);
		text_add(here, path->bytes, path->size);
	}
	return false;
}

static void report_link(struct skips *skips, struct tree *tree, const struct tree_visitor *visitor,
			const char *link)
{
	OWNED_STRING target = NULL;
	OWNED(error) error = tree_link(&target, tree, link);
	OWNED(text) path = text_new(0);

	if (error)
		skips_add(skips, link, 0, "unreadable", error_text(error));
	else if (!resolves_in_tree(tree, link))
		report_link_target(skips, link, target, "which leads in a circle");
	else if (!target_inside(path, link, target) || !path->size || !has_format(path->bytes) ||
		 !visitor->wants(visitor->data, path->bytes) || !tree_has(tree, path->bytes))
		report_link_target(skips, link, target, "which is not scanned itself");
}

void special_files_report(struct skips *skips, struct tree *tree, const struct tree_files *files,
			  const struct tree_visitor *visitor)
{
	for (size_t i = 0; i < files->links.count; i++)
		if (has_format(files->links.items[i]))
			report_link(skips, tree, visitor, files->links.items[i]);
	for (size_t i = 0; i < files->specials.count; i++)
		if (has_format(files->specials.items[i]))
			skips_add(skips, files->specials.items[i], 0, "unreadable",
				  "a FIFO, socket or device: only regular files are read");
}
