#include "program.h"
#include "words.h"
#include <digestbump/base/memory.h>
#include <digestbump/limits.h>
#include <string.h>

static const char kept_below[] = "refs/digestbump/remote/";

/* "remote.NAME.url" and "remote.NAME.pushurl"; the name may hold dots. (libgit2's
 * own list matches patterns, see failure.c.) */
static int add_remote(const git_config_entry *entry, void *names)
{
	struct slice name = slice_of(entry->name);
	size_t prefix = strlen("remote.");
	bool is_url = slice_ends(name, ".url") || slice_ends(name, ".pushurl");
	const char *dot = strrchr(entry->name, '.');

	if (!slice_starts(name, "remote.") || !is_url || dot < entry->name + prefix)
		return 0;
	OWNED_STRING remote =
	    must_copy_bytes(entry->name + prefix, (size_t)(dot - entry->name) - prefix);

	strings_add_new(names, remote);
	return 0;
}

static struct error *list_remotes(struct strings **out, struct git *git)
{
	OWNED(git_config) settings = NULL;
	OWNED(strings) names = strings_new();
	int code = git_repository_config_snapshot(&settings, git->repository);

	if (!code)
		code = git_config_foreach(settings, add_remote, names);
	if (code)
		return library_error(code, "the remotes cannot be listed");
	strings_sort(names);
	*out = pass_on(&names);
	return NULL;
}

/* Gives "'a', 'b'". */
static char *enumerate(const struct strings *names)
{
	OWNED(text) text = text_new(0);

	for (size_t i = 0; i < names->count; i++)
		text_add_format(text, "%s'%s'", i ? ", " : "", names->items[i]);
	return text_take(pass_on(&text));
}

struct error *git_remote_choose(char **name, struct git *git, const char *wanted)
{
	OWNED(strings) names = NULL;

	TRY(list_remotes(&names, git));
	OWNED_STRING all = enumerate(names);

	if (wanted && !strings_has(names, wanted))
		return error_new(ERROR_USAGE, "'%s': no such remote, there is %s", wanted,
				 names->count ? all : "none");
	if (!wanted && strings_has(names, "origin"))
		wanted = "origin";
	if (!wanted && names->count > 1)
		return error_new(ERROR_USAGE,
				 "several remotes and none is 'origin': choose with "
				 "--remote one of %s",
				 all);
	if (!wanted && names->count == 1)
		wanted = names->items[0];
	*name = must_copy(wanted);
	return NULL;
}

static struct strings *arguments_of(const char *const *words)
{
	OWNED(strings) arguments = strings_new();

	for (; *words; words++)
		strings_add(arguments, *words);
	return pass_on(&arguments);
}

/* Runs it and gives its standard output; a code other than 0 is an error. */
static struct error *run(struct outcome **out, struct git *git, const struct strings *arguments,
			 const char *remote)
{
	OWNED(outcome) outcome = NULL;
	OWNED_STRING what = must_format("remote '%s'", remote);

	TRY(error_wrap(program_run(&outcome, git, arguments), "remote '%s'", remote));
	if (outcome->code)
		return words_error(outcome, what);
	*out = pass_on(&outcome);
	return NULL;
}

/* "ref: refs/heads/main\tHEAD" or "<oid>\t<name>". What else there may be (other
 * refs whose names end alike, warnings of a proxy) is passed over. */
static void add_line(struct git_remote_refs *refs, struct slice line)
{
	size_t tab;
	git_oid id;

	if (!slice_find(&tab, line, "\t"))
		return;
	struct slice value = { line.at, tab };
	struct slice name = { line.at + tab + 1, line.size - tab - 1 };

	if (slice_is(name, "HEAD") && slice_starts(value, "ref: ")) {
		free(refs->head);
		refs->head =
		    must_copy_bytes(value.at + strlen("ref: "), value.size - strlen("ref: "));
		return;
	}
	OWNED_STRING oid = slice_copy(value);

	if (!slice_starts(name, "refs/heads/") || strlen(oid) != OID_HEX ||
	    git_oid_fromstr(&id, oid) < 0)
		return;
	refs->items = must_grow(refs->items, refs->count, sizeof(*refs->items));
	refs->items[refs->count++] = (struct git_remote_ref){ slice_copy(name), pass_on(&oid) };
}

struct error *git_remote_heads(struct git_remote_refs **out, struct git *git, const char *remote)
{
	static const char *const words[] = { "ls-remote", "--quiet", "--symref", "--", NULL };
	OWNED(strings) arguments = arguments_of(words);
	OWNED(outcome) outcome = NULL;
	OWNED(git_remote_refs) refs = must_alloc(sizeof(*refs));
	struct slice line;

	strings_add(arguments, remote);
	strings_add(arguments, "HEAD");
	strings_add(arguments, "refs/heads/*");
	TRY(run(&outcome, git, arguments, remote));
	struct slice rest = text_slice(outcome->output);

	while (slice_line(&line, &rest))
		add_line(refs, line);
	*out = pass_on(&refs);
	return NULL;
}

void git_remote_refs_free(struct git_remote_refs *refs)
{
	if (!refs)
		return;
	for (size_t i = 0; i < refs->count; i++) {
		free(refs->items[i].name);
		free(refs->items[i].oid);
	}
	free(refs->items);
	free(refs->head);
	free(refs);
}

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
	OWNED(strings) arguments = arguments_of(fetch_words);
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
	TRY(run(&outcome, git, arguments, remote));
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
	OWNED(strings) arguments = arguments_of(bring_words);
	OWNED(outcome) outcome = NULL;

	strings_add(arguments, git->promisor);
	for (size_t i = 0; i < count; i++)
		strings_add(arguments, oids[i]);
	return run(&outcome, git, arguments, git->promisor);
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
