#include "repository.h"
#include "signed_commit.h"

static struct error *make_signature(git_signature **out, const struct git_identity *who)
{
	int code = git_signature_new(out, who->name, who->email, who->time, 0);

	if (!code)
		return NULL;
	return libgit2_error(code, "'%s <%s>' cannot sign a commit", who->name, who->email);
}

struct commit_parts {
	git_tree *tree;
	git_commit *parent; /* NULL: a first commit */
};

static struct error *look_up_parts(struct commit_parts *parts, struct git *git, const char *tree,
				   const char *parent)
{
	git_oid id;

	TRY(oid_parse(&id, tree));
	int code = git_tree_lookup(&parts->tree, git->repository, &id);

	if (code)
		return libgit2_error(code, "tree '%s' cannot be read", tree);
	if (!parent)
		return NULL;
	TRY(oid_parse(&id, parent));
	code = git_commit_lookup(&parts->parent, git->repository, &id);
	return code ? libgit2_error(code, "commit '%s' cannot be read", parent) : NULL;
}

static struct error *write_commit(char **oid, struct git *git, const struct commit_parts *parts,
				  const char *message, git_signature *const *who)
{
	const git_commit *parent = parts->parent;
	/* libgit2 1.8.0 and 1.8.1 want another `const` than all others: void fits both. */
	void *parents = &parent;
	git_oid id;
	int code = git_commit_create(&id, git->repository, NULL, who[0], who[1], NULL, message,
				     parts->tree, parent ? 1 : 0, parents);

	if (code)
		return libgit2_error(code, "the commit cannot be stored");
	*oid = oid_format(&id);
	return NULL;
}

struct error *git_write_commit(char **oid, struct git *git,
			       const struct git_commit_content *content,
			       const struct git_identity *author,
			       const struct git_identity *committer)
{
	if (content->sign != GIT_SIGN_NEVER)
		return signed_commit_write(oid, git, content, author, committer);
	git_signature *who[2] = { NULL, NULL };
	struct commit_parts parts = { NULL, NULL };
	struct error *error = make_signature(&who[0], author);

	if (!error)
		error = make_signature(&who[1], committer);
	if (!error)
		error = look_up_parts(&parts, git, content->tree, content->parent);
	if (!error)
		error = write_commit(oid, git, &parts, content->message, who);
	git_signature_free(who[0]);
	git_signature_free(who[1]);
	git_tree_free(parts.tree);
	git_commit_free(parts.parent);
	return error;
}
