#include "rescan.h"
#include "splice.h"
#include <digestbump/base/memory.h>
#include <digestbump/edit/edit.h>
#include <digestbump/scan/format.h>
#include <string.h>

static void clear(struct edit *edit)
{
	free(edit->path);
	text_free(edit->before);
	text_free(edit->after);
	error_free(edit->error);
}

void edits_free(struct edits *edits)
{
	if (!edits)
		return;
	for (size_t i = 0; i < edits->count; i++)
		clear(&edits->items[i]);
	free(edits->items);
	free(edits);
}

/* Splices of the file that the first of them is in. */
static size_t count_of_file(const struct splice *items, size_t count)
{
	size_t same = 1;

	while (same < count && strcmp(items[same].path, items->path) == 0)
		same++;
	return same;
}

static struct error *add_file(struct edits *edits, struct tree *tree, const struct splice *items,
			      size_t count)
{
	OWNED(text) before = NULL;
	struct text *after = NULL;

	TRY(tree_read(&before, tree, items->path));
	TRY(splices_apply(&after, items, count, text_slice(before)));
	edits->items = must_grow(edits->items, edits->count, sizeof(*edits->items));
	edits->items[edits->count++] = (struct edit){
		.path = must_copy(items->path),
		.before = pass_on(&before),
		.after = after,
	};
	return NULL;
}

static struct error *add_files(struct edits *edits, struct tree *tree,
			       const struct splices *splices)
{
	for (size_t i = 0; i < splices->count;) {
		size_t count = count_of_file(&splices->items[i], splices->count - i);

		TRY(add_file(edits, tree, &splices->items[i], count));
		i += count;
	}
	return NULL;
}

/* What must be scanned again: the files that the pins were found in, and the
 * edited ones that are a format's own, found from elsewhere or not. */
static void add_related_files(struct strings *paths, const struct edits *edits,
			      const struct verdict *const *verdicts, size_t count)
{
	for (size_t i = 0; i < count; i++)
		strings_add(paths, verdicts[i]->pin->found_in);
	for (size_t i = 0; i < edits->count; i++)
		if (format_of_path(edits->items[i].path))
			strings_add(paths, edits->items[i].path);
	strings_sort(paths);
}

struct error *edit_make(struct edits **out, struct tree *tree, const struct config *config,
			const struct verdict *const *verdicts, size_t count)
{
	OWNED(splices) splices = NULL;
	OWNED(edits) edits = must_alloc(sizeof(*edits));
	OWNED(strings) related_files = strings_new();
	OWNED(tree) overlay = tree_overlay(tree);
	const struct edit_trees trees = { tree, overlay, config };

	TRY(splices_from_verdicts(&splices, verdicts, count));
	TRY(add_files(edits, tree, splices));
	for (size_t i = 0; i < edits->count; i++)
		tree_overlay_set(overlay, edits->items[i].path, text_slice(edits->items[i].after));
	add_related_files(related_files, edits, verdicts, count);
	TRY(verify_edits(&trees, splices, related_files));
	*out = pass_on(&edits);
	return NULL;
}
