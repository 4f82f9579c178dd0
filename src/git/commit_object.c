#include "repository.h"

static struct error *signature_of(git_signature **out, const struct git_identity *who)
{
	int code = git_signature_new(out, who->name, who->email, who->time, 0);

	if (!code)
		return NULL;
	return library_error(code, "'%s <%s>' cannot sign a commit", who->name, who->email);
}

struct parts {
	git_tree *tree;
	git_commit *parent; /* NULL: a first commit */
};

static struct error *find_parts(struct parts *parts, struct git *git, const char *tree,
				const char *parent)
{
	git_oid id;

	TRY(oid_read(&id, tree));
	int code = git_tree_lookup(&parts->tree, git->repository, &id);

	if (code)
		return library_error(code, "tree '%s' cannot be read", tree);
	if (!parent)
		return NULL;
	TRY(oid_read(&id, parent));
	code = git_commit_lookup(&parts->parent, git->repository, &id);
	return code ? library_error(code, "commit '%s' cannot be read", parent) : NULL;
}

static struct error *write_commit(char **oid, struct git *git, const struct parts *parts,
				  const char *message, git_signature *const *who)
{
	const git_commit *parents[] = { parts->parent };
	git_oid id;
	int code = git_commit_create(&id, git->repository, NULL, who[0], who[1], NULL, message,
				     parts->tree, parts->parent ? 1 : 0, parents);

	if (code)
		return library_error(code, "the commit cannot be stored");
	*oid = oid_text(&id);
	return NULL;
}

struct error *git_commit_write(char **oid, struct git *git, const struct git_content *content,
			       const struct git_identity *author,
			       const struct git_identity *committer)
{
	git_signature *who[2] = { NULL, NULL };
	struct parts parts = { NULL, NULL };
	struct error *error = signature_of(&who[0], author);

	if (!error)
		error = signature_of(&who[1], committer);
	if (!error)
		error = find_parts(&parts, git, content->tree, content->parent);
	if (!error)
		error = write_commit(oid, git, &parts, content->message, who);
	git_signature_free(who[0]);
	git_signature_free(who[1]);
	git_tree_free(parts.tree);
	git_commit_free(parts.parent);
	return error;
}
