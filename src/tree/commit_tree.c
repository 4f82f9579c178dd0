#include "tree_kind.h"
#include <digestbump/base/memory.h>
#include <digestbump/limits.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

struct commit {
	struct tree tree;
	struct git *git;
	char *id;
	char *below;

	/* What the last listing met and the visitor wanted, sorted: a partial clone
	 * brings all of its blobs at once, before the first of them is read. */
	struct strings paths;
	struct strings links;

	/* One handle per thread is git's rule, and this one serves all threads.
	 * Blobs come out of the object database faster than they are parsed. */
	pthread_mutex_t lock;
};

static bool is_below(const char *path, const char *below)
{
	size_t size = strlen(below);

	return !size ||
	       (strncmp(path, below, size) == 0 && (path[size] == '/' || path[size] == '\0'));
}

struct walk {
	const struct listing *into;
	struct commit *commit;
	bool found;
};

static struct error *add_file(void *data, const char *path, bool is_link)
{
	struct walk *walk = data;
	const struct tree_visitor *visitor = walk->into->visitor;

	TRY(listing_check(walk->into));
	if (!is_below(path, walk->commit->below))
		return NULL;
	walk->found = true;
	walk->into->files->seen += !is_link;
	if (visitor->wants(visitor->data, path))
		strings_add(is_link ? &walk->commit->links : &walk->commit->paths, path);
	return NULL;
}

static struct error *hand_on(const struct listing *into, const struct strings *paths, bool is_link)
{
	for (size_t i = 0; i < paths->count; i++)
		TRY(listing_add(into, paths->items[i], is_link));
	return NULL;
}

static struct error *list(const struct listing *into, struct tree *tree)
{
	struct commit *commit = (struct commit *)tree;
	struct walk walk = { .into = into, .commit = commit };

	strings_clear(&commit->paths);
	strings_clear(&commit->links);
	TRY(git_ls_tree(commit->git, commit->id, add_file, &walk));
	if (*commit->below && !walk.found)
		return error_new(ERROR_ABSENT, "'%s': not in commit '%.12s'", commit->below,
				 commit->id);
	TRY(git_fetch_missing_blobs(commit->git, commit->id, &commit->paths));
	TRY(git_fetch_missing_blobs(commit->git, commit->id, &commit->links));
	strings_sort(&commit->paths);
	strings_sort(&commit->links);
	TRY(hand_on(into, &commit->paths, false));
	return hand_on(into, &commit->links, true);
}

static int compare(const void *key, const void *item)
{
	return strcmp(key, *(char *const *)item);
}

static bool is_in(const struct strings *sorted, const char *path)
{
	return sorted->count &&
	       bsearch(path, sorted->items, sorted->count, sizeof(*sorted->items), compare);
}

static bool has(struct tree *tree, const char *path)
{
	const struct commit *commit = (const struct commit *)tree;

	return is_in(&commit->paths, path) || is_in(&commit->links, path);
}

static struct error *read_file(struct text *into, struct tree *tree, const char *path)
{
	struct commit *commit = (struct commit *)tree;
	OWNED(text) bytes = NULL;

	pthread_mutex_lock(&commit->lock);
	struct error *error = git_file_read(&bytes, commit->git, commit->id, path, FILE_BYTES_MOST);

	pthread_mutex_unlock(&commit->lock);
	TRY(error);
	text_empty(into);
	text_add(into, bytes->bytes, bytes->size);
	return NULL;
}

static struct error *read_link(char **target, struct tree *tree, const char *path)
{
	struct commit *commit = (struct commit *)tree;

	pthread_mutex_lock(&commit->lock);
	struct error *error = git_symlink_read(target, commit->git, commit->id, path);

	pthread_mutex_unlock(&commit->lock);
	return error;
}

static void commit_free(struct tree *tree)
{
	struct commit *commit = (struct commit *)tree;

	pthread_mutex_destroy(&commit->lock);
	strings_clear(&commit->paths);
	strings_clear(&commit->links);
	free(commit->id);
	free(commit->below);
	free(commit);
}

static const struct tree_kind commit_kind = {
	.list = list,
	.has = has,
	.read = read_file,
	.link = read_link,
	.free = commit_free,
};

struct error *tree_commit(struct tree **out, struct git *git, const char *id, const char *below)
{
	char *clean = NULL;

	TRY(below_clean(&clean, below));
	struct commit *commit = must_alloc(sizeof(*commit));

	commit->tree.kind = &commit_kind;
	commit->git = git;
	commit->id = must_copy(id);
	commit->below = clean;
	pthread_mutex_init(&commit->lock, NULL);
	*out = &commit->tree;
	return NULL;
}
