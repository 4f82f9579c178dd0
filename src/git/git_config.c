#include "git_config.h"
#include <digestbump/base/memory.h>
#include <git2/sys/repository.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* A file of settings; path NULL: there is none of this level. */
struct config_file {
	git_config_level_t level;
	char *path;
};

enum { CONFIG_FILES = 5, ENVIRONMENT_ENTRIES_MOST = 1000 };

static bool is_true(const char *value)
{
	int truth = 0;

	return value && (git_config_parse_bool(&truth, value) == 0) && truth;
}

static char *system_path(const struct context *context)
{
	const char *named = context->variable("GIT_CONFIG_SYSTEM");

	if (is_true(context->variable("GIT_CONFIG_NOSYSTEM")))
		return NULL;
	return must_copy(named ? named : "/etc/gitconfig");
}

static char *xdg_path(const struct context *context)
{
	const char *xdg = context->variable("XDG_CONFIG_HOME");
	const char *home = context->variable("HOME");

	if (xdg && *xdg)
		return must_format("%s/git/config", xdg);
	return home ? must_format("%s/.config/git/config", home) : NULL;
}

static char *home_path(const struct context *context)
{
	const char *home = context->variable("HOME");

	return home ? must_format("%s/.gitconfig", home) : NULL;
}

/* git-config, "FILES": GIT_CONFIG_GLOBAL stands for both of the user's files. */
static void user_paths(struct config_file *xdg, struct config_file *home,
		       const struct context *context)
{
	const char *named = context->variable("GIT_CONFIG_GLOBAL");

	xdg->path = named ? NULL : xdg_path(context);
	home->path = named ? must_copy(named) : home_path(context);
}

static struct error *add_config_file(git_config *config, struct git *git,
				     const struct config_file *file)
{
	if (!file->path || !*file->path)
		return NULL;
	int code = git_config_add_file_ondisk(config, file->path, file->level, git->repository, 1);

	if (code && code != GIT_ENOTFOUND)
		return libgit2_error(code, "git's settings in '%s' cannot be read", file->path);
	return NULL;
}

static struct error *add_config_files(git_config *config, struct git *git,
				      const struct config_file *files)
{
	for (size_t i = 0; i < CONFIG_FILES; i++)
		TRY(add_config_file(config, git, &files[i]));
	return NULL;
}

/* Settings of one work tree count only where the extension is switched on. */
static char *worktree_path(struct git *git)
{
	OWNED_STRING extension = git_config_value(git, "extensions.worktreeconfig");

	if (!is_true(extension))
		return NULL;
	return must_format("%sconfig.worktree", git_repository_path(git->repository));
}

struct error *git_config_load(struct git *git)
{
	struct config_file files[CONFIG_FILES] = {
		{ GIT_CONFIG_LEVEL_SYSTEM, system_path(git->context) },
		{ GIT_CONFIG_LEVEL_XDG, NULL },
		{ GIT_CONFIG_LEVEL_GLOBAL, NULL },
		{ GIT_CONFIG_LEVEL_LOCAL, must_format("%sconfig", git->directory) },
		{ GIT_CONFIG_LEVEL_APP, worktree_path(git) },
	};
	OWNED(git_config) config = NULL;

	user_paths(&files[1], &files[2], git->context);
	int code = git_config_new(&config);
	struct error *error = code ? libgit2_error(code, "git's settings cannot be read")
				   : add_config_files(config, git, files);

	for (size_t i = 0; i < CONFIG_FILES; i++)
		free(files[i].path);
	if (error)
		return error;
	code = git_repository_set_config(git->repository, config);
	return code ? libgit2_error(code, "git's settings cannot be read") : NULL;
}

/* Calls `each` for key's values in GIT_CONFIG_COUNT, GIT_CONFIG_KEY_<n> and
 * GIT_CONFIG_VALUE_<n>: how CI passes settings to git without a file. */
static void read_environment_config(const struct context *context, const char *key,
				    git_config_callback *each, void *data)
{
	const char *count_text = context->variable("GIT_CONFIG_COUNT");
	long count = count_text ? strtol(count_text, NULL, 10) : 0;

	for (long i = 0; i < count && i < ENVIRONMENT_ENTRIES_MOST; i++) {
		OWNED_STRING key_name = must_format("GIT_CONFIG_KEY_%ld", i);
		OWNED_STRING value_name = must_format("GIT_CONFIG_VALUE_%ld", i);
		const char *its_key = context->variable(key_name);
		const char *value = context->variable(value_name);

		if (its_key && value && strcasecmp(its_key, key) == 0)
			each(data, value);
	}
}

struct protected_query {
	git_config_callback *each;
	void *data;
};

static int visit(const git_config_entry *entry, void *data)
{
	const struct protected_query *query = data;

	if (entry->level < GIT_CONFIG_LEVEL_LOCAL)
		query->each(query->data, entry->value ? entry->value : "");
	return 0;
}

struct error *git_config_read_protected(struct git *git, const char *key, git_config_callback *each,
					void *data)
{
	OWNED(git_config) config = NULL;
	struct protected_query query = { each, data };
	int code = git_repository_config_snapshot(&config, git->repository);

	if (!code)
		code = git_config_get_multivar_foreach(config, key, NULL, visit, &query);
	if (code && code != GIT_ENOTFOUND)
		return libgit2_error(code, "git's setting '%s' cannot be read", key);
	read_environment_config(git->context, key, each, data);
	return NULL;
}

static void copy_value(void *data, const char *value)
{
	char **kept = data;

	free(*kept);
	*kept = must_copy(value);
}

char *git_config_value(struct git *git, const char *key)
{
	OWNED(git_config) config = NULL;
	git_buf value = { 0 };
	char *kept = NULL;

	read_environment_config(git->context, key, copy_value, &kept);
	if (kept || git_repository_config_snapshot(&config, git->repository))
		return kept;
	if (git_config_get_string_buf(&value, config, key) == 0)
		kept = must_copy(value.ptr);
	git_buf_dispose(&value);
	return kept;
}
