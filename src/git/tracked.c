#include "handle.h"
#include <digestbump/base/log.h>
#include <digestbump/base/memory.h>
#include <string.h>

static struct error *add_path(void *data, const char *path, bool is_link)
{
	(void)is_link;
	strings_add(data, path);
	return NULL;
}

/* Tree order is the order of whole paths: git sorts a directory as if its name
 * ended with '/'. */
static struct error *list_head(struct strings *paths, struct git *git)
{
	OWNED_STRING head = NULL;

	TRY(git_resolve(&head, git, "HEAD"));
	return git_tree_each(git, head, add_path, paths);
}

/* Opened apart from the repository, which would keep it: of 60,000 files it is 12
 * MiB, and nothing but the paths is needed. */
static struct error *list_index(struct strings *paths, struct git *git)
{
	OWNED(git_index) index = NULL;
	OWNED_STRING file = must_format("%sindex", git_repository_path(git->repository));
	int code = git_index_open(&index, file);

	if (code)
		return library_error(code, "the index cannot be read");
	for (size_t i = 0; i < git_index_entrycount(index); i++)
		strings_add(paths, git_index_get_byindex(index, i)->path);
	strings_sort(paths);
	return NULL;
}

/* Nothing is lost when neither can be read (a repository without any commit):
 * then no file is tracked, and the untracked ones count all the same. */
static struct strings *list(struct git *git)
{
	OWNED(strings) paths = strings_new();
	OWNED(error) error = list_index(paths, git);

	if (!error)
		return pass_on(&paths);
	log_debug("%s; HEAD's files are used in its place", error_text(error));
	strings_clear(paths);
	error_free(error);
	error = list_head(paths, git);
	if (error)
		log_debug("no file is tracked: %s", error_text(error));
	return pass_on(&paths);
}

/* Where the first path stands that does not sort before `path`. */
static size_t first_not_before(const struct strings *paths, const char *path)
{
	size_t from = 0;
	size_t to = paths->count;

	while (from < to) {
		size_t middle = from + (to - from) / 2;

		if (strcmp(paths->items[middle], path) < 0)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

static bool has_below(const struct strings *paths, const char *directory)
{
	size_t length = strlen(directory);
	OWNED(text) prefix = text_new(0);

	text_add_string(prefix, directory);
	if (length && directory[length - 1] != '/')
		text_add_string(prefix, "/");
	struct slice below = text_slice(prefix);
	size_t at = first_not_before(paths, below.at);

	return at < paths->count && slice_starts(slice_of(paths->items[at]), below.at);
}

bool git_is_tracked(struct git *git, const char *path, bool directory)
{
	if (!git->tracked)
		git->tracked = list(git);
	if (directory)
		return has_below(git->tracked, path);
	size_t at = first_not_before(git->tracked, path);

	return at < git->tracked->count && strcmp(git->tracked->items[at], path) == 0;
}

bool git_is_ignored(struct git *git, const char *path)
{
	int ignored = 0;
	int code = git_ignore_path_is_ignored(&ignored, git->repository, path);

	if (code) {
		OWNED(error) error = library_error(code, "'%s' counts as not ignored", path);

		log_debug("%s", error_text(error));
		return false;
	}
	return ignored;
}
