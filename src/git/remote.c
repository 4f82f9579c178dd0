#include "git_program.h"
#include "remote_refs.h"
#include <assert.h>
#include <digestbump/base/memory.h>
#include <digestbump/limits.h>
#include <string.h>

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
		return libgit2_error(code, "the remotes cannot be listed");
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
	assert(names);
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

struct error *git_ls_remote(struct git_remote_refs **out, struct git *git, const char *remote)
{
	static const char *const options[] = { "ls-remote", "--quiet", "--symref", "--", NULL };
	OWNED(strings) arguments = argument_list(options);
	OWNED(git_result) result = NULL;

	strings_add(arguments, remote);
	strings_add(arguments, "HEAD");
	strings_add(arguments, "refs/heads/*");
	strings_add(arguments, "refs/digestbump/*");
	TRY(git_program_run_remote(&result, git, arguments, remote));
	assert(result);
	*out = remote_refs_parse(text_slice(result->output));
	return NULL;
}
