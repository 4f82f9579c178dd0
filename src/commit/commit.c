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

struct error *commit_prepare(struct made **out, struct git *git, const struct bump_edits *what,
			     const char *base, const struct identity *who)
{
	OWNED(made) made = must_alloc(sizeof(*made));

	if (!what->edits->count)
		return error_new(ERROR_CONFLICT, "no file changes");
	made->base = must_copy(base);
	TRY(make_tree(&made->tree, git, what->edits, base));
	const struct commit_place place = { base, made->tree };

	made->message = commit_message(what->bump, what->config, &place, who);
	*out = pass_on(&made);
	return NULL;
}

struct error *commit_write(struct made *made, struct git *git, const struct identity *who)
{
	const struct git_commit_content content = { made->tree, made->base, made->message };
	const struct git_identity author = { who->author_name, who->author_email, who->time };
	const struct git_identity committer = { who->committer_name, who->committer_email,
						who->time };

	assert(!made->commit);
	return git_write_commit(&made->commit, git, &content, &author, &committer);
}

void made_free(struct made *made)
{
	if (!made)
		return;
	free(made->base);
	free(made->commit);
	free(made->tree);
	free(made->message);
	free(made);
}
