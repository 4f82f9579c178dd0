#include "checked_out.h"
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
		return library_error(code, "'%s' cannot be read", name);
	*oid = code ? NULL : oid_text(&id);
	return NULL;
}

struct listing {
	struct strings *names;
	const char *prefix;
};

static int add_name(const char *name, void *data)
{
	const struct listing *listing = data;

	if (slice_starts(slice_of(name), listing->prefix))
		strings_add(listing->names, name);
	return 0;
}

struct error *git_ref_list(struct strings **names, struct git *git, const char *prefix)
{
	OWNED(strings) found = strings_new();
	struct listing listing = { found, prefix };
	int code = git_reference_foreach_name(git->repository, add_name, &listing);

	if (code)
		return library_error(code, "the refs cannot be listed");
	strings_sort(found);
	*names = pass_on(&found);
	return NULL;
}

static bool is_directory_of(const char *one, const char *other)
{
	size_t length = strlen(one);

	return strncmp(one, other, length) == 0 && other[length] == '/';
}

bool git_refs_collide(const char *one, const char *other)
{
	return is_directory_of(one, other) || is_directory_of(other, one);
}

/* A wanted movement of a ref; NULL: not there. */
struct movement {
	const char *name;
	const git_oid *from;
	const git_oid *to;
};

static int delete_ref(struct git *git, const struct movement *movement)
{
	OWNED(git_reference) ref = NULL;
	int code = git_reference_lookup(&ref, git->repository, movement->name);

	if (code)
		return code;
	const git_oid *target = git_reference_target(ref);

	/* git_reference_delete() itself fails when it is no longer at target. */
	if (!target || !git_oid_equal(target, movement->from))
		return GIT_EMODIFIED;
	return git_reference_delete(ref);
}

static int move_once(struct git *git, const struct movement *movement)
{
	OWNED(git_reference) ref = NULL;
	static const char *const reason = "digestbump";

	if (!movement->to)
		return delete_ref(git, movement);
	if (!movement->from)
		return git_reference_create(&ref, git->repository, movement->name, movement->to, 0,
					    reason);
	return git_reference_create_matching(&ref, git->repository, movement->name, movement->to, 1,
					     movement->from, reason);
}

static void pause_ms(long ms)
{
	struct timespec time = { ms / 1000, ms % 1000 * 1000000 };

	nanosleep(&time, NULL);
}

static int move_patiently(struct git *git, const struct movement *movement)
{
	int code = GIT_ELOCKED;

	for (int try = 0; try < REF_TRIES_MOST && code == GIT_ELOCKED; try++) {
		if (try)
			pause_ms((long)REF_PAUSE_MS << (try - 1));
		code = move_once(git, movement);
	}
	return code;
}

/* Gives the name of a ref that keeps `name` from being one, or NULL, also when
 * the refs cannot be listed: then libgit2's own words must do. */
static char *find_obstacle(struct git *git, const char *name)
{
	OWNED(strings) names = NULL;

	error_free(git_ref_list(&names, git, "refs/"));
	for (size_t i = 0; names && i < names->count; i++)
		if (git_refs_collide(names->items[i], name))
			return must_copy(names->items[i]);
	return NULL;
}

/* libgit2 tells a name in the way as a plain failure: look for it. */
static struct error *explain(struct git *git, const struct movement *movement, int code)
{
	OWNED(error) error = library_error(code, "'%s' cannot be moved", movement->name);

	if (code == GIT_EMODIFIED || code == GIT_EEXISTS ||
	    (code == GIT_ENOTFOUND && movement->from))
		return error_new(ERROR_CONFLICT, "'%s' was moved by somebody else meanwhile",
				 movement->name);
	OWNED_STRING obstacle = find_obstacle(git, movement->name);

	if (obstacle)
		return error_new(ERROR_CONFLICT,
				 "'%s' cannot be made: '%s' is in the way, delete or rename it",
				 movement->name, obstacle);
	return pass_on(&error);
}

struct error *git_ref_move(struct git *git, const char *name, const char *old_oid,
			   const char *new_oid)
{
	git_oid from = { { 0 } };
	git_oid to = { { 0 } };
	int valid = 0;

	if (old_oid)
		TRY(oid_read(&from, old_oid));
	if (new_oid)
		TRY(oid_read(&to, new_oid));
	if (git_reference_name_is_valid(&valid, name) || !valid)
		return error_new(ERROR_USAGE, "'%s': no name for a ref", name);
	TRY(checkout_refuse(git, name));
	struct movement movement = { name, old_oid ? &from : NULL, new_oid ? &to : NULL };

	if (!old_oid && !new_oid)
		return NULL;
	int code = move_patiently(git, &movement);

	return code ? explain(git, &movement, code) : NULL;
}
