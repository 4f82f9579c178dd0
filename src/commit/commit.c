#include <assert.h>
#include <digestbump/base/memory.h>
#include <digestbump/commit/commit.h>

static struct error *make_tree(char **tree, struct git *git, const struct edits *edits,
			       const char *base)
{
	struct git_file_change *changes = must_alloc(edits->count * sizeof(*changes));

	for (size_t i = 0; i < edits->count; i++)
		changes[i] = (struct git_file_change){ edits->items[i].path,
						       text_slice(edits->items[i].after) };
	struct error *error = git_write_tree(tree, git, base, changes, edits->count);

	free(changes);
	return error;
}

struct error *bump_commit_prepare(struct bump_commit **out, struct git *git,
				  const struct bump_edits *what, const char *base,
				  const struct identity *who)
{
	OWNED(bump_commit) bump_commit = must_alloc(sizeof(*bump_commit));

	if (!what->edits->count)
		return error_new(ERROR_CONFLICT, "no file changes");
	bump_commit->base = must_copy(base);
	TRY(make_tree(&bump_commit->tree, git, what->edits, base));
	const struct commit_facts facts = { base, bump_commit->tree, what->branch };

	bump_commit->message = commit_message(what->bump, what->config, &facts, who);
	*out = pass_on(&bump_commit);
	return NULL;
}

struct error *bump_commit_write(struct bump_commit *bump_commit, struct git *git,
				const struct identity *who)
{
	const struct git_commit_content content = { bump_commit->tree, bump_commit->base,
						    bump_commit->message, who->sign };
	const struct git_identity author = { who->author_name, who->author_email, who->time };
	const struct git_identity committer = { who->committer_name, who->committer_email,
						who->time };

	assert(!bump_commit->commit);
	return git_write_commit(&bump_commit->commit, git, &content, &author, &committer);
}

void bump_commit_free(struct bump_commit *bump_commit)
{
	if (!bump_commit)
		return;
	free(bump_commit->base);
	free(bump_commit->commit);
	free(bump_commit->tree);
	free(bump_commit->message);
	free(bump_commit);
}
