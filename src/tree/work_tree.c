#include "tree_kind.h"
#include <digestbump/base/memory.h>

/* Asking the index is cheap, asking the ignore rules is not: they are asked of
 * directories without tracked files and of wanted files that are not tracked. */
static bool enters(struct git *git, const char *directory)
{
	if (git_is_tracked(git, directory, true))
		return true;
	OWNED_STRING with_slash = must_format("%s/", directory);

	return !git_is_ignored(git, with_slash);
}

/* A repository whose files the outer one tracks one by one was there first;
 * else it is a submodule or a clone that happens to lie here. */
static bool enters_repository(struct git *git, const char *directory)
{
	return git_is_tracked(git, directory, true);
}

static bool keeps(struct git *git, const char *path)
{
	return git_is_tracked(git, path, false) || !git_is_ignored(git, path);
}

static const struct disk_rules rules = {
	.enters = enters,
	.enters_repository = enters_repository,
	.keeps = keeps,
};

struct error *tree_work_tree(struct tree **out, struct git *git, const char *below)
{
	OWNED_STRING clean = NULL;

	if (!git_work_tree(git))
		return error_new(ERROR_USAGE,
				 "'%s': a bare repository has no files, name a revision",
				 git_directory(git));
	TRY(below_clean(&clean, below));
	return disk_open(out, git_work_tree(git), clean, &rules, git);
}
