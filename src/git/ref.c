#include "checked_out_branches.h"
#include "repository.h"
#include <digestbump/base/memory.h>
#include <digestbump/limits.h>
#include <string.h>
#include <time.h>

struct error *git_ref_read(char **oid, struct git *git, const char *name)
{
	git_oid id;
	int code = git_reference_name_to_id(&id, git->repository, name);

	if (code && code != GIT_ENOTFOUND)
		return libgit2_error(code, "'%s' cannot be read", name);
	*oid = code ? NULL : oid_format(&id);
	return NULL;
}

struct ref_query {
	struct strings *names;
	const char *prefix;
};

static int add_name(const char *name, void *data)
{
	const struct ref_query *query = data;

	if (slice_starts(slice_of(name), query->prefix))
		strings_add(query->names, name);
	return 0;
}

struct error *git_ref_list(struct strings **names, struct git *git, const char *prefix)
{
	OWNED(strings) found = strings_new();
	struct ref_query query = { found, prefix };
	int code = git_reference_foreach_name(git->repository, add_name, &query);

	if (code)
		return libgit2_error(code, "the refs cannot be listed");
	strings_sort(found);
	*names = pass_on(&found);
	return NULL;
}

static bool is_directory_of(const char *one, const char *other)
{
	size_t length = strlen(one);

	return strncmp(one, other, length) == 0 && other[length] == '/';
}

bool git_ref_names_conflict(const char *one, const char *other)
{
	return is_directory_of(one, other) || is_directory_of(other, one);
}

/* A wanted movement of a ref; NULL: not there. */
struct ref_change {
	const char *name;
	const git_oid *from;
	const git_oid *to;
};

static int delete_ref(struct git *git, const struct ref_change *change)
{
	OWNED(git_reference) ref = NULL;
	int code = git_reference_lookup(&ref, git->repository, change->name);

	if (code)
		return code;
	const git_oid *target = git_reference_target(ref);

	/* git_reference_delete() itself fails when it is no longer at target. */
	if (!target || !git_oid_equal(target, change->from))
		return GIT_EMODIFIED;
	return git_reference_delete(ref);
}

static int update_once(struct git *git, const struct ref_change *change)
{
	OWNED(git_reference) ref = NULL;
	static const char *const reason = "digestbump";

	if (!change->to)
		return delete_ref(git, change);
	if (!change->from)
		return git_reference_create(&ref, git->repository, change->name, change->to, 0,
					    reason);
	return git_reference_create_matching(&ref, git->repository, change->name, change->to, 1,
					     change->from, reason);
}

static void pause_ms(long ms)
{
	struct timespec time = { ms / 1000, ms % 1000 * 1000000 };

	nanosleep(&time, NULL);
}

static int update_with_retries(struct git *git, const struct ref_change *change)
{
	int code = GIT_ELOCKED;

	for (int try = 0; try < REF_TRIES_MOST && code == GIT_ELOCKED; try++) {
		if (try)
			pause_ms((long)REF_PAUSE_MS << (try - 1));
		code = update_once(git, change);
	}
	return code;
}

/* Gives the name of a ref that keeps `name` from being one, or NULL, also when
 * the refs cannot be listed: then libgit2's own words must do. */
static char *find_conflicting_ref(struct git *git, const char *name)
{
	OWNED(strings) names = NULL;

	error_free(git_ref_list(&names, git, "refs/"));
	for (size_t i = 0; names && i < names->count; i++)
		if (git_ref_names_conflict(names->items[i], name))
			return must_copy(names->items[i]);
	return NULL;
}

/* libgit2 tells a name in the way as a plain failure: look for it. */
static struct error *update_error(struct git *git, const struct ref_change *change, int code)
{
	OWNED(error) error = libgit2_error(code, "'%s' cannot be moved", change->name);

	if (code == GIT_EMODIFIED || code == GIT_EEXISTS || (code == GIT_ENOTFOUND && change->from))
		return error_new(ERROR_CONFLICT, "'%s' was moved by somebody else meanwhile",
				 change->name);
	OWNED_STRING obstacle = find_conflicting_ref(git, change->name);

	if (obstacle)
		return error_new(ERROR_CONFLICT,
				 "'%s' cannot be made: '%s' is in the way, delete or rename it",
				 change->name, obstacle);
	return pass_on(&error);
}

struct error *git_ref_update(struct git *git, const char *name, const char *old_oid,
			     const char *new_oid)
{
	git_oid from = { { 0 } };
	git_oid to = { { 0 } };
	int valid = 0;

	if (old_oid)
		TRY(oid_parse(&from, old_oid));
	if (new_oid)
		TRY(oid_parse(&to, new_oid));
	if (git_reference_name_is_valid(&valid, name) || !valid)
		return error_new(ERROR_USAGE, "'%s': no name for a ref", name);
	TRY(refuse_checked_out(git, name));
	struct ref_change change = { name, old_oid ? &from : NULL, new_oid ? &to : NULL };

	if (!old_oid && !new_oid)
		return NULL;
	int code = update_with_retries(git, &change);

	return code ? update_error(git, &change, code) : NULL;
}
