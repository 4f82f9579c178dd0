#include "git_program.h"
#include "stale_lock.h"
#include <digestbump/base/memory.h>
#include <digestbump/limits.h>

static const char tracking_prefix[] = "refs/digestbump/remote/";

char *git_tracking_ref(const char *ref)
{
	struct slice name = slice_of(ref);

	return must_format("%s%s", tracking_prefix, slice_starts(name, "refs/") ? ref + 5 : ref);
}

/* Branches of earlier runs that the remote has no longer may stand where a
 * directory is needed now. They are ours alone. */
static struct error *delete_conflicting_refs(struct git *git, const struct strings *refs)
{
	OWNED(strings) tracking_refs = NULL;

	TRY(git_ref_list(&tracking_refs, git, tracking_prefix));
	for (size_t i = 0; i < tracking_refs->count; i++) {
		OWNED_STRING oid = NULL;
		bool is_conflicting = false;

		for (size_t k = 0; k < refs->count; k++) {
			OWNED_STRING name = git_tracking_ref(refs->items[k]);

			is_conflicting =
			    is_conflicting || git_ref_names_conflict(tracking_refs->items[i], name);
		}
		if (!is_conflicting)
			continue;
		TRY(git_ref_read(&oid, git, tracking_refs->items[i]));
		TRY(git_ref_update(git, tracking_refs->items[i], oid, NULL));
	}
	return NULL;
}

/* Against the user's settings that would do more than is asked here: an empty
 * refmap leaves refs/remotes/ alone, --prune only takes what a pattern of ours
 * covers, and nothing is written beside objects and our own refs. git gc --auto runs as
 * after any other fetch. */
static const char *const fetch_options[] = {
	"fetch",
	"--progress",
	"--no-tags",
	"--prune",
	"--no-prune-tags",
	"--no-write-fetch-head",
	"--no-write-commit-graph",
	"--no-recurse-submodules",
	"--no-show-forced-updates",
	"--refmap=",
	NULL,
};

struct error *git_fetch(struct git *git, const char *remote, const struct strings *refs,
			bool tips_only)
{
	OWNED(strings) arguments = argument_list(fetch_options);
	OWNED(git_result) result = NULL;

	if (refs->count > GIT_REFS_MOST)
		return error_new(ERROR_LIMIT, "more than %d refs to fetch at once", GIT_REFS_MOST);
	stale_locks_remove(git);
	TRY(delete_conflicting_refs(git, refs));
	if (tips_only && git_repository_is_shallow(git->repository) == 1)
		strings_add(arguments, "--depth=1");
	strings_add(arguments, "--");
	strings_add(arguments, remote);
	for (size_t i = 0; i < refs->count; i++) {
		OWNED_STRING tracking_ref = git_tracking_ref(refs->items[i]);

		strings_take(arguments, must_format("+%s:%s", refs->items[i], tracking_ref));
	}
	TRY(git_program_run_remote(&result, git, arguments, remote));
	free(git->promisor_remote);
	git->promisor_remote = is_partial_clone(git) ? must_copy(remote) : NULL;
	return NULL;
}

bool git_is_depth_one(struct git *git)
{
	OWNED_STRING head = NULL;
	OWNED(git_commit_info) commit = NULL;

	if (git_repository_is_shallow(git->repository) != 1)
		return false;
	OWNED(error) error = git_rev_parse(&head, git, "HEAD");

	if (!error)
		error = git_commit_info_read(&commit, git, head);
	/* libgit2 tells the parents of a commit at the edge until 1.6, and none since. */
	return !error && (!commit->parents.count || !git_has_commit(git, commit->parents.items[0]));
}

struct error *git_fetch_commit(struct git *git, const char *remote, const char *oid)
{
	OWNED(strings) arguments = argument_list(fetch_options);
	OWNED(git_result) result = NULL;

	if (git_has_commit(git, oid))
		return NULL;
	if (git_repository_is_shallow(git->repository) == 1)
		strings_add(arguments, "--depth=1");
	strings_add(arguments, "--");
	strings_add(arguments, remote);
	strings_add(arguments, oid);
	return git_program_run_remote(&result, git, arguments, remote);
}

/* As git itself fetches what is missing (its promisor-remote.c): no talk about
 * what is here, and of the objects only what is named. */
static const char *const blob_fetch_options[] = {
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

static struct error *fetch_objects(struct git *git, char *const *oids, size_t count)
{
	OWNED(strings) arguments = argument_list(blob_fetch_options);
	OWNED(git_result) result = NULL;

	strings_add(arguments, git->promisor_remote);
	for (size_t i = 0; i < count; i++)
		strings_add(arguments, oids[i]);
	return git_program_run_remote(&result, git, arguments, git->promisor_remote);
}

struct error *fetch_missing_object(struct git *git, const git_oid *id)
{
	OWNED_STRING oid = oid_format(id);

	return fetch_objects(git, &oid, 1);
}

static struct error *list_missing_blobs(struct strings *missing, struct git *git,
					const char *commit, const struct strings *paths)
{
	OWNED(git_tree) tree = NULL;
	OWNED(git_odb) database = NULL;
	int code = git_repository_odb(&database, git->repository);

	if (code)
		return libgit2_error(code, "the object database cannot be opened");
	TRY(commit_root_tree(&tree, git, commit));
	for (size_t i = 0; i < paths->count; i++) {
		OWNED(git_tree_entry) entry = NULL;

		/* A missing object is reported by the code that reads it. */
		if (git_tree_entry_bypath(&entry, tree, paths->items[i]) ||
		    git_odb_exists_ext(database, git_tree_entry_id(entry),
				       GIT_ODB_LOOKUP_NO_REFRESH))
			continue;
		strings_take(missing, oid_format(git_tree_entry_id(entry)));
	}
	return NULL;
}

struct error *git_fetch_missing_blobs(struct git *git, const char *commit,
				      const struct strings *paths)
{
	OWNED(strings) missing = strings_new();

	if (!git->promisor_remote)
		return NULL;
	TRY(list_missing_blobs(missing, git, commit, paths));
	for (size_t i = 0; i < missing->count; i += GIT_REFS_MOST) {
		size_t rest = missing->count - i;

		TRY(fetch_objects(git, missing->items + i,
				  rest < GIT_REFS_MOST ? rest : GIT_REFS_MOST));
	}
	return NULL;
}
