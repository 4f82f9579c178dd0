#include "repository.h"
#include <digestbump/base/memory.h>
#include <digestbump/limits.h>
#include <stdio.h>

struct error *commit_root_tree(git_tree **out, struct git *git, const char *oid)
{
	OWNED(git_commit) commit = NULL;
	OWNED_STRING what = must_format("commit '%s'", oid);
	git_oid id;

	TRY(oid_parse(&id, oid));
	int code = git_commit_lookup(&commit, git->repository, &id);

	if (!code)
		code = git_commit_tree(out, commit);
	return code ? missing_object_error(git, code, what) : NULL;
}

struct tree_walk {
	git_file_callback *each;
	void *data;
	struct error *error;
	size_t seen;
};

static struct error *visit_entry(struct tree_walk *walk, const char *root,
				 const git_tree_entry *entry)
{
	char path[PATH_BYTES_MOST + 1];
	int length = snprintf(path, sizeof(path), "%s%s", root, git_tree_entry_name(entry));

	if (length > PATH_BYTES_MOST)
		return error_new(ERROR_LIMIT, "'%s': a path longer than %d bytes", path,
				 PATH_BYTES_MOST);
	if (++walk->seen > TREE_ENTRIES_MOST)
		return error_new(ERROR_LIMIT, "more than %d files and directories in one tree",
				 TREE_ENTRIES_MOST);
	if (git_tree_entry_type(entry) != GIT_OBJECT_BLOB)
		return NULL;
	return walk->each(walk->data, path, git_tree_entry_filemode(entry) == GIT_FILEMODE_LINK);
}

static int visit(const char *root, const git_tree_entry *entry, void *data)
{
	struct tree_walk *walk = data;

	walk->error = visit_entry(walk, root, entry);
	return walk->error ? GIT_EUSER : 0;
}

struct error *git_ls_tree(struct git *git, const char *commit, git_file_callback *each, void *data)
{
	OWNED(git_tree) tree = NULL;
	OWNED_STRING what = must_format("the tree of commit '%s'", commit);
	struct tree_walk walk = { .each = each, .data = data };

	TRY(commit_root_tree(&tree, git, commit));
	int code = git_tree_walk(tree, GIT_TREEWALK_PRE, visit, &walk);

	if (walk.error)
		return walk.error;
	return code ? missing_object_error(git, code, what) : NULL;
}

/* The same, borrowed until another commit is asked for. */
static struct error *last_root_tree(git_tree **out, struct git *git, const char *oid)
{
	git_oid id;

	TRY(oid_parse(&id, oid));
	if (!git->last_tree || !git_oid_equal(&id, &git->last_commit)) {
		git_tree *tree = NULL;

		TRY(commit_root_tree(&tree, git, oid));
		git_tree_free(git->last_tree);
		git->last_tree = tree;
		git->last_commit = id;
	}
	*out = git->last_tree;
	return NULL;
}

static struct error *find_file(git_oid *id, struct git *git, const char *commit, const char *path,
			       bool is_link)
{
	OWNED(git_tree_entry) entry = NULL;
	git_tree *tree = NULL;

	TRY(last_root_tree(&tree, git, commit));
	int code = git_tree_entry_bypath(&entry, tree, path);

	if (code == GIT_ENOTFOUND)
		return error_new(ERROR_ABSENT, "'%s': no such file in commit '%s'", path, commit);
	if (code)
		return libgit2_error(code, "'%s' cannot be found", path);
	if (git_tree_entry_type(entry) != GIT_OBJECT_BLOB ||
	    (git_tree_entry_filemode(entry) == GIT_FILEMODE_LINK) != is_link)
		return error_new(ERROR_FILE, "'%s': no %s", path,
				 is_link ? "symbolic link" : "regular file");
	git_oid_cpy(id, git_tree_entry_id(entry));
	return NULL;
}

/* In a partial clone that has been fetched for, what is missing is brought. */
static struct error *read_header(size_t *size, struct git *git, const git_oid *id, const char *what)
{
	OWNED(git_odb) database = NULL;
	git_object_t type;
	int code = git_repository_odb(&database, git->repository);

	if (!code)
		code = git_odb_read_header(size, &type, database, id);
	if (code == GIT_ENOTFOUND && git->promisor_remote) {
		TRY(error_wrap(fetch_missing_object(git, id), "%s", what));
		code = git_odb_read_header(size, &type, database, id);
	}
	return code ? missing_object_error(git, code, what) : NULL;
}

/* The header of an object tells its size: what is too large is not unpacked. */
static struct error *check_blob(struct git *git, const git_oid *id, const char *path, size_t most)
{
	OWNED_STRING what = must_format("'%s'", path);
	size_t size = 0;

	TRY(read_header(&size, git, id, what));
	if (size > most)
		return error_new(ERROR_LIMIT, "'%s': larger than %zu bytes", path, most);
	return NULL;
}

static struct error *read_blob(struct text **out, struct git *git, const git_oid *id,
			       const char *path, size_t most)
{
	OWNED(git_blob) blob = NULL;

	TRY(check_blob(git, id, path, most));
	int code = git_blob_lookup(&blob, git->repository, id);

	if (code)
		return libgit2_error(code, "'%s' cannot be read", path);
	OWNED(text) text = text_new(most);

	text_add(text, git_blob_rawcontent(blob), (size_t)git_blob_rawsize(blob));
	*out = pass_on(&text);
	return NULL;
}

struct error *git_file_read(struct text **out, struct git *git, const char *commit,
			    const char *path, size_t most)
{
	git_oid id;

	TRY(find_file(&id, git, commit, path, false));
	return read_blob(out, git, &id, path, most);
}

struct error *git_symlink_read(char **target, struct git *git, const char *commit, const char *path)
{
	struct text *text = NULL;
	git_oid id;

	TRY(find_file(&id, git, commit, path, true));
	TRY(read_blob(&text, git, &id, path, PATH_BYTES_MOST));
	*target = text_take(text);
	return NULL;
}

static struct error *add_change(git_tree_update *update, struct git *git, git_tree *tree,
				const struct git_file_change *change)
{
	OWNED(git_tree_entry) entry = NULL;
	OWNED_STRING what = must_format("'%s'", change->path);
	int code = git_tree_entry_bypath(&entry, tree, change->path);

	if (code)
		return missing_object_error(git, code, what);
	if (git_tree_entry_type(entry) != GIT_OBJECT_BLOB ||
	    git_tree_entry_filemode(entry) == GIT_FILEMODE_LINK)
		return error_new(ERROR_FILE, "'%s': no regular file, not replaced", change->path);
	update->action = GIT_TREE_UPDATE_UPSERT;
	update->filemode = git_tree_entry_filemode_raw(entry);
	update->path = change->path;
	code = git_blob_create_from_buffer(&update->id, git->repository, change->bytes.at,
					   change->bytes.size);
	return code ? libgit2_error(code, "%s cannot be stored", what) : NULL;
}

static struct error *add_changes(git_tree_update *updates, struct git *git, git_tree *tree,
				 const struct git_file_change *changes, size_t count)
{
	for (size_t i = 0; i < count; i++)
		TRY(add_change(&updates[i], git, tree, &changes[i]));
	return NULL;
}

struct error *git_write_tree(char **tree, struct git *git, const char *commit,
			     const struct git_file_change *changes, size_t count)
{
	OWNED(git_tree) before = NULL;
	git_oid after;

	TRY(commit_root_tree(&before, git, commit));
	git_tree_update *updates = must_alloc(count * sizeof(*updates));
	struct error *error = add_changes(updates, git, before, changes, count);

	if (!error && git_tree_create_updated(&after, git->repository, before, count, updates))
		error = libgit2_error(GIT_ERROR, "the new tree cannot be stored");
	free(updates);
	if (error)
		return error;
	*tree = oid_format(&after);
	return NULL;
}

static struct error *write_file_tree(git_oid *id, struct git *git, git_treebuilder *builder,
				     const char *name, struct slice bytes)
{
	git_oid blob;
	int code = git_blob_create_from_buffer(&blob, git->repository, bytes.at ? bytes.at : "",
					       bytes.size);

	if (!code)
		code = git_treebuilder_insert(NULL, builder, name, &blob, GIT_FILEMODE_BLOB);
	if (!code)
		code = git_treebuilder_write(id, builder);
	return code ? libgit2_error(code, "the tree of '%s' cannot be stored", name) : NULL;
}

struct error *git_write_file_tree(char **tree, struct git *git, const char *name,
				  struct slice bytes)
{
	git_treebuilder *builder = NULL;
	git_oid id;
	int code = git_treebuilder_new(&builder, git->repository, NULL);
	struct error *failed = code ? libgit2_error(code, "a tree cannot be made")
				    : write_file_tree(&id, git, builder, name, bytes);

	git_treebuilder_free(builder);
	if (!failed)
		*tree = oid_format(&id);
	return failed;
}
