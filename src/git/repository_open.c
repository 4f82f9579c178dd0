#include "git_config.h"
#include "path_list.h"
#include "repository.h"
#include "safe_directory.h"
#include <digestbump/base/memory.h>
#include <string.h>

/* libgit2 1.5.1 opens no repository with an extension that it does not know.
 * These do not affect a program that only reads and writes objects and refs
 * (gitrepository-layout, "extensions" in git-config): what they forbid (gc of
 * preciousObjects) or move (config.worktree: git_config.c) is handled here.
 * objectformat is allowed so that check_object_format() can name it. */
static const char *const extensions[] = {
	"worktreeconfig",    "partialclone", "preciousobjects",
	"relativeworktrees", "noop",         "objectformat",
};

/* The owner is checked by safe_directory.c: libgit2 1.5.1 says "config value
 * 'safe.directory' was not found" and knows nothing of SUDO_UID or "*". */
static struct error *start_library(void)
{
	int users = git_libgit2_init();

	if (users < 0)
		return libgit2_error(users, "libgit2 cannot be started");
	if (users > 1)
		return NULL;
	int code = git_libgit2_opts(GIT_OPT_SET_EXTENSIONS, extensions,
				    sizeof(extensions) / sizeof(*extensions));

	if (!code)
		code = git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 0);
	return code ? libgit2_error(code, "libgit2 cannot be set up") : NULL;
}

static struct error *discover(struct git *git, const char *path)
{
	const char *ceilings = git->context->variable("GIT_CEILING_DIRECTORIES");
	int code = git_repository_open_ext(&git->repository, path, 0, ceilings);

	if (code == GIT_ENOTFOUND)
		return error_new(ERROR_ABSENT, "'%s': no git repository here or above", path);
	if (!code)
		return NULL;
	struct error *error =
	    libgit2_error(code, "'%s': the git repository cannot be opened", path);

	if (!strstr(error_text(error), "extension"))
		return error;
	struct error *unsupported = error_new(ERROR_UNSUPPORTED, "%s", error_text(error));

	error_free(error);
	return unsupported;
}

static struct error *check_object_format(struct git *git, const char *path)
{
	OWNED_STRING format = git_config_value(git, "extensions.objectformat");

	if (!format || strcmp(format, "sha1") == 0)
		return NULL;
	return error_new(ERROR_UNSUPPORTED,
			 "'%s': a repository with %s object ids, only sha1 is supported", path,
			 format);
}

struct error *git_open(struct git **out, const char *path, const struct context *context)
{
	OWNED(git) git = must_alloc(sizeof(*git));

	git->context = context;
	TRY(start_library());
	git->libgit2_is_started = true;
	TRY(discover(git, path));
	git->directory = must_copy(git_repository_commondir(git->repository));
	TRY(git_config_load(git));
	TRY(safe_directory_check(git));
	TRY(check_object_format(git, path));
	*out = pass_on(&git);
	return NULL;
}

void git_close(struct git *git)
{
	if (!git)
		return;
	git_tree_free(git->last_tree);
	git_repository_free(git->repository);
	packed_paths_free(git->tracked);
	free(git->directory);
	free(git->promisor_remote);
	if (git->libgit2_is_started)
		git_libgit2_shutdown();
	free(git);
}

const char *git_work_tree(const struct git *git)
{
	return git_repository_workdir(git->repository);
}

const char *git_directory(const struct git *git)
{
	return git->directory;
}
