#include "git_program.h"
#include <digestbump/base/memory.h>
#include <digestbump/limits.h>

static const char kept_below[] = "refs/digestbump/remote/";

char *git_fetched(const char *ref)
{
	struct slice name = slice_of(ref);

	return must_format("%s%s", kept_below, slice_starts(name, "refs/") ? ref + 5 : ref);
}

/* Branches of earlier runs that the remote has no longer may stand where a
 * directory is needed now. They are ours alone. */
static struct error *make_way(struct git *git, const struct strings *refs)
{
	OWNED(strings) kept = NULL;

	TRY(git_ref_list(&kept, git, kept_below));
	for (size_t i = 0; i < kept->count; i++) {
		OWNED_STRING oid = NULL;
		bool is_in_way = false;

		for (size_t k = 0; k < refs->count; k++) {
			OWNED_STRING name = git_fetched(refs->items[k]);

			is_in_way = is_in_way || git_refs_collide(kept->items[i], name);
		}
		if (!is_in_way)
			continue;
		TRY(git_ref_read(&oid, git, kept->items[i]));
		TRY(git_ref_move(git, kept->items[i], oid, NULL));
	}
	return NULL;
}

/* Against the user's settings that would do more than is asked here: an empty
 * refmap leaves refs/remotes/ alone, --prune only takes what a pattern of ours
 * covers, and nothing is written beside objects and our own refs. */
static const char *const fetch_words[] = {
	"fetch",
	"--progress",
	"--no-tags",
	"--prune",
	"--no-prune-tags",
	"--no-write-fetch-head",
	"--no-auto-maintenance",
	"--no-write-commit-graph",
	"--no-recurse-submodules",
	"--no-show-forced-updates",
	"--refmap=",
	NULL,
};

struct error *git_fetch(struct git *git, const char *remote, const struct strings *refs,
			bool tips_only)
{
	OWNED(strings) arguments = program_words(fetch_words);
	OWNED(outcome) outcome = NULL;

	if (refs->count > GIT_REFS_MOST)
		return error_new(ERROR_LIMIT, "more than %d refs to fetch at once", GIT_REFS_MOST);
	TRY(make_way(git, refs));
	if (tips_only && git_repository_is_shallow(git->repository) == 1)
		strings_add(arguments, "--depth=1");
	strings_add(arguments, "--");
	strings_add(arguments, remote);
	for (size_t i = 0; i < refs->count; i++) {
		OWNED_STRING kept = git_fetched(refs->items[i]);

		strings_take(arguments, must_format("+%s:%s", refs->items[i], kept));
	}
	TRY(program_ask(&outcome, git, arguments, remote));
	free(git->promisor);
	git->promisor = is_partial(git) ? must_copy(remote) : NULL;
	return NULL;
}

/* As git itself fetches what is missing (its promisor-remote.c): no talk about
 * what is here, and of the objects only what is named. */
static const char *const bring_words[] = {
	"-c",
	"fetch.negotiationAlgorithm=noop",
	"fetch",
	"--no-tags",
	"--no-prune",
	"--no-write-fetch-head",
	"--no-auto-maintenance",
	"--no-write-commit-graph",
	"--no-recurse-submodules",
	"--refmap=",
	"--filter=blob:none",
	"--",
	NULL,
};

static struct error *bring_some(struct git *git, char *const *oids, size_t count)
{
	OWNED(strings) arguments = program_words(bring_words);
	OWNED(outcome) outcome = NULL;

	strings_add(arguments, git->promisor);
	for (size_t i = 0; i < count; i++)
		strings_add(arguments, oids[i]);
	return program_ask(&outcome, git, arguments, git->promisor);
}

struct error *bring_one(struct git *git, const git_oid *id)
{
	OWNED_STRING oid = oid_text(id);

	return bring_some(git, &oid, 1);
}

static struct error *list_missing(struct strings *missing, struct git *git, const char *commit,
				  const struct strings *paths)
{
	OWNED(git_tree) tree = NULL;
	OWNED(git_odb) database = NULL;
	int code = git_repository_odb(&database, git->repository);

	if (code)
		return library_error(code, "the object database cannot be opened");
	TRY(tree_of(&tree, git, commit));
	for (size_t i = 0; i < paths->count; i++) {
		OWNED(git_tree_entry) entry = NULL;

		/* What is not there at all is told to whoever reads it. */
		if (git_tree_entry_bypath(&entry, tree, paths->items[i]) ||
		    git_odb_exists_ext(database, git_tree_entry_id(entry),
				       GIT_ODB_LOOKUP_NO_REFRESH))
			continue;
		strings_take(missing, oid_text(git_tree_entry_id(entry)));
	}
	return NULL;
}

struct error *git_bring(struct git *git, const char *commit, const struct strings *paths)
{
	OWNED(strings) missing = strings_new();

	if (!git->promisor)
		return NULL;
	TRY(list_missing(missing, git, commit, paths));
	for (size_t i = 0; i < missing->count; i += GIT_REFS_MOST) {
		size_t rest = missing->count - i;

		TRY(bring_some(git, missing->items + i,
			       rest < GIT_REFS_MOST ? rest : GIT_REFS_MOST));
	}
	return NULL;
}
