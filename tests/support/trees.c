#include "trees.h"
#include "assertions.h"
#include <string.h>

static bool want_all(void *data, const char *path)
{
	(void)data;
	(void)path;
	return true;
}

static void print(struct text *out, const struct strings *list, const char *mark)
{
	for (size_t i = 0; i < list->count; i++) {
		text_add_safe(out, slice_of(list->items[i]));
		text_add_format(out, "%s\n", mark);
	}
}

char *tree_print(struct tree *tree)
{
	OWNED(tree_files) files = NULL;
	OWNED(text) out = text_new(0);

	assert_fine(tree_list(&files, tree, want_all, NULL));
	print(out, &files->paths, "");
	print(out, &files->links, "@");
	print(out, &files->unreadable, "!");
	text_add_format(out, "seen %zu\n", files->seen);
	return text_take(pass_on(&out));
}

char *tree_print_once(struct tree *tree)
{
	char *printed = tree_print(tree);

	tree_free(tree);
	return printed;
}
