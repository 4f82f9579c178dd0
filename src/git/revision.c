#include "repository.h"
#include <digestbump/base/memory.h>
#include <digestbump/limits.h>

struct error *git_rev_parse(char **oid, struct git *git, const char *revision)
{
	OWNED(git_object) object = NULL;
	OWNED(git_object) commit = NULL;
	int code = git_revparse_single(&object, git->repository, revision);

	if (code == GIT_EAMBIGUOUS)
		return error_new(ERROR_ABSENT, "'%s': more than one object begins like this",
				 revision);
	if (code == GIT_ENOTFOUND && git_repository_head_unborn(git->repository) == 1)
		return error_new(ERROR_ABSENT, "'%s': no such revision, HEAD has no commit yet",
				 revision);
	if (code == GIT_ENOTFOUND || code == GIT_EINVALIDSPEC)
		return error_new(ERROR_ABSENT, "'%s': no such revision", revision);
	if (code)
		return libgit2_error(code, "'%s' cannot be resolved", revision);
	code = git_object_peel(&commit, object, GIT_OBJECT_COMMIT);
	if (code == GIT_ENOTFOUND)
		return missing_object_error(git, code, revision);
	if (code)
		return error_new(ERROR_ABSENT, "'%s': no commit", revision);
	*oid = oid_format(git_object_id(commit));
	return NULL;
}

/* A message comes from outside: its size is looked at before it is read. */
static struct error *check_size(struct git *git, const git_oid *id, const char *hex)
{
	OWNED(git_odb) database = NULL;
	git_object_t type;
	size_t size;
	int code = git_repository_odb(&database, git->repository);

	if (!code)
		code = git_odb_read_header(&size, &type, database, id);
	if (code) {
		OWNED_STRING what = must_format("commit '%s'", hex);

		return missing_object_error(git, code, what);
	}
	if (type != GIT_OBJECT_COMMIT)
		return error_new(ERROR_ABSENT, "'%s': no commit", hex);
	if (size > COMMIT_BYTES_MOST)
		return error_new(ERROR_LIMIT, "commit '%s': larger than %d bytes", hex,
				 COMMIT_BYTES_MOST);
	return NULL;
}

static struct git_commit_info *revision_of(git_commit *commit)
{
	OWNED(git_commit_info) revision = must_alloc(sizeof(*revision));

	revision->oid = oid_format(git_commit_id(commit));
	revision->tree = oid_format(git_commit_tree_id(commit));
	for (unsigned i = 0; i < git_commit_parentcount(commit); i++)
		strings_take(&revision->parents, oid_format(git_commit_parent_id(commit, i)));
	revision->message = must_copy(git_commit_message(commit));
	revision->author_name = must_copy(git_commit_author(commit)->name);
	revision->author_email = must_copy(git_commit_author(commit)->email);
	revision->committer_email = must_copy(git_commit_committer(commit)->email);
	revision->author_time = git_commit_author(commit)->when.time;
	revision->committer_time = git_commit_committer(commit)->when.time;
	return pass_on(&revision);
}

struct error *git_commit_info_read(struct git_commit_info **out, struct git *git, const char *oid)
{
	OWNED(git_commit) commit = NULL;
	git_oid id;

	TRY(oid_parse(&id, oid));
	TRY(check_size(git, &id, oid));
	int code = git_commit_lookup(&commit, git->repository, &id);

	if (code)
		return libgit2_error(code, "commit '%s' cannot be read", oid);
	*out = revision_of(commit);
	return NULL;
}

void git_commit_info_free(struct git_commit_info *revision)
{
	if (!revision)
		return;
	free(revision->oid);
	free(revision->tree);
	strings_clear(&revision->parents);
	free(revision->message);
	free(revision->author_name);
	free(revision->author_email);
	free(revision->committer_email);
	free(revision);
}
