#include "index.h"
#include "repository.h"
#include <digestbump/base/log.h>
#include <digestbump/base/memory.h>
#include <string.h>

/* Tree order is the order of whole paths: git sorts a directory as if its name
 * ended with '/'. */
static struct error *add_path(void *data, const char *path, bool is_link)
{
	(void)is_link;
	if (!packed_paths_add(data, slice_of(path)))
		return error_new(ERROR_GIT, "'%s': not in git's order", path);
	return NULL;
}

static struct error *list_head_paths(struct packed_paths **out, struct git *git)
{
	OWNED_STRING head = NULL;
	OWNED(packed_paths) paths = packed_paths_new();

	TRY(git_rev_parse(&head, git, "HEAD"));
	TRY(git_ls_tree(git, head, add_path, paths));
	*out = pass_on(&paths);
	return NULL;
}

/* Nothing is lost when neither can be read (a repository without any commit):
 * then no file is tracked, and the untracked ones count all the same. */
static struct packed_paths *list_tracked_paths(struct git *git)
{
	OWNED_STRING file = must_format("%sindex", git_repository_path(git->repository));
	struct packed_paths *paths = NULL;
	OWNED(error) error = index_read_paths(&paths, file);

	if (!error)
		return paths;
	log_debug("'%s': %s; HEAD's files are used in its place", file, error_text(error));
	error_free(error);
	error = list_head_paths(&paths, git);
	if (!error)
		return paths;
	log_debug("no file is tracked: %s", error_text(error));
	return packed_paths_new();
}

static bool has_path_below(const struct packed_paths *paths, const char *directory)
{
	size_t length = strlen(directory);
	OWNED(text) prefix = text_new(0);

	text_add_string(prefix, directory);
	if (length && directory[length - 1] != '/')
		text_add_string(prefix, "/");
	return packed_paths_has_prefix(paths, text_slice(prefix).at);
}

bool git_is_tracked(struct git *git, const char *path, bool directory)
{
	if (!git->tracked)
		git->tracked = list_tracked_paths(git);
	return directory ? has_path_below(git->tracked, path)
			 : packed_paths_has(git->tracked, path);
}

bool git_is_ignored(struct git *git, const char *path)
{
	int ignored = 0;
	int code = git_ignore_path_is_ignored(&ignored, git->repository, path);

	if (code) {
		OWNED(error) error = libgit2_error(code, "'%s' counts as not ignored", path);

		log_debug("%s", error_text(error));
		return false;
	}
	return ignored;
}
