#include "repository.h"
#include <digestbump/base/memory.h>
#include <stdarg.h>
#include <string.h>

static const struct {
	int code;
	enum error_kind kind;
} kinds[] = {
	{ GIT_ENOTFOUND, ERROR_ABSENT },   { GIT_EUNBORNBRANCH, ERROR_ABSENT },
	{ GIT_EINVALIDSPEC, ERROR_USAGE }, { GIT_EAMBIGUOUS, ERROR_USAGE },
	{ GIT_EEXISTS, ERROR_CONFLICT },   { GIT_ELOCKED, ERROR_CONFLICT },
	{ GIT_EMODIFIED, ERROR_CONFLICT },
};

static enum error_kind kind_of(int code)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (kinds[i].code == code)
			return kinds[i].kind;
	return ERROR_GIT;
}

struct error *libgit2_error(int code, const char *format, ...)
{
	const git_error *last = git_error_last();
	va_list list;

	va_start(list, format);
	OWNED_STRING text = must_format_list(format, list);
	va_end(list);
	/* Some failures of libgit2 leave no text behind. */
	if (!last || !last->message || !*last->message)
		return error_new(kind_of(code), "%s: libgit2 gives code %d", text, code);
	return error_new(kind_of(code), "%s: %s", text, last->message);
}

struct error *oid_parse(git_oid *out, const char *hex)
{
	if (strlen(hex) != OID_HEX_SIZE || git_oid_fromstr(out, hex) < 0)
		return error_new(ERROR_USAGE, "'%s': no object id of 40 hex digits", hex);
	return NULL;
}

char *oid_format(const git_oid *oid)
{
	char hex[OID_HEX_SIZE + 1];

	return must_copy(git_oid_tostr(hex, sizeof(hex), oid));
}

static int look_for_filter(const git_config_entry *entry, void *data)
{
	struct slice name = slice_of(entry->name);

	if ((slice_starts(name, "remote.") && slice_ends(name, ".promisor")) ||
	    slice_is(name, "extensions.partialclone"))
		*(bool *)data = true;
	return 0;
}

/* Old clones carry extensions.partialClone, newer ones a setting per remote. (No
 * pattern here: libgit2 1.5.1 leaks 20 KiB whenever one does not match.) */
bool is_partial_clone(struct git *git)
{
	OWNED(git_config) settings = NULL;
	bool partial = false;

	if (git_repository_config_snapshot(&settings, git->repository))
		return false;
	return git_config_foreach(settings, look_for_filter, &partial) == 0 && partial;
}

struct error *missing_object_error(struct git *git, int code, const char *what)
{
	if (code == GIT_ENOTFOUND && is_partial_clone(git))
		return error_new(ERROR_ABSENT,
				 "%s is not in this partial clone: fetch it with "
				 "'git fetch --refetch --no-filter', or clone without --filter",
				 what);
	if (code == GIT_ENOTFOUND && git_repository_is_shallow(git->repository) == 1)
		return error_new(ERROR_ABSENT,
				 "%s is not in this shallow clone: fetch more with "
				 "'git fetch --deepen=100', or all with 'git fetch --unshallow'",
				 what);
	return libgit2_error(code, "%s cannot be read", what);
}
