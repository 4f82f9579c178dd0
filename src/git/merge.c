#include "repository.h"
#include <digestbump/base/memory.h>
#include <string.h>

static struct error *look_up_tree(git_tree **out, struct git *git, const char *oid)
{
	OWNED_STRING what = must_format("tree '%s'", oid);
	git_oid id;

	TRY(oid_parse(&id, oid));
	int code = git_tree_lookup(out, git->repository, &id);

	return code ? missing_object_error(git, code, what) : NULL;
}

static struct error *write_merged_tree(char **tree, struct git *git, git_index *index)
{
	git_oid id;

	if (git_index_has_conflicts(index)) {
		*tree = NULL;
		return NULL;
	}
	int code = git_index_write_tree_to(&id, index, git->repository);

	if (code)
		return libgit2_error(code, "the merged tree cannot be stored");
	*tree = oid_format(&id);
	return NULL;
}

struct error *git_merge_tree(char **tree, struct git *git, const char *ancestor, const char *ours,
			     const char *theirs)
{
	OWNED(git_tree) ancestor_tree = NULL;
	OWNED(git_tree) our_tree = NULL;
	OWNED(git_tree) their_tree = NULL;
	OWNED(git_index) index = NULL;

	TRY(look_up_tree(&ancestor_tree, git, ancestor));
	TRY(look_up_tree(&our_tree, git, ours));
	TRY(look_up_tree(&their_tree, git, theirs));
	int code =
	    git_merge_trees(&index, git->repository, ancestor_tree, our_tree, their_tree, NULL);

	if (code)
		return libgit2_error(code, "trees cannot be merged");
	return write_merged_tree(tree, git, index);
}

static int add_path(const git_diff_delta *delta, float progress, void *paths)
{
	(void)progress;
	strings_add(paths, delta->new_file.path);
	return 0;
}

struct error *git_changed_paths(struct strings **paths, struct git *git, const char *before,
				const char *after)
{
	OWNED(git_tree) old_tree = NULL;
	OWNED(git_tree) new_tree = NULL;
	OWNED(git_diff) diff = NULL;
	OWNED(strings) found = strings_new();

	TRY(look_up_tree(&old_tree, git, before));
	TRY(look_up_tree(&new_tree, git, after));
	int code = git_diff_tree_to_tree(&diff, git->repository, old_tree, new_tree, NULL);

	if (!code)
		code = git_diff_foreach(diff, add_path, NULL, NULL, NULL, found);
	if (code)
		return libgit2_error(code, "trees cannot be compared");
	*paths = pass_on(&found);
	return NULL;
}

bool git_has_commit(struct git *git, const char *oid)
{
	OWNED(git_commit) commit = NULL;
	git_oid id;

	return git_oid_fromstr(&id, oid) == 0 &&
	       git_commit_lookup(&commit, git->repository, &id) == 0;
}

/* Where history is cut off (shallow clones) nothing is proved: false. */
bool git_is_ancestor(struct git *git, const char *ancestor, const char *descendant)
{
	git_oid above;
	git_oid below;

	if (git_oid_fromstr(&above, ancestor) || git_oid_fromstr(&below, descendant))
		return false;
	return git_oid_equal(&above, &below) ||
	       git_graph_descendant_of(git->repository, &below, &above) == 1;
}
